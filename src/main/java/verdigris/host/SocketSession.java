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
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import verdigris.host.LiveHost.Dialogue;

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
      throw SqlTrouble.notOpened(this, e, bridges.isEmpty() ? null : bridges.getFirst());
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
      throw new IllegalStateException("the driver does not know its own URL");
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
    if (database.equals(CONSOLE)) {
      PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    } else {
      PGProperty.APPLICATION_NAME.set(properties, "verdigris");
      // The driver then sends its settings with the first message and not one by one afterwards.
      PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "11");
    }
    return properties;
  }
}
