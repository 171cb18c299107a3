package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The upgrade on a throw-away copy, on one pair: what it tells, and that nothing of it is left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RehearseIT {
  private static final String UNIT = "verdigris-rehearse-orders-15-main";
  private static final List<String> PHASES =
      List.of(
          "copy the standby",
          "recover the copy",
          "make an empty instance",
          "check the upgrade",
          "start the upgraded copy",
          "make first statistics");

  private final Cutover cutover = Cutover.to15("rehearse");

  @BeforeAll
  void withoutAStandbyItIsRefused() {
    Ended refused = cutover.rehearse();
    assertThat(refused.exit()).as(refused.output()).isEqualTo(4);
    assertThat(refused.output()).contains("not-rehearsable", "--through prepare");
    cutover.prepared();
  }

  @AfterAll
  void labIsGone() {
    cutover.close();
  }

  private void requireNothingLeft() {
    assertThat(cutover.green().must("ls", "-A", "/var/lib/postgresql/11", "/var/lib/postgresql/15"))
        .doesNotContain("rehears");
    assertThat(cutover.green().run("pgrep", "-f", "rehearsed-").getExitCode()).isEqualTo(1);
    assertThat(cutover.green().must("systemctl", "list-units", "--all", "--plain", "verdigris-*"))
        .doesNotContain(UNIT);
    assertThat(cutover.green().must("ls", "-A", "/var/lib/postgresql/.verdigris/jobs"))
        .doesNotContain("rehearse");
    assertThat(cutover.green().sql(5432, "postgres", "SELECT count(*) FROM pg_replication_slots"))
        .isEqualTo("0");
    assertThat(cutover.green().sql(5432, "postgres", "SELECT count(*) FROM pg_stat_replication"))
        .isEqualTo("0");
    assertThat(cutover.serverOf(cutover.green(), 11).streamsFrom(cutover.blue())).isTrue();
    assertThat(cutover.blue().sql(5432, "postgres", "SELECT slot_name FROM pg_replication_slots"))
        .isEqualTo(Scenario.GREEN_SLOT);
    assertThat(cutover.blue().sql(5432, "postgres", "SELECT count(*) FROM pg_stat_replication"))
        .isEqualTo("1");
    assertThat(cutover.serverOf(cutover.blue(), 11).isPrimary()).isTrue();
  }

  @Test
  @Order(1)
  void itTellsTheTimeOfEachPhaseAndPlansForecastByIt() {
    assertThat(cutover.plan().output()).doesNotContain("rehearsed on");
    Ended rehearsed = cutover.rehearse();
    assertThat(rehearsed.exit()).as(rehearsed.output()).isZero();
    assertThat(rehearsed.output()).contains(PHASES);
    requireNothingLeft();
    Ended planned = cutover.plan();
    assertThat(planned.output()).contains("(rehearsed on 20");
    assertThat(cutover.plan().output()).as("the same again").isEqualTo(planned.output());
  }

  @Test
  @Order(2)
  void anEngineThatIsKilledIsNoMatterTheNextOneWaitsForTheJob() {
    try (var running = cutover.startRehearsal()) {
      running.awaitOutput("check the upgrade ...");
      running.killed();
    }
    Ended again = cutover.rehearse();
    assertThat(again.exit()).as(again.output()).isZero();
    requireNothingLeft();
  }

  @Test
  @Order(3)
  void whatAKilledJobLeavesIsRemovedByTheNext() {
    try (var running = cutover.startRehearsal()) {
      running.awaitOutput("check the upgrade ...");
      running.killed();
    }
    cutover.green().must("systemctl", "kill", "-s", "KILL", UNIT + ".service");
    assertThat(cutover.green().has("/var/lib/postgresql/11/.verdigris-rehearsal")).isTrue();
    Ended again = cutover.rehearse();
    assertThat(again.exit()).as(again.output()).isZero();
    requireNothingLeft();
  }

  @Test
  @Order(4)
  void interruptedItCleansUp() {
    try (var running = cutover.startRehearsal()) {
      running.awaitOutput("recover the copy ...");
      running.terminated();
      Ended ended = running.end(Duration.ofMinutes(2));
      assertThat(ended.exit()).as(ended.output()).isEqualTo(143);
      assertThat(ended.output()).contains("is removed");
    }
    requireNothingLeft();
  }

  @Test
  @Order(5)
  void whatWouldFailInTheOutageFailsHereAndSaysWhy() {
    cutover
        .blue()
        .sql(
            5432,
            "orders",
            "CREATE VIEW public.old_catalog AS SELECT adsrc FROM pg_catalog.pg_attrdef");
    cutover.awaitCatchUp();
    Ended failed = cutover.rehearse();
    assertThat(failed.exit()).as(failed.output()).isEqualTo(1);
    assertThat(failed.output()).contains("rehearsal-failed", "adsrc");
    requireNothingLeft();
  }
}
