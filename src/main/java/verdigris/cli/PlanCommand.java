package verdigris.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verdigris.plan.Outcome.Refusal;
import verdigris.plan.Plan;
import verdigris.plan.PlanDocument;
import verdigris.planfile.PlanFile;
import verdigris.show.PlanJson;
import verdigris.show.PlanText;
import verdigris.show.Severity;

/** What would be done. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Shows what would be done to reach the state that a playbook declares. Changes nothing.")
final class PlanCommand implements Callable<Integer> {
  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "PLAYBOOK",
      description = "The file that declares the state of one topology (docs/playbook.md).")
  Path playbook = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Also write the plan to a file, for review and for apply, such as plans/orders.yaml.")
  @Nullable Path file;

  @Option(
      names = "--diff",
      description = "Show the commands that would run, and the differences of files.")
  boolean diff;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit with 2 when there is something to do, 0 when there is nothing.")
  boolean detailedExitCode;

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    try (Workplace workplace = Workplace.open(inventory, playbook)) {
      terminal.problems(Severity.WARNING, workplace.warnings(), SourceFiles::text);
      Planning planning = Planning.of(workplace.topology().observe());
      return switch (planning.outcome()) {
        case Refusal refusal -> Planning.refused(terminal, output, planning.situation(), refusal);
        case Plan plan -> {
          terminal.problems(
              Severity.WARNING, planning.refusedBySudo(plan, workplace), SourceFiles::text);
          yield show(terminal, planning.document(plan, workplace));
        }
      };
    }
  }

  private int show(Terminal terminal, PlanDocument plan) {
    terminal.print(
        output.json ? PlanJson.of(plan) : PlanText.of(plan, terminal.view(diff || output.verbose)));
    if (file != null) {
      boolean changed = PlanFile.write(file, plan);
      terminal.say((changed ? "Plan written to " : "Plan unchanged in ") + file);
    }
    boolean changes = detailedExitCode && !plan.isEmpty();
    return (changes ? ExitCode.CHANGES : ExitCode.DONE).number();
  }
}
