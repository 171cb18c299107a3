package verdigris.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import verdigris.observe.Situation;
import verdigris.plan.Plan;
import verdigris.plan.Plan.PlannedStep;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.run.Canary;
import verdigris.run.Event;
import verdigris.run.Executor;
import verdigris.run.HostInterpreter;
import verdigris.run.Journal;
import verdigris.run.Locks;
import verdigris.run.Masks;
import verdigris.run.NotedLook;
import verdigris.run.Origin;
import verdigris.run.Outage;
import verdigris.run.Records;
import verdigris.run.Reporter;
import verdigris.world.Declaration;

/**
 * One run of a plan, with its locks held.
 *
 * @param id of the run
 * @param locks of all its hosts
 * @param origin what it applies
 */
record Runs(String id, Locks locks, Origin origin) {

  /** Sorts by time; no two runs have the same. */
  static String newId() {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(Instant.now());
    return "%s-%04x".formatted(time, ThreadLocalRandom.current().nextInt(1 << 16));
  }

  /**
   * How a run ended.
   *
   * @param code for the shell
   * @param problems why it is not done; empty: it is
   * @param message what holds now, for the person; empty: nothing beyond the problems
   */
  record End(ExitCode code, List<Problem> problems, String message) {
    private End with(List<Problem> more) {
      if (more.isEmpty()) {
        return this;
      }
      return new End(
          code == ExitCode.DONE ? ExitCode.ERROR : code,
          Stream.concat(problems.stream(), more.stream()).distinct().toList(),
          message);
    }
  }

  End execute(
      Terminal terminal,
      Workplace workplace,
      Plan plan,
      List<PlannedStep> steps,
      CutoverGate gate,
      Interruption interruption) {
    Optional<Declaration.Canary> declared =
        workplace.topology().declaration().clients().flatMap(Declaration.Clients::canary);
    List<String> keys = steps.stream().map(s -> s.step().key()).toList();
    return recorded(
        terminal,
        workplace,
        keys,
        declared.isPresent(),
        told -> {
          Optional<Canary> canary = declared.map(c -> canary(c, workplace, told));
          Reporter reporter = canary.<Reporter>map(told::and).orElse(told);
          Executor executor = executor(workplace, reporter);
          interruption.stopsBy(
              () -> {
                executor.stopAfterCurrentStep();
                return executor.outage().isPresent();
              });
          End end =
              end(executor, workplace, reporter, problems(executor, plan, steps, gate, canary));
          canary.ifPresent(Canary::close);
          return end;
        });
  }

  /**
   * Lets clients in again where an earlier run left them shut out and nothing leads on: no review
   * forbids that.
   *
   * @param situation what holds
   * @param why nothing leads on
   */
  End retreat(Terminal terminal, Workplace workplace, Situation situation, List<Problem> why) {
    return recorded(
        terminal,
        workplace,
        List.of(),
        false,
        reporter -> {
          Outage outage = Outage.in(situation, situation.world(), Instant.now());
          reporter.hear(new Event.OutageBegan(outage.began(), outage.inherited()));
          return new WayOut(workplace, locks, interpreter(workplace), reporter)
              .from(outage, Executor.Failure.none(situation), why);
        });
  }

  /** Does the work of a run, with its journal, and makes a record of it. */
  private End recorded(
      Terminal terminal,
      Workplace workplace,
      List<String> steps,
      boolean watched,
      Function<Reporter, End> work) {
    var records = new Records(directory(workplace));
    records.settle().forEach(terminal::say);
    try {
      End end = journalled(terminal, workplace, steps, watched, work);
      return end.with(recorded(records, terminal));
    } catch (RuntimeException bug) {
      recorded(records, terminal);
      throw bug;
    }
  }

  static Path directory(Workplace workplace) {
    return RunsOptions.DEFAULT.resolve(workplace.topology().declaration().topology());
  }

  /** Of the secrets that a journal of this workplace must not have. */
  static Masks masks(Workplace workplace) {
    return Masks.of(workplace.topology().declaration(), workplace.topology().secrets());
  }

  /** Why there is no record now; empty: there is. */
  private List<Problem> recorded(Records records, Terminal terminal) {
    try {
      records.add(id).forEach(terminal::say);
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  private End journalled(
      Terminal terminal,
      Workplace workplace,
      List<String> steps,
      boolean watched,
      Function<Reporter, End> work) {
    try (Journal journal =
        Journal.open(directory(workplace), id, InstantSource.system(), masks(workplace))) {
      Reporter reporter = ((Reporter) journal).and(new Narrator(terminal, steps.size(), watched));
      reporter.hear(
          new Event.RunStarted(
              id,
              workplace.topology().declaration().topology(),
              Locks.person(),
              VersionText.number(),
              Optional.of(origin),
              steps));
      End end = work.apply(reporter);
      reporter.hear(new Event.RunEnded(id, word(end), end.code().number(), end.problems()));
      return end;
    }
  }

  private static Canary canary(
      Declaration.Canary declared, Workplace workplace, Reporter reporter) {
    Duration outage =
        Duration.ofSeconds(workplace.topology().declaration().limits().outageSeconds());
    return new Canary(
        declared,
        () -> workplace.topology().secrets().value(declared.password()),
        outage.plusMinutes(1),
        reporter,
        InstantSource.system());
  }

  private static List<Problem> problems(
      Executor executor,
      Plan plan,
      List<PlannedStep> steps,
      CutoverGate gate,
      Optional<Canary> canary) {
    List<PlannedStep> before = steps.stream().filter(plan.beforeOutage()::contains).toList();
    List<PlannedStep> outage = steps.stream().filter(s -> !before.contains(s)).toList();
    try {
      requireAll(executor.execute(plan, before));
      if (!before.isEmpty() && !outage.isEmpty()) {
        gate.require();
      }
      if (plan.beginsOutage().filter(outage::contains).isPresent()) {
        canary.ifPresent(Canary::begin);
      }
      requireAll(executor.execute(plan, outage));
      return List.of();
    } catch (ProblemException e) {
      return e.problems();
    }
  }

  private End end(
      Executor executor, Workplace workplace, Reporter reporter, List<Problem> problems) {
    if (problems.isEmpty()) {
      return new End(ExitCode.DONE, problems, "");
    }
    if (executor.outage().isEmpty()) {
      // "Refused" would promise that nothing was changed.
      ExitCode code = ExitCode.of(problems);
      return new End(code == ExitCode.LOCKED ? code : ExitCode.ERROR, problems, "");
    }
    return new WayOut(workplace, locks, interpreter(workplace), reporter)
        .from(executor.outage().get(), executor.failure().orElseThrow(), problems);
  }

  private static String word(End end) {
    return switch (end.code()) {
      case DONE, CHANGES -> "done";
      case RETREATED -> "retreated";
      case CLIENTS_SHUT_OUT -> "shut-out";
      case ERROR, LOCKED, REFUSED -> word(end.problems());
    };
  }

  /** How a run ended that is not done, for the journal. */
  static String word(List<Problem> problems) {
    return problems.stream().allMatch(p -> p.kind() == Kind.INTERRUPTED) ? "interrupted" : "failed";
  }

  private Executor executor(Workplace workplace, Reporter reporter) {
    var inner = interpreter(workplace);
    return new Executor(
        new NotedLook(
            () -> {
              locks.check();
              return workplace.topology().observe();
            },
            reporter),
        new Checked(inner, _ -> locks.check()),
        reporter,
        InstantSource.system());
  }

  private HostInterpreter interpreter(Workplace workplace) {
    return new HostInterpreter(
        workplace.topology().connections(),
        workplace.topology().secrets(),
        id,
        workplace.directory());
  }

  private static void requireAll(List<String> skipped) {
    if (!skipped.isEmpty()) {
      throw Problem.of(
              Kind.INTERRUPTED,
              new Where.Anywhere(),
              "Not begun: %s.".formatted(String.join(", ", skipped)),
              "Every step so far is complete. To go on, run the same command again.")
          .asException();
    }
  }
}
