package verdigris.cli;

import java.time.InstantSource;
import picocli.CommandLine.Option;

/** How a command talks. */
final class OutputOptions {
  @Option(names = "--no-color", description = "No colour (also by NO_COLOR).")
  boolean noColor;

  @Option(
      names = {"-v", "--verbose"},
      description = "Commands and differences too; the stack trace of a bug.")
  boolean verbose;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  Terminal terminal() {
    return Terminal.ofProcess(noColor, InstantSource.system());
  }
}
