package verdigris.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import verdigris.host.Host;

/**
 * Sessions that are kept open from one action to the next: while clients wait, every login counts.
 * Nobody has one to share: it is lent, and what failed in it is not kept.
 */
final class Sessions {
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);
  private static final int ANSWER_MILLIS = 2_000;
  private static final String CONSOLE = "pgbouncer";

  private final Map<Key, Resting> resting = new HashMap<>();

  private record Key(String host, Host.Socket socket, String user, String database) {}

  private record Resting(Connection connection, long since) {}

  /** A session that is lent; closing it ends it unless what was done in it succeeded. */
  final class Lent implements AutoCloseable {
    private final Key key;
    private final Connection connection;
    private boolean succeeded;

    private Lent(Key key, Connection connection) {
      this.key = key;
      this.connection = connection;
    }

    Connection connection() {
      return connection;
    }

    /** It may be lent again. */
    void succeeded() {
      succeeded = true;
    }

    @Override
    public void close() throws SQLException {
      if (succeeded) {
        keep(key, connection);
      } else {
        connection.close();
      }
    }
  }

  /**
   * One that rests and still answers, or a new one.
   *
   * @throws verdigris.problem.ProblemException when none can be opened
   */
  Lent lend(Host host, Host.Socket socket, String user, String database) {
    var key = new Key(host.name(), socket, user, database);
    return new Lent(
        key,
        take(key)
            .filter(c -> answers(c, database))
            .orElseGet(() -> host.connect(socket, user, database)));
  }

  private synchronized Optional<Connection> take(Key key) {
    Resting found = resting.remove(key);
    if (found == null) {
      return Optional.empty();
    }
    if (System.nanoTime() - found.since() > LONGEST_REST.toNanos()) {
      end(found.connection());
      return Optional.empty();
    }
    return Optional.of(found.connection());
  }

  /** Its server may have stopped since. */
  private static boolean answers(Connection connection, String database) {
    try (Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
      statement.execute(database.equals(CONSOLE) ? "SHOW VERSION" : "SELECT 1");
      connection.setNetworkTimeout(Runnable::run, 0);
      return true;
    } catch (SQLException e) {
      end(connection);
      return false;
    }
  }

  private void keep(Key key, Connection connection) {
    Resting before;
    synchronized (this) {
      before = resting.put(key, new Resting(connection, System.nanoTime()));
    }
    if (before != null) {
      end(before.connection());
    }
  }

  /** Ends all that rest: something long begins, or connections are made anew. */
  synchronized void endAll() {
    resting.values().forEach(r -> end(r.connection()));
    resting.clear();
  }

  private static void end(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is broken already, which is as good.
    }
  }
}
