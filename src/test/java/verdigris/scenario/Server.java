package verdigris.scenario;

import verdigris.lab.LabHost;

/**
 * The instance {@code main} of one major version on a host, as an outsider finds it.
 *
 * @param host where
 * @param major which version
 */
record Server(LabHost host, int major) {
  private static final int PORT = 5432;

  /** Whether a server of this version answers. */
  boolean isRunning() {
    return answer("SHOW server_version_num").startsWith(Integer.toString(major));
  }

  /** Whether it runs, is no standby, and a session of its owner could write. */
  boolean isPrimary() {
    return isRunning() && answer("SELECT pg_is_in_recovery()").equals("f");
  }

  /** Whether it runs and receives from this host. */
  boolean streamsFrom(LabHost upstream) {
    var sender = answer("SELECT status || ' ' || sender_host FROM pg_stat_wal_receiver");
    return isRunning()
        && (sender.equals("streaming " + upstream.address())
            || sender.equals("streaming " + upstream.name()));
  }

  /** Whether the application's role may log in over the network, around the pooler. */
  boolean letsTheApplicationIn() {
    return host.run(
                "sh",
                "-c",
                "PGPASSWORD=app-secret psql -XAtqc 'SELECT 1' \"host=%s port=%d user=app dbname=orders connect_timeout=3\""
                    .formatted(host.address(), PORT))
            .getExitCode()
        == 0;
  }

  /** Whether Debian's generator would start it at boot. */
  boolean startsAtBoot() {
    var file = "/etc/postgresql/%d/main/start.conf".formatted(major);
    return host.has(file) && host.read(file).lines().anyMatch(line -> line.strip().equals("auto"));
  }

  private String answer(String statement) {
    return host.run(
            "runuser",
            "-u",
            "postgres",
            "--",
            "psql",
            "-XAtq",
            "-p",
            Integer.toString(PORT),
            "-c",
            statement)
        .getStdout()
        .strip();
  }
}
