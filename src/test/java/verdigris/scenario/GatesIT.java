package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What must be passed before the outage begins, and before clients are let in; on one pair. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatesIT {
  private static final String SMOKE =
      """
      #!/bin/sh
      touch smoking
      PGPASSWORD=app-secret psql -XAtqc 'SHOW default_transaction_read_only' \
        "host=$1 user=app dbname=orders connect_timeout=3" >smoked || exit
      while ! test -e looked; do sleep 0.1; done
      """;

  private final Cutover cutover = Cutover.to15("gates");

  @AfterAll
  void labIsGone() {
    cutover.close();
  }

  private boolean blueServes() {
    var blue = cutover.serverOf(cutover.blue(), 11);
    return blue.isPrimary() && blue.letsTheApplicationIn();
  }

  private boolean clientsWereShutOut() {
    return cutover.events().stream()
        .anyMatch(e -> e.is("step-started", "close-clients blue:11/main"));
  }

  @Test
  @Order(1)
  void aFindingBlocksTheCutoverAndNotThePreparation() {
    cutover.blue().sql(5432, "orders", "CREATE UNLOGGED TABLE public.cache (a int)");
    Ended before = cutover.plan();
    assertThat(before.exit()).as(before.output()).isZero();
    assertThat(before.output()).contains("The cutover is blocked", "check unlogged-tables");

    cutover.prepared();

    Ended planned = cutover.plan();
    assertThat(planned.exit()).as(planned.output()).isEqualTo(4);
    assertThat(planned.output()).contains("public.cache", "accept: [ { check: unlogged-tables");
    Ended applied = cutover.apply("--through", "cutover");
    assertThat(applied.exit()).as(applied.output()).isEqualTo(4);
    assertThat(applied.output()).contains("cutover-blocked", "public.cache");
    assertThat(clientsWereShutOut()).isFalse();
    assertThat(blueServes()).isTrue();
    cutover.blue().sql(5432, "orders", "DROP TABLE public.cache");
  }

  @Test
  @Order(2)
  void aForecastOverTheLimitBlocksIt() {
    cutover.declare("15", "limits: { outage: 5s }\n");
    Ended applied = cutover.apply("--through", "cutover");
    assertThat(applied.exit()).as(applied.output()).isEqualTo(4);
    assertThat(applied.output()).contains("limits.outage allows 5 s");
    assertThat(clientsWereShutOut()).isFalse();
    cutover.declare("15", "");
    Ended planned = cutover.plan();
    assertThat(planned.exit()).as(planned.output()).isZero();
    assertThat(planned.output())
        .doesNotContain("blocked")
        .contains("the poolers let clients wait for 60 s");
  }

  @Test
  @Order(3)
  void whenTheSmokeTestFailsBlueServesOn() {
    cutover.smokeFails();
    Ended applied = cutover.apply("--through", "cutover");
    assertThat(applied.exit()).as(applied.output()).isEqualTo(5);
    assertThat(applied.output()).contains("smoke-failed");
    assertThat(blueServes()).isTrue();
  }

  @Test
  @Order(4)
  void whileTheSmokeTestRunsItAloneComesInAndThenClientsDo() {
    cutover.file("smoke-fails").toFile().delete();
    cutover.write("smoke.sh", SMOKE);
    var green = cutover.serverOf(cutover.green(), 15);
    try (var running = cutover.start("--through", "cutover")) {
      Scenario.await(
          "the smoke test, or the end of the program",
          Duration.ofMinutes(9),
          () -> Files.exists(cutover.file("smoking")) || !running.isAlive());
      assertThat(green.isRunning()).as(running.output()).isTrue();
      assertThat(green.letsTheApplicationIn()).as("another address comes in").isFalse();
      cutover.write("looked", "");
      Ended applied = running.end(Duration.ofMinutes(9));
      assertThat(applied.exit()).as(applied.output()).isZero();
    }
    assertThat(cutover.file("smoked")).hasContent("on");
    assertThat(green.letsTheApplicationIn()).isTrue();
    assertThat(cutover.green().sql(5432, "orders", "SHOW default_transaction_read_only"))
        .isEqualTo("off");
  }

  @Test
  @Order(5)
  void aBackupThatFailsIsTakenByTheNextApplyAndConcernsNoClient() {
    cutover.declare(
        "15",
        "backup: { verify: \"true\", after: \"test -e space && echo {{port}} >>backups\" }\n");
    Ended failed = cutover.apply("--through", "cutover");
    assertThat(failed.exit()).as(failed.output()).isEqualTo(1);
    assertThat(failed.output()).contains("back up green:15/main", "own-command-failed");
    assertThat(cutover.serverOf(cutover.green(), 15).letsTheApplicationIn()).isTrue();
    cutover.write("space", "");
    Ended applied = cutover.apply("--through", "cutover");
    assertThat(applied.exit()).as(applied.output()).isZero();
    assertThat(cutover.file("backups")).hasContent("5432");
  }

  @Test
  @Order(6)
  void afterItThereIsNothingToDoUntilTheKeepWindowEnds() {
    Ended planned = cutover.plan("--detailed-exitcode");
    assertThat(planned.exit()).as(planned.output()).isZero();
    assertThat(planned.output()).contains("Nothing to do", "Finish possible from 20");
  }
}
