package verdigris.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verdigris.plan.Gates;
import verdigris.plan.Outcome.Refusal;
import verdigris.plan.Plan;
import verdigris.plan.PlanDocument;
import verdigris.show.GatesText;
import verdigris.show.PlanJson;
import verdigris.show.PlanText;
import verdigris.show.Severity;
import verdigris.show.View;

/** What would be done. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what would be done to reach the state that a playbook declares. Changes nothing.",
      "Exits with 4 when there is no plan, or when nothing of it can be done because its cutover is blocked."
    })
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
      names = "--commit",
      description =
          "Also commit the plan and the records of runs to Git, and nothing else. Without -o the plan is plans/TOPOLOGY.yaml in the playbook's work tree. Never pushes.")
  boolean commit;

  @Option(
      names = "--branch",
      paramLabel = "NAME",
      description =
          "With --commit: commit to this branch, made from what is checked out unless it is there; it is checked out then.")
  @Nullable String branch;

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
      Optional<Delivery> delivery =
          Delivery.of(Optional.ofNullable(file), commit, Optional.ofNullable(branch), workplace);
      delivery.ifPresent(d -> d.prepare(terminal, inventory, playbook));
      Planning planning = Planning.of(workplace.topology().observe());
      return switch (planning.outcome()) {
        case Refusal refusal -> Planning.refused(terminal, output, planning.situation(), refusal);
        case Plan plan -> {
          terminal.problems(
              Severity.WARNING, planning.refusedBySudo(plan, workplace), SourceFiles::text);
          yield show(
              terminal,
              plan,
              planning.document(plan, workplace),
              workplace.preflight().of(plan, planning.situation(), false),
              delivery);
        }
      };
    }
  }

  private int show(
      Terminal terminal,
      Plan plan,
      PlanDocument document,
      Gates gates,
      Optional<Delivery> delivery) {
    View view = terminal.view(diff || output.verbose);
    terminal.print(
        output.json
            ? PlanJson.of(document, gates)
            : PlanText.of(document, view) + GatesText.of(gates, view));
    delivery.ifPresent(d -> d.deliver(terminal, document));
    if (gates.areClosed() && plan.beforeOutage().isEmpty()) {
      return ExitCode.REFUSED.number();
    }
    boolean changes = detailedExitCode && !plan.isEmpty();
    return (changes ? ExitCode.CHANGES : ExitCode.DONE).number();
  }
}
