package verdigris.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.run.Records;

/** Where runs are kept. */
final class RunsOptions {
  /** Where an apply keeps them: in the directory in which it was started. */
  static final Path DEFAULT = Path.of("runs");

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Where runs are kept; ${DEFAULT-VALUE} unless said.")
  Path directory = DEFAULT;

  /** Of one topology, or of every one when none is named. */
  List<Records> of(@Nullable String topology) {
    return topology == null ? all() : List.of(one(topology));
  }

  private Records one(String topology) {
    Path of = directory.resolve(topology);
    if (!Files.isDirectory(of)) {
      throw missing(of);
    }
    return new Records(of);
  }

  /** Of every topology, by name. */
  List<Records> all() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isDirectory).sorted().map(Records::new).toList();
    } catch (IOException e) {
      throw missing(directory);
    }
  }

  private static verdigris.problem.ProblemException missing(Path directory) {
    return Problem.of(
            Kind.FILE_UNREADABLE,
            new Where.InFile(directory.toString()),
            "There is no such directory, so there are no runs in it.",
            "Runs are kept in the directory in which apply was started. Name it with --runs.")
        .asException();
  }
}
