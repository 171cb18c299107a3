package verdigris.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A working example to start from. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Writes an inventory and a playbook to start from.")
final class InitCommand implements Callable<Integer> {
  @Mixin OutputOptions output = new OutputOptions();

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = ".",
      description = "Where; the current directory unless said.")
  Path directory = Path.of(".");

  @Override
  public Integer call() {
    Starter.write(directory).forEach(p -> output.terminal().print("Wrote " + p + "\n"));
    return ExitCode.DONE.number();
  }
}
