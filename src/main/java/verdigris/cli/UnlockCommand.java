package verdigris.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import verdigris.host.HostLock;
import verdigris.host.LiveHost;
import verdigris.host.LockOwner;
import verdigris.input.Inventory;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.run.Connections;

/** Breaks stale locks. */
@Command(
    name = "unlock",
    mixinStandardHelpOptions = true,
    description = {
      "Shows who holds the lock of each host, and ends those locks after a confirmation.",
      "The run that held one notices before its next action and stops."
    })
final class UnlockCommand implements Callable<Integer> {
  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(names = "--yes", description = "End the locks without asking.")
  boolean yes;

  @Override
  public Integer call() {
    Terminal terminal = output.terminal();
    Inventory read = inventory.read();
    List<String> hosts = inventory.limited(read, read.hosts());
    boolean any = false;
    try (var connections = new Connections(hosts, read::address)) {
      for (String name : hosts) {
        LiveHost host = connections.host(name);
        Optional<LockOwner> owner = HostLock.owner(host);
        terminal.print("%s: %s%n".formatted(name, owner.map(o -> "held by " + o).orElse("free")));
        if (owner.isPresent() && confirmed(terminal, name)) {
          any |= ended(host);
        }
      }
    }
    terminal.print(any ? "Locks ended.\n" : "");
    return ExitCode.DONE.number();
  }

  private static boolean ended(LiveHost host) {
    if (HostLock.breakIt(host)) {
      return true;
    }
    throw Problem.of(
            Kind.COMMAND_FAILED,
            new Where.OnHost(host.name()),
            "The lock could not be ended; its owner may be another login user.",
            "End that run where it works.")
        .asException();
  }

  private boolean confirmed(Terminal terminal, String host) {
    if (yes
        || new Confirmation(terminal)
            .given("End the lock of " + host + "? The run that holds it will stop.")) {
      return true;
    }
    throw Problem.of(
            Kind.NOT_CONFIRMED,
            new Where.OnHost(host),
            "The lock was not ended.",
            "Add --yes, or answer yes.")
        .asException();
  }
}
