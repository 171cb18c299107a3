package verdigris.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import verdigris.git.HeadHistory;
import verdigris.history.ChainCheck;
import verdigris.history.SeenHead;
import verdigris.problem.Problem;
import verdigris.run.Records;
import verdigris.show.Severity;

/** Whether what was done is what is said. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks that no record was changed, removed or added, and that every head in Git's history is one of the"
          + " records (docs/records.md). Changes nothing."
    })
final class HistoryVerifyCommand implements Callable<Integer> {
  @Mixin OutputOptions output = new OutputOptions();
  @Mixin RunsOptions runs = new RunsOptions();

  @Parameters(paramLabel = "TOPOLOGY", arity = "0..1", description = "Only this one; all else.")
  @Nullable String topology;

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    var problems = new ArrayList<Problem>();
    for (Records records : runs.of(topology)) {
      List<SeenHead> seen = HeadHistory.of(records.directory());
      ChainCheck.Result result =
          ChainCheck.of(records.directory().toString(), records.chain(), records.journals(), seen);
      problems.addAll(result.problems());
      result.notes().forEach(terminal::say);
      records
          .left()
          .forEach(
              run ->
                  terminal.say(
                      "Run %s has a journal and no record. The next apply writes it, or:\n  verdigris history"
                          .formatted(run)));
      if (result.problems().isEmpty()) {
        terminal.print(sound(records.directory(), result, seen.size()));
      }
    }
    if (problems.isEmpty()) {
      return ExitCode.DONE.number();
    }
    terminal.problems(Severity.ERROR, problems, SourceFiles::text);
    return ExitCode.of(problems).number();
  }

  private static String sound(Path directory, ChainCheck.Result result, int heads) {
    int records = result.proven().size();
    return "%s: %d %s as written; %s.%n"
        .formatted(
            directory,
            records,
            records == 1 ? "record is" : "records are",
            heads == 0
                ? "Git has no head of it, so that a chain rewritten as a whole would not be seen"
                : "compared with %d heads of Git's history".formatted(heads));
  }
}
