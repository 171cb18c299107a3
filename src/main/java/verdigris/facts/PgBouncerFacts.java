package verdigris.facts;

import java.util.List;
import java.util.Optional;

/**
 * A PgBouncer on a host.
 *
 * @param version such as {@code 1.18.0}
 * @param configFile its pgbouncer.ini
 * @param unit systemd unit
 * @param port listen_port
 * @param socketDirectory of its Unix socket
 * @param running what its admin console says; Known empty when it does not run
 */
public record PgBouncerFacts(
    String version,
    String configFile,
    String unit,
    int port,
    String socketDirectory,
    Reading<Optional<Console>> running) {

  /** The same PgBouncer with what its console said. */
  public PgBouncerFacts withConsole(Reading<Optional<Console>> answer) {
    return new PgBouncerFacts(version, configFile, unit, port, socketDirectory, answer);
  }

  /**
   * Answers of the admin console.
   *
   * @param databases SHOW DATABASES
   * @param pools SHOW POOLS
   * @param settings SHOW CONFIG, only: pool_mode, query_wait_timeout, server_login_retry,
   *     client_login_timeout, server_lifetime, auth_type, max_client_conn
   */
  public record Console(
      List<RoutedDatabase> databases, List<Pool> pools, List<ConfigValue> settings) {}

  /** A row of SHOW DATABASES. */
  public record RoutedDatabase(
      String name, String host, int port, String database, boolean paused, boolean disabled) {}

  /** A row of SHOW POOLS. */
  public record Pool(
      String database,
      String user,
      int clientsActive,
      int clientsWaiting,
      int serversActive,
      String mode) {}

  /**
   * A row of SHOW SERVERS or SHOW CLIENTS: one connection. A client and the server connection that
   * it holds name each other by {@code link}.
   *
   * @param database as clients name it
   * @param user who logged in
   * @param state such as active, idle, waiting
   * @param address of the other end; {@code unix} for a socket
   * @param port of the other end
   * @param localPort of PgBouncer's end
   * @param id PgBouncer's own name of it
   * @param link of its counterpart; empty: none
   * @param pid process of the server, 0 for a client
   */
  public record Link(
      String database,
      String user,
      String state,
      String address,
      int port,
      int localPort,
      String id,
      String link,
      int pid) {}

  /** A row of SHOW CONFIG. */
  public record ConfigValue(String key, String value) {}
}
