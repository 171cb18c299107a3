package verdigris.host;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import verdigris.host.LiveHost.Dialogue;
import verdigris.problem.ProblemException;

/**
 * Opens a database session through a bridge to a server's Unix socket.
 *
 * @param host on which the server runs
 * @param socket of the server
 * @param user database role
 * @param database to enter; {@code pgbouncer} is PgBouncer's admin console, which knows only the
 *     simple query protocol and none of PostgreSQL's settings
 */
record SocketSession(LiveHost host, Host.Socket socket, String user, String database) {
  private static final String CONSOLE = "pgbouncer";
  private static final int LOGIN_SECONDS = 20;

  /** The driver would warn on standard error that it does not know the version of PgBouncer. */
  private static final Logger SILENCED = silence();

  private static Logger silence() {
    Logger logger = Logger.getLogger("org.postgresql");
    logger.setLevel(Level.OFF);
    return logger;
  }

  Connection open() {
    List<Dialogue> bridges = Collections.synchronizedList(new ArrayList<>());
    Supplier<Dialogue> bridge =
        () -> {
          Dialogue dialogue = host.open(Bridge.to(path()));
          bridges.add(dialogue);
          return dialogue;
        };
    try {
      Connection connection =
          ScopedValue.where(BridgeSocketFactory.BRIDGE, bridge).call(this::connect);
      connection.setNetworkTimeout(Runnable::run, 0);
      return connection;
    } catch (SQLException e) {
      throw problem(e, bridges);
    }
  }

  private ProblemException problem(SQLException thrown, List<Dialogue> bridges) {
    try {
      // The driver wraps what it does not expect, such as our own words about the connection.
      return thrown.getCause() instanceof ProblemException ours
          ? ours
          : SqlTrouble.notOpened(this, thrown, bridges.isEmpty() ? null : bridges.getFirst());
    } finally {
      bridges.forEach(Dialogue::close);
    }
  }

  /** The socket's file (PostgreSQL manual 20.3.1, unix_socket_directories). */
  String path() {
    return socket.directory() + "/.s.PGSQL." + socket.port();
  }

  private Connection connect() throws SQLException {
    String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    Connection connection =
        new Driver().connect("jdbc:postgresql://localhost:5432/" + name, properties());
    if (connection == null) {
      throw new IllegalStateException(
          "the driver does not know its own URL (" + SILENCED.getName() + ")");
    }
    return connection;
  }

  private Properties properties() {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, user);
    PGProperty.SOCKET_FACTORY.set(properties, BridgeSocketFactory.class.getName());
    PGProperty.SSL_MODE.set(properties, "disable");
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    PGProperty.LOGIN_TIMEOUT.set(properties, 0);
    PGProperty.CONNECT_TIMEOUT.set(properties, 0);
    // Until the session is open: a process that was stopped takes connections and never answers.
    PGProperty.SOCKET_TIMEOUT.set(properties, LOGIN_SECONDS);
    if (database.equals(CONSOLE)) {
      PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
      // The driver greets a server older than 12, for which it takes PgBouncer 1.x, with SET
      // extra_float_digits, which the console refuses. It spares a replication session this; the
      // parameter itself is sent only to servers assumed to be 9.4 or newer, so never from here.
      PGProperty.REPLICATION.set(properties, "database");
    } else {
      PGProperty.APPLICATION_NAME.set(properties, "verdigris");
      // The driver then sends its settings with the first message and not one by one afterwards.
      PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "11");
    }
    return properties;
  }
}
