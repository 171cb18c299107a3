package verdigris.scenario;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;

/**
 * Something that is wrong with a host or a client while it lasts; closing it puts it right, on a
 * host that was restarted in between as well.
 */
interface Trouble extends AutoCloseable {
  @Override
  void close();

  /**
   * A client through the pooler that has written and neither commits nor goes away.
   *
   * @param database as the pooler names it
   */
  static Trouble openTransaction(Lab lab, String database) {
    try {
      var connection =
          DriverManager.getConnection(
              "jdbc:postgresql://%s:6432/%s?prepareThreshold=0"
                  .formatted(lab.host("proxy").address(), database),
              "app",
              Lab.APP_PASSWORD);
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("INSERT INTO written (writer, id) VALUES ('never-committed', 1)");
      }
      return () -> {
        try {
          connection.abort(Runnable::run);
        } catch (SQLException _) {
          // The server or the pooler has ended it, which is what it waits for.
        }
      };
    } catch (SQLException e) {
      throw new IllegalStateException("no open transaction", e);
    }
  }

  /** A backend that does not even notice SIGTERM, so that a fast stop of the server never ends. */
  static Trouble stuckBackend(LabHost host, int port) {
    host.script(
        """
        systemd-run --quiet --collect --unit=stuck --uid=postgres \
          sh -c 'set -- /usr/lib/postgresql/1*/bin/psql; exec "$1" -X -p %1$d -d orders -c "SELECT /* stuck */ pg_sleep(3600)"'
        """
            .formatted(port));
    var pid =
        "SELECT pid FROM pg_stat_activity WHERE query LIKE '%/* stuck */ pg_sleep%' AND pid <> pg_backend_pid()";
    Scenario.await(
        "the backend that will be stuck",
        Duration.ofMinutes(1),
        () -> !host.sql(port, "postgres", pid).isEmpty());
    host.must("kill", "-STOP", host.sql(port, "postgres", pid));
    return () -> {
      // After a restart of the host there is no such process any more.
      host.run("pkill", "-CONT", "-u", "postgres", "-x", "postgres");
      host.run("systemctl", "stop", "stuck");
    };
  }

  /** From now on WAL is archived, by this command: one that fails, or one that never ends. */
  static Trouble archiving(LabHost host, int major, String command) {
    var file = "/etc/postgresql/%d/main/conf.d/trouble.conf".formatted(major);
    host.put(file, "archive_mode = on%narchive_command = '%s'%n".formatted(command), 0644);
    restart(host, major);
    return () -> {
      host.script(
          "printf '%%s\\n' 'archive_mode = on' \"archive_command = '/bin/true'\" >%s"
              .formatted(file));
      host.run("systemctl", "reload", "postgresql@%d-main".formatted(major));
      host.run("pkill", "-u", "postgres", "-f", command);
    };
  }

  /** Another archive command, for a server that archives. */
  static void archivesBy(LabHost host, int major, String command) {
    var file = "/etc/postgresql/%d/main/conf.d/trouble.conf".formatted(major);
    host.script("echo \"archive_command = '%s'\" >>%s".formatted(command, file));
    host.must("systemctl", "reload", "postgresql@%d-main".formatted(major));
  }

  /** No space is left for PostgreSQL's files of this host. */
  static Trouble fullDisk(LabHost host) {
    var file = "/var/lib/postgresql/.filling";
    host.script(
        """
        free=$(df --output=avail -B1M /var/lib/postgresql | tail -n 1)
        test "$free" -lt 20000 || { echo 'give this host a small disk first (LabHost.smallDisk)'; exit 1; }
        fallocate -l "$((free - 1))M" %s
        """
            .formatted(file));
    return () -> host.run("rm", "-f", file);
  }

  /** Packets from and to the host vanish, those of open connections too. */
  static Trouble noNetwork(LabHost host) {
    host.isolate();
    return host::reconnect;
  }

  /** The pooler stands still: its console takes connections and does not answer. */
  static Trouble deafPooler(LabHost proxy) {
    proxy.must("systemctl", "kill", "--signal=STOP", "pgbouncer");
    return () -> proxy.run("systemctl", "kill", "--signal=CONT", "pgbouncer");
  }

  private static void restart(LabHost host, int major) {
    host.must("systemctl", "restart", "postgresql@%d-main".formatted(major));
    Scenario.await(
        "the server serves again",
        Duration.ofMinutes(1),
        () ->
            host.run("runuser", "-u", "postgres", "--", "psql", "-XAtqc", "SELECT 1", "orders")
                    .getExitCode()
                == 0);
  }
}
