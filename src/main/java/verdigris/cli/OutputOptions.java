package verdigris.cli;

import java.time.InstantSource;
import picocli.CommandLine.Option;

/** How a command talks. */
final class OutputOptions {
  @Option(
      names = "--no-color",
      description = "No colour; the same as setting the environment variable NO_COLOR.")
  boolean noColor;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show every command and every difference of a file; of a bug, where it is.")
  boolean verbose;

  @Option(
      names = "--json",
      description =
          "Print the result as JSON on standard output; problems and progress stay text on standard error.")
  boolean json;

  Terminal terminal() {
    return Terminal.ofProcess(noColor, InstantSource.system());
  }
}
