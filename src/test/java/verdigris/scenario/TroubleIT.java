package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.containers.Container.ExecResult;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;

/** Each trouble is one, and is over when it is closed: without Verdigris. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TroubleIT {
  private static final String STOP =
      "runuser -u postgres -- /usr/lib/postgresql/11/bin/pg_ctl stop -s -w -m fast -t %d -D /var/lib/postgresql/11/main";

  private final Lab lab = Lab.start("blue", "green", "proxy");
  private final LabHost blue = lab.host("blue");
  private final Server server = new Server(blue, 11);

  @AfterAll
  void labIsGone() {
    lab.close();
  }

  @Test
  void aStuckBackendKeepsTheServerFromStopping() {
    try (var _ = Trouble.stuckBackend(blue, 5432)) {
      assertThat(blue.run("sh", "-c", STOP.formatted(5)).getExitCode()).isNotZero();
    }
    Scenario.await("the end of the server", Duration.ofMinutes(1), () -> !server.isRunning());
    start();
  }

  @Test
  void anArchiveCommandThatNeverEndsKeepsTheServerFromStopping() {
    try (var _ = Trouble.archiving(blue, 11, "sleep 3600")) {
      blue.sql(5432, "orders", "SELECT pg_switch_wal()");
      Scenario.await(
          "archiving",
          Duration.ofMinutes(1),
          () -> blue.run("pgrep", "-x", "sleep").getExitCode() == 0);
      assertThat(blue.run("sh", "-c", STOP.formatted(5)).getExitCode()).isNotZero();
    }
    Scenario.await("the end of the server", Duration.ofMinutes(1), () -> !server.isRunning());
    start();
  }

  @Test
  void anArchiveCommandThatFailsLeavesABacklog() {
    try (var _ = Trouble.archiving(blue, 11, "/bin/false")) {
      blue.sql(5432, "orders", "SELECT pg_switch_wal()");
      Scenario.await(
          "a failure",
          Duration.ofMinutes(1),
          () -> !blue.sql(5432, "orders", "SELECT failed_count FROM pg_stat_archiver").equals("0"));
    }
  }

  @Test
  void anOpenTransactionKeepsThePoolerFromPausing() {
    try (var _ = Trouble.openTransaction(lab, "orders")) {
      assertThat(pause().getExitCode()).isNotZero();
      // Whoever asked has gone away, and yet the pooler would pause as soon as it can.
      console("RESUME");
    }
    Scenario.await("the pause", Duration.ofMinutes(1), () -> pause().getExitCode() == 0);
    console("RESUME");
  }

  @Test
  void aDeafPoolerDoesNotAnswerItsConsole() {
    try (var _ = Trouble.deafPooler(lab.host("proxy"))) {
      assertThat(console("SHOW VERSION").getExitCode()).isNotZero();
    }
    Scenario.await(
        "an answer", Duration.ofMinutes(1), () -> console("SHOW VERSION").getExitCode() == 0);
  }

  @Test
  void aHostWithoutNetworkServesItselfOnly() {
    try (var _ = Trouble.noNetwork(blue)) {
      assertThat(server.isPrimary()).isTrue();
      assertThat(
              lab.host("proxy")
                  .run("timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/blue/5432")
                  .getExitCode())
          .isNotZero();
    }
    assertThat(server.letsTheApplicationIn()).isTrue();
    assertThat(server.startsAtBoot()).isTrue();
    assertThat(new Server(lab.host("green"), 15).isRunning()).isFalse();
  }

  private ExecResult pause() {
    return console("PAUSE");
  }

  /** Gives up after some seconds. */
  private ExecResult console(String command) {
    return lab.host("proxy")
        .run(
            "runuser",
            "-u",
            "postgres",
            "--",
            "timeout",
            "5",
            "psql",
            "-XAtq",
            "-p",
            "6432",
            "-U",
            "pgbouncer",
            "-d",
            "pgbouncer",
            "-c",
            command);
  }

  private void start() {
    blue.must("systemctl", "restart", "postgresql@11-main");
    Scenario.await("the server", Duration.ofMinutes(1), server::isPrimary);
  }
}
