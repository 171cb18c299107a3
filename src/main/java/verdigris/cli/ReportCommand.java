package verdigris.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verdigris.history.RecordReading;
import verdigris.history.RunFiles;
import verdigris.history.RunRecord;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.run.Records;
import verdigris.show.RunHtml;
import verdigris.show.RunJson;

/** A run for people. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a page of a run: its timeline with the outage, the lag of the standbys, every step and what it printed.",
      "One HTML file that needs nothing else. Contacts no host."
    })
final class ReportCommand implements Callable<Integer> {
  /** What stands for the newest run. */
  private static final String LAST = "last";

  @Mixin OutputOptions output = new OutputOptions();
  @Mixin RunsOptions runs = new RunsOptions();

  @Parameters(
      paramLabel = "RUN|RECORD_FILE",
      description = "The id of a run, \"last\" for the newest one, or a record file.")
  String which = LAST;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.html",
      description = "Write it to this file; else it goes to standard output.")
  @Nullable Path out;

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    RunRecord run = record();
    String text = output.json ? RunJson.of(run) : RunHtml.of(run);
    if (out == null) {
      terminal.print(text);
      return ExitCode.DONE.number();
    }
    try {
      Files.writeString(out, text);
    } catch (IOException e) {
      throw Problem.of(Kind.FILE_UNWRITABLE, new Where.InFile(out.toString()), e.toString(), "")
          .asException();
    }
    terminal.say("Wrote " + out);
    return ExitCode.DONE.number();
  }

  private RunRecord record() {
    Path file = Path.of(which);
    if (Files.isRegularFile(file)) {
      return read(file);
    }
    List<Records> all = runs.all();
    String run = which.equals(LAST) ? newest(all) : which;
    return all.stream()
        .flatMap(r -> find(r, run).stream())
        .findFirst()
        .orElseThrow(() -> unknown(run));
  }

  /** Ids of runs begin with when they began. */
  private String newest(List<Records> all) {
    return all.stream()
        .flatMap(
            r ->
                Stream.concat(
                    r.chain().links().stream()
                        .flatMap(l -> RunFiles.runOfRecord(l.file()).stream()),
                    r.left().stream()))
        .max(Comparator.naturalOrder())
        .orElseThrow(() -> unknown(LAST));
  }

  /** Its record; of a run that was killed, what its journal says. */
  private static Optional<RunRecord> find(Records records, String run) {
    Path file = records.path(run);
    return Files.isRegularFile(file) ? Optional.of(read(file)) : records.fromJournal(run);
  }

  private static RunRecord read(Path file) {
    try {
      return RecordReading.of(
          file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Problem.of(Kind.FILE_UNREADABLE, new Where.InFile(file.toString()), e.toString(), "")
          .asException();
    }
  }

  private ProblemException unknown(String run) {
    return Problem.of(
            Kind.COMMAND_LINE,
            new Where.Anywhere(),
            "There is no run \"%s\" in %s.".formatted(run, runs.directory),
            "See which there are:\n  verdigris history")
        .asException();
  }
}
