package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import verdigris.lab.Judgement;
import verdigris.lab.LabHost;
import verdigris.lab.Load;
import verdigris.lab.Recorded;
import verdigris.lab.Rows;
import verdigris.lab.Writer;
import verdigris.world.Instance;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;

/**
 * Whatever happens in the middle of the clone, applying again ends where an undisturbed run does. A
 * copy that must not end before something else has happened is frozen, so no test depends on how
 * fast anything is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptedCloneIT {
  private static final String ROWS =
      "SELECT count(*), md5(string_agg(writer || ' ' || id, ',' ORDER BY writer, id)) FROM written";
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String UNIT = "postgresql@11-main";
  private static final InstanceId STANDBY = new InstanceId("green", 11, "main");

  private final Scenario scenario = Scenario.given("interrupted-clone", "right-horse");
  private final LabHost blue = scenario.blue();
  private final LabHost green = scenario.green();
  private String undisturbed = "";
  private Writer writer = write("undisturbed");
  private long copiesBefore;

  @BeforeAll
  void anUndisturbedRun() {
    // A frozen copy must not look dead to the server; each copy that is begun stands in its log.
    blue.script(
        """
        pg_conftool 11 main set wal_sender_timeout 10min
        pg_conftool 11 main set log_replication_commands on
        systemctl reload postgresql@11-main
        """);
    scenario.declare("rate: 4M,");
    Ended applied = scenario.apply();
    assertThat(applied.exit()).as(applied.output()).isZero();
    assertThat(writer.stop().errors()).isEmpty();
    scenario.awaitActive(green, UNIT);
    undisturbed = whatIsThere();
  }

  @AfterAll
  void labIsGone() {
    scenario.close();
  }

  @BeforeEach
  void greenHasNoDataAnyMore() {
    // A test that failed may have left its copy frozen, which would spoil the next one.
    green.run("systemctl", "kill", "-s", "KILL", Scenario.CLONE_UNIT);
    green.script(
        "systemctl stop postgresql@11-main; find /var/lib/postgresql/11 -mindepth 1 -delete");
    assertThat(whatIsThere()).isNotEqualTo(undisturbed);
    copiesBefore = copiesBegun();
    writer = write("rows-" + copiesBefore);
    writer.awaitRows(20, Duration.ofMinutes(1));
  }

  @AfterEach
  void theEndIsThatOfAnUndisturbedRun() {
    writer.awaitRows(20, Duration.ofMinutes(1));
    assertThat(writer.stop().errors()).isEmpty();
    assertThat(
            Judgement.of(
                List.of(Recorded.read(scenario.file("rows-" + copiesBefore))),
                Rows.seenAt(scenario.lab().applicationUrl(), Load.Login.APP)))
        .matches(Judgement::isComplete, "is complete");
    scenario.awaitCatchUp();
    assertThat(green.sql(5432, "orders", ROWS)).isEqualTo(blue.sql(5432, "orders", ROWS));
    assertThat(scenario.stepsLeft()).isEmpty();
    scenario.awaitActive(green, UNIT);
    assertThat(whatIsThere()).isEqualTo(undisturbed);
  }

  @Test
  void anEngineThatIsKilledLeavesTheCopyAtWorkAndTheNextOneWaitsForItAlone() {
    String copy;
    try (Running first = scenario.startApply()) {
      copy = frozenCopy();
      first.killed();
    }
    try (Running second = scenario.startApply()) {
      second.awaitOutput("verdigris-clone-orders-11-main of an earlier run is at work");
      Ended third = scenario.apply();
      assertThat(third.exit()).as(third.output()).isEqualTo(3);
      assertThat(third.output()).contains("[lock-held]", "(pid %d,".formatted(second.pid()));
      assertThat(scenario.cloneJob()).isEqualTo(copy);
      thaw();
      isDone(second);
    }
    assertThat(scenario.journals()).contains("\"event\":\"job-found\"");
    assertThat(copiesBegun() - copiesBefore).isOne();
  }

  @Test
  void anEngineThatIsCutOffGivesUpAndTheNextOneWaitsForTheCopyThatWentOn() {
    String copy;
    try (Running first = scenario.startApply()) {
      copy = frozenCopy();
      green.isolateFrom(controlMachine());
      givesUp(first);
    } finally {
      green.reconnect();
    }
    try (Running second = scenario.startApply()) {
      second.awaitOutput("verdigris-clone-orders-11-main of an earlier run is at work");
      assertThat(scenario.cloneJob()).isEqualTo(copy);
      thaw();
      isDone(second);
    }
    assertThat(copiesBegun() - copiesBefore).isOne();
  }

  @Test
  void aCopyThatBreaksWithTheNetworkIsMadeAgain() {
    try (Running first = scenario.startApply()) {
      scenario.awaitClone(5);
      green.isolate();
      // Blue notices sooner or later; here at once.
      blue.sql(5432, "postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_replication");
      givesUp(first);
    } finally {
      green.reconnect();
    }
    Scenario.await("the copy has failed", LONG, () -> !copyIsAtWork());
    // pg_basebackup itself removes what it has when it fails (manual, pg_basebackup, --no-clean).
    assertThat(standby().what()).isEqualTo(What.ABSENT);
    isDone(scenario.startApply());
    assertThat(copiesBegun() - copiesBefore).isEqualTo(2);
  }

  @Test
  void afterAnInterruptionTheCopyIsBroughtToItsEndAndNothingElseIsBegun() {
    try (Running first = scenario.startApply()) {
      frozenCopy();
      first.interrupted();
      first.awaitOutput("Interrupted:");
      thaw();
      Ended ended = first.end(LONG);
      assertThat(ended.exit()).as(ended.output()).isEqualTo(130);
      assertThat(ended.output())
          .contains(
              "done clone blue:11/main to green:11/main",
              "[interrupted]",
              "Not begun: start green:11/main, catch-up green:11/main.",
              "run the same command again")
          .doesNotContain(": failed");
    }
    assertThat(scenario.stepsLeft())
        .isEqualTo(List.of("start green:11/main", "catch-up green:11/main"));
    isDone(scenario.startApply());
    assertThat(copiesBegun() - copiesBefore).isOne();
  }

  @Test
  void halfACopyIsNeverAnInstanceAndIsMadeAgainHoweverItDied() {
    try (Running first = scenario.startApply()) {
      frozenCopy();
      green.must("pkill", "-KILL", "-x", "pg_basebackup");
      thaw();
      fails(first, "Job clone-orders-11-main ended with status 137");
    }
    assertThat(standby().what()).isEqualTo(What.DISPOSABLE);
    assertThat(green.must("pg_lsclusters", "-h")).doesNotContain("online");
    assertThat(scenario.stepsLeft())
        .isEqualTo(List.of("clone green:11/main", "start green:11/main", "catch-up green:11/main"));
    try (Running second = scenario.startApply()) {
      frozenCopy();
      green.must("systemctl", "kill", "-s", "KILL", Scenario.CLONE_UNIT);
      fails(second, "Job clone-orders-11-main is gone without a result");
    }
    assertThat(standby().what()).isEqualTo(What.DISPOSABLE);
    try (Running third = scenario.startApply()) {
      frozenCopy();
      third.killed();
      green.kill();
      green.boot();
    }
    assertThat(standby().what()).isEqualTo(What.DISPOSABLE);
    assertThat(green.run("pgrep", "-x", "postgres").getExitCode()).isNotZero();
    isDone(scenario.startApply());
    assertThat(copiesBegun() - copiesBefore).isEqualTo(4);
  }

  // ---- what happens -------------------------------------------------------------------------

  private Writer write(String recording) {
    return Writer.start(Load.through(scenario.lab().applicationUrl()), scenario.file(recording));
  }

  /** Waits for the middle of the copy and stops every process of it; returns which it is. */
  private String frozenCopy() {
    // A half copy of before is there until the new one begins.
    Scenario.await("a copy is at work", LONG, this::copyIsAtWork);
    scenario.awaitClone(5);
    green.must("systemctl", "kill", "-s", "STOP", Scenario.CLONE_UNIT);
    return scenario.cloneJob();
  }

  private void thaw() {
    green.must("systemctl", "kill", "-s", "CONT", Scenario.CLONE_UNIT);
  }

  private boolean copyIsAtWork() {
    return green.run("pgrep", "-x", "pg_basebackup").getExitCode() == 0;
  }

  private static void isDone(Running run) {
    Ended ended = run.end(LONG);
    assertThat(ended.exit()).as(ended.output()).isZero();
  }

  private static void fails(Running run, String message) {
    Ended ended = run.end(LONG);
    assertThat(ended.exit()).as(ended.output()).isOne();
    assertThat(ended.output()).contains("[job-failed]", "green", message);
  }

  private static void givesUp(Running run) {
    Ended ended = run.end(LONG);
    assertThat(ended.exit()).as(ended.output()).isOne();
    assertThat(ended.output()).contains("[connection-lost]", "green", "nothing was heard");
  }

  // ---- what is there ------------------------------------------------------------------------

  private Instance standby() {
    return Look.at(scenario).world().instance(STANDBY);
  }

  private String controlMachine() {
    return green.address().replaceFirst("[0-9]+$", "1");
  }

  private long copiesBegun() {
    return Long.parseLong(
        blue.script(
            "grep -c 'received replication command: BASE_BACKUP' /var/log/postgresql/postgresql-11-main.log || true"));
  }

  /** Files, their owners and modes, and what is configured: all that does not move by itself. */
  private String whatIsThere() {
    return green.script(
        """
        find /etc/postgresql /etc/postgresql-common /etc/systemd/system /var/lib/postgresql -maxdepth 3 \
          -printf '%p %y %u:%g %m\n' | sort
        find /etc/postgresql /var/lib/postgresql/.verdigris -type f -exec sha256sum {} + | sort
        cat /var/lib/postgresql/11/main/recovery.conf /var/lib/postgresql/11/main/verdigris.json || true
        systemctl list-units --all --no-legend --plain 'postgresql*' 'verdigris*'
        """);
  }
}
