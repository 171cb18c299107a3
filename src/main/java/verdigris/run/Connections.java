package verdigris.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import verdigris.host.Host;
import verdigris.host.HostAddress;
import verdigris.host.Hosts;
import verdigris.host.LiveHost;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/** One connection for each host, opened when it is first needed and kept for the whole run. */
public final class Connections implements AutoCloseable {
  private final SequencedMap<String, Connection> connections = new LinkedHashMap<>();

  /**
   * @param hosts inventory names, in inventory order
   * @param address how each is reached
   */
  public Connections(List<String> hosts, Function<String, HostAddress> address) {
    hosts.forEach(h -> connections.put(h, new Connection(() -> Hosts.open(address.apply(h)))));
  }

  /**
   * A host, connected.
   *
   * @throws verdigris.problem.ProblemException when it cannot be reached; the next call tries again
   */
  public LiveHost host(String name) {
    Connection connection = connections.get(name);
    if (connection == null) {
      throw new IllegalArgumentException("no connection to " + name + " was planned");
    }
    return connection.get();
  }

  /**
   * Connects to every host, side by side.
   *
   * @throws ProblemException with what is wrong with each host that cannot be reached, in inventory
   *     order
   */
  void openAll() {
    List<Problem> problems = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Problem>>> opened =
          connections.values().stream().map(c -> Gather.start(threads, c::trouble)).toList();
      opened.forEach(o -> problems.addAll(Gather.await(o)));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /** How to get each host, in inventory order. */
  public SequencedMap<String, Supplier<Host>> suppliers() {
    SequencedMap<String, Supplier<Host>> suppliers = new LinkedHashMap<>();
    connections.keySet().forEach(h -> suppliers.put(h, () -> host(h)));
    return suppliers;
  }

  /** Inventory names, in inventory order. */
  public List<String> names() {
    return List.copyOf(connections.keySet());
  }

  @Override
  public void close() {
    connections.values().forEach(Connection::close);
  }

  /** Opened once, by whoever comes first; the others wait for it. */
  private static final class Connection {
    private final Supplier<LiveHost> open;
    private Optional<LiveHost> host = Optional.empty();

    Connection(Supplier<LiveHost> open) {
      this.open = open;
    }

    synchronized LiveHost get() {
      if (host.isEmpty()) {
        host = Optional.of(open.get());
      }
      return host.get();
    }

    /** Why it cannot be opened; empty when it is open. */
    List<Problem> trouble() {
      try {
        get();
        return List.of();
      } catch (ProblemException e) {
        return e.problems();
      }
    }

    synchronized void close() {
      host.ifPresent(LiveHost::close);
      host = Optional.empty();
    }
  }
}
