package verdigris.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/** An inventory and a playbook to start from. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Writes an inventory and a playbook to start from: an example or, with --discover, what exists.",
      "Never writes over a file that is there, and changes nothing on a host."
    })
final class InitCommand implements Callable<Integer> {
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--discover",
      split = ",",
      paramLabel = "USER@HOST",
      description = {
        "Look at these hosts, and write files that describe them as they are, so that a plan from them is empty:"
            + " an inventory, and a playbook for each primary found with its standbys.",
        "Name the hosts of all standbys too, and of poolers. What could not be told stands in the files as a comment."
      })
  List<String> hosts = new ArrayList<>();

  @Option(
      names = {"--private-key", "--key-file"},
      paramLabel = "FILE",
      description =
          "With --discover: the SSH key to log in with; else what ~/.ssh/config and the agent have.")
  @Nullable String privateKey;

  @Option(
      names = "--ssh-common-args",
      paramLabel = "ARGS",
      description = "With --discover: options for ssh in one argument, such as \"-J bastion\".")
  @Nullable String sshCommonArgs;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = ".",
      description =
          "Where to write inventory.yml and playbooks/; the current directory unless said.")
  Path directory = Path.of(".");

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    if (!hosts.isEmpty()) {
      return Discover.of(terminal, hosts, privateKey, sshCommonArgs, directory).call();
    }
    if (privateKey != null || sshCommonArgs != null) {
      throw Problem.of(
              Kind.COMMAND_LINE,
              new Where.Anywhere(),
              "--private-key and --ssh-common-args are about hosts to look at, and none is named.",
              "Name them:\n  verdigris init --discover USER@HOST DIR")
          .asException();
    }
    Starter.write(directory).forEach(p -> terminal.print("Wrote " + p + "\n"));
    return ExitCode.DONE.number();
  }
}
