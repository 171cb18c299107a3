package verdigris.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import verdigris.history.Chain;
import verdigris.run.Records;
import verdigris.show.HistoryJson;
import verdigris.show.HistoryText;

/** What was done. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    subcommands = HistoryVerifyCommand.class,
    description = {
      "Lists what was applied: when, by whom, how it ended, the outage, the commit of the plan.",
      "A run that was killed gets its record. Contacts no host."
    })
final class HistoryCommand implements Callable<Integer> {
  @Mixin OutputOptions output = new OutputOptions();
  @Mixin RunsOptions runs = new RunsOptions();

  @Parameters(paramLabel = "TOPOLOGY", arity = "0..1", description = "Only this one; all else.")
  @Nullable String topology;

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    List<Records> asked = runs.of(topology);
    asked.forEach(r -> r.settle().forEach(terminal::say));
    List<Chain> chains = asked.stream().map(Records::chain).toList();
    terminal.print(output.json ? HistoryJson.of(chains) : HistoryText.of(chains));
    return ExitCode.DONE.number();
  }
}
