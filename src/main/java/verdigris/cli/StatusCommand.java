package verdigris.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import verdigris.observe.Status;
import verdigris.show.Severity;
import verdigris.show.StatusJson;
import verdigris.show.StatusText;

/** How a topology is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Shows roles, versions, timelines, lag and slots of a topology. Changes nothing.",
      "Exits with 1 when something needs a look: a standby that does not stream or lags more than limits.lag_alert,"
          + " a slot that retains more than limits.slot_wal, an instance that does not run."
    })
final class StatusCommand implements Callable<Integer> {
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
      Status status = Status.of(workplace.topology().observe());
      terminal.print(
          output.json
              ? StatusJson.of(status)
              : StatusText.of(status, terminal.view(output.verbose)));
      return (status.alerts().isEmpty() ? ExitCode.DONE : ExitCode.ERROR).number();
    }
  }
}
