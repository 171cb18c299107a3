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

  /** A row of SHOW CONFIG. */
  public record ConfigValue(String key, String value) {}
}
