package verdigris.run;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import verdigris.action.Command;
import verdigris.host.Host;
import verdigris.host.HostAddress;
import verdigris.host.Hosts;
import verdigris.host.LiveHost;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** One connection for each host, opened when it is first needed and kept for the whole run. */
public final class Connections implements AutoCloseable {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(4);
  private static final Duration SOON = Duration.ofSeconds(7);

  private final SequencedMap<String, Connection> connections = new LinkedHashMap<>();
  private final Sessions sessions = new Sessions();

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

  /** A database session on a host, perhaps one that was opened before. */
  Sessions.Lent session(String host, Host.Socket socket, String user, String database) {
    return sessions.lend(host(host), socket, user, database);
  }

  /** Ends the sessions that are open and that nobody uses. */
  void endSessions() {
    sessions.endAll();
  }

  /**
   * Connects to every host, side by side.
   *
   * @throws ProblemException with what is wrong with each host that cannot be reached, in inventory
   *     order
   */
  void openAll() {
    SideBySide.all(List.copyOf(connections.values()), Connection::get);
  }

  /**
   * Connects anew to every host whose connection broke, side by side. Clients are waiting: whoever
   * does not answer soon counts as gone.
   *
   * @return what is wrong with each host that cannot be reached, in inventory order
   */
  List<Problem> reopenBroken() {
    endSessions();
    var asked = new LinkedHashMap<String, CompletableFuture<List<Problem>>>();
    connections.forEach(
        (name, connection) -> {
          var answer = new CompletableFuture<List<Problem>>();
          Thread.ofVirtual().start(() -> answer.complete(connection.revive()));
          asked.put(
              name,
              answer.completeOnTimeout(
                  List.of(silent(name)), SOON.toMillis(), TimeUnit.MILLISECONDS));
        });
    return asked.values().stream().flatMap(a -> a.join().stream()).toList();
  }

  private static Problem silent(String host) {
    return Problem.of(
        Kind.UNREACHABLE,
        new Where.OnHost(host),
        "It did not answer within %d s.".formatted(SOON.toSeconds()),
        "See whether it is up.");
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
    endSessions();
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

    /** Likewise, after one that does not answer was given up. */
    synchronized List<Problem> revive() {
      try {
        host.ifPresent(h -> h.run(Command.login("true"), SIGN_OF_LIFE));
      } catch (ProblemException e) {
        close();
      }
      return trouble();
    }

    synchronized void close() {
      host.ifPresent(LiveHost::close);
      host = Optional.empty();
    }
  }
}
