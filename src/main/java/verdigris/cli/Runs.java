package verdigris.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import verdigris.plan.Plan;
import verdigris.plan.Plan.PlannedStep;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.run.Event;
import verdigris.run.Executor;
import verdigris.run.HostInterpreter;
import verdigris.run.Journal;
import verdigris.run.Locks;
import verdigris.run.Reporter;

/**
 * One run of a plan, with its locks held.
 *
 * @param id of the run
 * @param locks of all its hosts
 */
record Runs(String id, Locks locks) {

  /** Sorts by time; no two runs have the same. */
  static String newId() {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(Instant.now());
    return "%s-%04x".formatted(time, ThreadLocalRandom.current().nextInt(1 << 16));
  }

  void execute(
      Terminal terminal,
      Workplace workplace,
      Plan plan,
      List<PlannedStep> steps,
      Interruption interruption) {
    String topology = workplace.topology().declaration().topology();
    try (Journal journal = Journal.open(Path.of("runs", topology), id, InstantSource.system())) {
      Reporter reporter = ((Reporter) journal).and(new Narrator(terminal, steps.size()));
      var inner =
          new HostInterpreter(
              workplace.topology().connections(), workplace.topology().secrets(), id);
      var executor =
          new Executor(
              () -> {
                locks.check();
                return workplace.topology().observe();
              },
              (action, progress) -> {
                locks.check();
                inner.perform(action, progress);
              },
              reporter,
              InstantSource.system());
      reporter.hear(
          new Event.RunStarted(
              id, topology, Locks.person(), steps.stream().map(s -> s.step().key()).toList()));
      interruption.stopsBy(executor::stopAfterCurrentStep);
      List<String> skipped;
      try {
        skipped = executor.execute(plan, steps);
      } catch (ProblemException e) {
        reporter.hear(new Event.RunEnded(id, "failed"));
        throw e;
      }
      reporter.hear(new Event.RunEnded(id, skipped.isEmpty() ? "done" : "interrupted"));
      requireAll(skipped);
    }
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
