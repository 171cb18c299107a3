package verdigris.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import verdigris.facts.ConsoleReading;
import verdigris.facts.PgBouncerFacts.Link;
import verdigris.facts.PgBouncerFacts.Pool;
import verdigris.facts.PgBouncerFacts.RoutedDatabase;
import verdigris.host.Host;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * A session with a PgBouncer's admin console. On its Unix socket it lets in, as the user pgbouncer
 * and without a password, whoever is the operating-system user that it runs as.
 *
 * @param connection to be closed with this
 * @param where the pooler's host
 * @param lent to which it goes back when all went well; empty: it is this one's alone
 */
record PoolerConsole(Connection connection, Where where, Optional<Sessions.Lent> lent)
    implements AutoCloseable {
  private static final String CONSOLE = "pgbouncer";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * @throws verdigris.problem.ProblemException when it does not answer
   */
  static PoolerConsole open(Host host, Host.Socket socket) {
    return ready(
        new PoolerConsole(
            host.connect(socket, CONSOLE, CONSOLE),
            new Where.OnHost(host.name()),
            Optional.empty()));
  }

  /**
   * The same, perhaps in a session that was opened before.
   *
   * @throws verdigris.problem.ProblemException when it does not answer
   */
  static PoolerConsole lend(Connections connections, String host, Host.Socket socket) {
    Sessions.Lent lent = connections.session(host, socket, CONSOLE, CONSOLE);
    return ready(new PoolerConsole(lent.connection(), new Where.OnHost(host), Optional.of(lent)));
  }

  private static PoolerConsole ready(PoolerConsole console) {
    console.patience(PATIENCE);
    return console;
  }

  /** All went well in it: it may be lent again. */
  void succeeded() {
    lent.ifPresent(Sessions.Lent::succeeded);
  }

  /** An answer that comes later than this is an SQLException, and the session is broken. */
  void patience(Duration patience) {
    try {
      connection.setNetworkTimeout(
          Runnable::run, (int) Math.clamp(patience.toMillis(), 1, TimeUnit.DAYS.toMillis(1)));
    } catch (SQLException e) {
      throw problem(Kind.SQL_FAILED, "its login", e).asException();
    }
  }

  /** Says a command that has no rows as its answer. */
  void say(String command) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(command);
    }
  }

  List<RoutedDatabase> databases() throws SQLException {
    return ConsoleReading.databases(where, table("SHOW DATABASES"));
  }

  List<Pool> pools() throws SQLException {
    return ConsoleReading.pools(where, table("SHOW POOLS"));
  }

  List<Link> servers() throws SQLException {
    return ConsoleReading.servers(where, table("SHOW SERVERS"));
  }

  List<Link> clients() throws SQLException {
    return ConsoleReading.clients(where, table("SHOW CLIENTS"));
  }

  ConsoleReading.Table table(String command) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet from = statement.executeQuery(command)) {
      ResultSetMetaData names = from.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int column = 1; column <= names.getColumnCount(); column++) {
        columns.add(names.getColumnLabel(column));
      }
      List<List<@Nullable String>> rows = new ArrayList<>();
      while (from.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int column = 1; column <= columns.size(); column++) {
          row.add(from.getString(column));
        }
        rows.add(row);
      }
      return new ConsoleReading.Table(columns, rows);
    }
  }

  /** Ends the session at once, also for another thread that waits for an answer in it. */
  void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is broken already, which is as good.
    }
  }

  /** A failure here, in words. */
  Problem problem(Kind kind, String command, SQLException e) {
    String said = String.valueOf(e.getMessage()).strip();
    return new Problem(
        kind,
        where,
        "PgBouncer did not do \"%s\": %s".formatted(command, said),
        "See its log on " + where + ", and run again.",
        List.of());
  }

  @Override
  public void close() {
    try {
      if (lent.isPresent()) {
        lent.get().close();
      } else {
        connection.close();
      }
    } catch (SQLException e) {
      // It is broken already, which is as good.
    }
  }
}
