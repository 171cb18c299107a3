package verdigris.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import verdigris.facts.Rehearsal;
import verdigris.facts.Rehearsal.Phase;
import verdigris.host.Host;
import verdigris.observe.RehearsalFit;
import verdigris.observe.Situation;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.run.Event;
import verdigris.run.Journal;
import verdigris.run.Locks;
import verdigris.run.Rehearsing;
import verdigris.run.Reporter;
import verdigris.show.RehearsalJson;
import verdigris.show.RehearsalText;
import verdigris.show.Severity;
import verdigris.step.Rehearse;

/** The upgrade, tried on a copy. */
@Command(
    name = "rehearse",
    mixinStandardHelpOptions = true,
    description = {
      "Does the upgrade on a throw-away copy of the standby, on its host, and tells what each part of it took.",
      "Plans take their forecast from that. Clients notice nothing, and nothing of the copy is left."
    })
final class RehearseCommand implements Callable<Integer> {
  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "PLAYBOOK",
      description = "The file that declares the state of one topology (docs/playbook.md).")
  Path playbook = Path.of("");

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    try (Workplace workplace = Workplace.open(inventory, playbook)) {
      terminal.problems(Severity.WARNING, workplace.warnings(), SourceFiles::text);
      String run = Runs.newId();
      String topology = workplace.topology().declaration().topology();
      try (Locks locks = Locks.take(workplace.topology().connections(), run);
          Journal journal =
              Journal.open(
                  Runs.directory(workplace), run, InstantSource.system(), Runs.masks(workplace));
          Interruption interruption =
              Interruption.of(
                  terminal,
                  "Interrupted: the rehearsal is ended and its copy removed. Wait for it.")) {
        Reporter reporter =
            ((Reporter) journal).and(new Narrator(terminal, Phase.values().length, true));
        locks.check();
        reporter.hear(
            new Event.RunStarted(
                run, topology, Locks.person(), VersionText.number(), Optional.empty(), keys()));
        return told(terminal, workplace, reporter, interruption, run);
      }
    }
  }

  private static List<String> keys() {
    return Stream.of(Phase.values()).map(Rehearsing::key).toList();
  }

  /** Says how it ended while a signal still waits for it. */
  private int told(
      Terminal terminal,
      Workplace workplace,
      Reporter reporter,
      Interruption interruption,
      String run) {
    try {
      Situation situation = workplace.topology().observe();
      String host = situation.target().primary().host();
      Rehearsal done = rehearsed(workplace, situation, reporter, interruption);
      reporter.hear(new Event.RunEnded(run, "done", ExitCode.DONE.number(), List.of()));
      terminal.print(
          output.json
              ? RehearsalJson.of(host, done)
              : RehearsalText.of(host, done, terminal.view(output.verbose)));
      return ExitCode.DONE.number();
    } catch (ProblemException e) {
      int exit = ExitCode.of(e.problems()).number();
      reporter.hear(new Event.RunEnded(run, Runs.word(e.problems()), exit, e.problems()));
      terminal.problems(Severity.ERROR, e.problems(), SourceFiles::text);
      return exit;
    }
  }

  private static Rehearsal rehearsed(
      Workplace workplace, Situation seen, Reporter reporter, Interruption interruption) {
    Situation situation = seen;
    requireNone(situation.refusals());
    requireNone(new RehearsalFit(situation).standby());
    Host host = workplace.topology().connections().host(situation.target().primary().host());
    var rehearsing = new Rehearsing(host, reporter);
    interruption.stopsBy(
        () -> {
          rehearsing.end();
          return false;
        });
    var rehearse = new Rehearse(situation.briefing());
    if (!rehearsing.isAtWork(rehearse)) {
      if (rehearsing.clear(rehearse)) {
        situation = workplace.topology().observe(); // There is more room now.
        rehearse = new Rehearse(situation.briefing());
      }
      requireNone(new RehearsalFit(situation).hindrances());
      rehearsing.refusedBySudo(rehearse).ifPresent(p -> requireNone(List.of(p)));
    }
    return rehearsing.perform(rehearse);
  }

  private static void requireNone(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }
}
