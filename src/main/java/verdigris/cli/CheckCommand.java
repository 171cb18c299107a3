package verdigris.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import verdigris.facts.HostFacts;
import verdigris.observe.Situation;
import verdigris.plan.Outcome.Refusal;
import verdigris.plan.Plan;
import verdigris.show.Severity;

/** Every pre-flight check. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Looks for everything that would stand in the way, and says what it could not check. Changes nothing.")
final class CheckCommand implements Callable<Integer> {
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
      Situation situation = workplace.topology().observe();
      Planning planning = Planning.of(situation);
      switch (planning.outcome()) {
        case Refusal refusal -> {
          return Planning.refused(terminal, output, situation, refusal);
        }
        case Plan plan -> planning.requireRights(plan, workplace);
      }
      terminal.print(CheckText.of(situation, unseen(situation), output.json));
      return ExitCode.DONE.number();
    }
  }

  /** What could not be looked at, by host. */
  private static List<String> unseen(Situation situation) {
    return situation.briefing().facts().hosts().stream()
        .flatMap((HostFacts h) -> h.limits().stream().map(l -> h.name() + ": " + l))
        .toList();
  }
}
