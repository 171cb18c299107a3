package verdigris.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import verdigris.input.Inventory;
import verdigris.run.Connections;
import verdigris.run.Gather;
import verdigris.run.Gather.Gathered;
import verdigris.show.FactsJson;
import verdigris.show.FactsText;
import verdigris.show.Severity;

/** What is on the hosts, read-only. */
@Command(
    name = "facts",
    mixinStandardHelpOptions = true,
    description = "Shows what is on the hosts of an inventory. Changes nothing.")
final class FactsCommand implements Callable<Integer> {
  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    Inventory read = inventory.read();
    terminal.problems(Severity.WARNING, read.warnings(), SourceFiles::text);
    try (var connections = new Connections(inventory.limited(read, read.hosts()), read::address)) {
      Gathered gathered = Gather.from(connections.suppliers());
      terminal.print(output.json ? FactsJson.of(gathered.facts()) : FactsText.of(gathered.facts()));
      terminal.problems(Severity.ERROR, gathered.problems(), SourceFiles::text);
      return gathered.problems().isEmpty()
          ? ExitCode.DONE.number()
          : ExitCode.of(gathered.problems()).number();
    }
  }
}
