package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import verdigris.lab.Judgement;
import verdigris.lab.Load;
import verdigris.lab.Recorded;
import verdigris.lab.Rows;
import verdigris.lab.Summary;
import verdigris.lab.Writer;

/** The main job under load, and the way back from drift. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandbyIT {
  private static final String ROWS =
      "SELECT count(*), md5(string_agg(writer || ' ' || id, ',' ORDER BY writer, id)) FROM written";

  private final Scenario scenario = Scenario.given("standby", "right-horse");

  @BeforeAll
  void greenBecomesAStandbyWhileClientsWrite() {
    Ended planned;
    Ended applied;
    Summary seen;
    try (var writer =
        Writer.start(Load.through(scenario.lab().applicationUrl()), scenario.file("rows"))) {
      writer.awaitRows(100, Duration.ofMinutes(1));
      planned = scenario.plan("-o", "first.yaml", "--detailed-exitcode");
      applied = scenario.applyPlan("first.yaml");
      writer.awaitRows(100, Duration.ofMinutes(1));
      seen = writer.stop();
    }
    assertThat(planned.exit()).as(planned.output()).isEqualTo(2);
    assertThat(applied.exit()).as(applied.output()).isZero();
    assertThat(seen.errors()).isEmpty();
  }

  @AfterAll
  void labIsGone() {
    scenario.close();
  }

  @Test
  void everyAcknowledgedRowIsThereOnceOnBothHosts() {
    var seen = List.of(Recorded.read(scenario.file("rows")));
    assertThat(Judgement.of(seen, Rows.seenAt(scenario.lab().applicationUrl(), Load.Login.APP)))
        .matches(Judgement::isComplete, "is complete");
    scenario.awaitCatchUp();
    assertThat(scenario.green().sql(5432, "orders", ROWS))
        .isEqualTo(scenario.blue().sql(5432, "orders", ROWS));
  }

  @Test
  void afterItNothingIsLeftToDo() throws IOException {
    Ended again = scenario.plan("--detailed-exitcode", "-o", "again.yaml");
    assertThat(again.exit()).as(again.output()).isZero();
    assertThat(again.output()).containsIgnoringCase("nothing to do");
    scenario.plan("-o", "twice.yaml");
    assertThat(Files.readAllBytes(scenario.file("again.yaml")))
        .isEqualTo(Files.readAllBytes(scenario.file("twice.yaml")));
  }

  @Test
  void theSamePlanAppliedAgainDoesNothing() {
    Ended applied = scenario.applyPlan("first.yaml");
    assertThat(applied.exit()).as(applied.output()).isZero();
    assertThat(applied.output()).containsIgnoringCase("nothing to do");
  }

  @Test
  void twoPlansOfTheSameSituationAreTheSameToTheByte() throws IOException {
    scenario.green().must("systemctl", "stop", "postgresql@11-main");
    scenario.plan("-o", "one.yaml");
    scenario.plan("-o", "two.yaml");
    assertThat(Files.readString(scenario.file("one.yaml"))).contains("start green:11/main");
    assertThat(Files.readAllBytes(scenario.file("one.yaml")))
        .isEqualTo(Files.readAllBytes(scenario.file("two.yaml")));
    isMendedBy("start green:11/main", "catch-up green:11/main");
  }

  @Test
  void aSettingEditedInOurFileOnBlueIsPutBack() {
    scenario
        .blue()
        .script(
            "sed -i 's/^wal_keep_segments.*/wal_keep_segments = 3/' /etc/postgresql/11/main/conf.d/zz-verdigris.conf; systemctl reload postgresql@11-main");
    isMendedBy("configure blue:11/main");
    assertThat(scenario.blue().sql(5432, "orders", "SHOW wal_keep_segments")).isEqualTo("32");
  }

  @Test
  void aSettingEditedOnGreenIsPutBack() {
    scenario
        .green()
        .script(
            "echo \"work_mem = '7MB'\" >> /etc/postgresql/11/main/postgresql.conf; systemctl reload postgresql@11-main");
    isMendedBy("configure green:11/main");
    assertThat(scenario.green().sql(5432, "orders", "SHOW work_mem")).isEqualTo("8MB");
  }

  @Test
  void aSlotThatWasDroppedIsCreatedAgain() {
    scenario.green().must("systemctl", "stop", "postgresql@11-main");
    Scenario.await(
        "the slot is not in use",
        Duration.ofSeconds(30),
        () ->
            scenario
                .blue()
                .sql(5432, "orders", "SELECT count(*) FROM pg_replication_slots WHERE active")
                .equals("0"));
    scenario
        .blue()
        .sql(
            5432, "orders", "SELECT pg_drop_replication_slot('%s')".formatted(Scenario.GREEN_SLOT));
    scenario.green().must("systemctl", "start", "postgresql@11-main");
    isMendedBy("create-slot green:11/main", "catch-up green:11/main");
  }

  @Test
  void replayThatWasPausedIsResumed() {
    scenario.green().sql(5432, "orders", "SELECT pg_wal_replay_pause()");
    isMendedBy("resume-replay green:11/main", "catch-up green:11/main");
    assertThat(scenario.green().sql(5432, "orders", "SELECT pg_is_wal_replay_paused()"))
        .isEqualTo("f");
  }

  @Test
  void anotherPasswordOfTheReplicationRoleIsSetBack() {
    scenario.blue().sql(5432, "orders", "ALTER ROLE replicator PASSWORD 'changed by hand'");
    isMendedBy("replication-role blue:11/main");
  }

  @Test
  void ourLineInPgHbaConfThatWasRemovedComesBack() {
    scenario
        .blue()
        .script(
            "sed -i '/^host.*replicator/d' /etc/postgresql/11/main/pg_hba.conf; systemctl reload postgresql@11-main");
    isMendedBy("configure blue:11/main");
    assertThat(scenario.blue().read("/etc/postgresql/11/main/pg_hba.conf")).contains("replicator");
  }

  @Test
  void theGuardOfTheSlotIsSetGoingAgain() {
    scenario.blue().script("systemctl stop 'verdigris-slot-guard-*.timer'");
    isMendedBy("create-slot green:11/main");
    assertThat(scenario.blue().must("systemctl", "list-timers", "--no-legend"))
        .contains("verdigris-slot-guard-orders-green");
  }

  private void isMendedBy(String... steps) {
    Ended planned = scenario.plan("--json", "--detailed-exitcode");
    assertThat(planned.exit()).as(planned.output()).isEqualTo(2);
    assertThat(planned.steps()).isEqualTo(List.of(steps));
    Ended applied = scenario.apply();
    assertThat(applied.exit()).as(applied.output()).isZero();
    assertThat(scenario.stepsLeft()).isEmpty();
  }
}
