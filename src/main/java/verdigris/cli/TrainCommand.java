package verdigris.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import verdigris.host.HostAddress;
import verdigris.host.Hosts;
import verdigris.problem.ProblemException;
import verdigris.resource.Templates;
import verdigris.run.Connections;
import verdigris.run.Gather;
import verdigris.show.FactsJson;
import verdigris.show.FactsText;

/**
 * Loads what most commands load, so that the build can make the cache that the JVM starts from.
 * Reads this machine, changes nothing.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    new CommandLine(new Verdigris()).getUsageMessage();
    Templates.builtIn();
    var become = new HostAddress.Become(false, "sudo", "root");
    var here =
        new HostAddress(
            "here",
            HostAddress.Transport.LOCAL,
            "localhost",
            0,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            become);
    try (var connections = new Connections(List.of("here"), _ -> here)) {
      var facts = Gather.from(connections.suppliers()).facts();
      FactsJson.of(facts);
      FactsText.of(facts);
    }
    Hosts.rehearse();
    try {
      // Port 1 of this machine: the classes of the connection are loaded, nobody is contacted.
      Hosts.open(
              new HostAddress(
                  "nobody",
                  HostAddress.Transport.SSH,
                  "127.0.0.1",
                  1,
                  Optional.of("nobody"),
                  Optional.empty(),
                  List.of(),
                  become))
          .close();
    } catch (ProblemException e) {
      return ExitCode.DONE.number();
    }
    return ExitCode.DONE.number();
  }
}
