package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.Rows;

/**
 * After a way back out of an outage, Green has what Blue never had. From 13, whose packages are
 * Debian's and have a pg_rewind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RewindIT {
  private static final String STOP_GREEN = "stop-primary green:13/main";
  private static final String REWIND = "rewind green:13/main";
  private static final String CLONE = "clone green:13/main";

  private final Cutover cutover = Cutover.from13To15("rewind");

  @AfterAll
  void labIsGone() {
    cutover.close();
  }

  @Test
  @Order(1)
  void aGreenThatWasPromotedInVainIsRewoundAndNotClonedAgain() {
    cutover
        .blue()
        .script("pg_conftool 13 main set wal_log_hints on; systemctl restart postgresql@13-main");
    cutover.prepared();
    try (var clients = cutover.underLoad(Kind.SHORT)) {
      retreats(clients);
      assertThat(cutover.plan().output()).contains("rewind green:13/main to blue:13/main");
      cutover.prepared();
      clients.awaitRows(5);
      assertThat(times("step-done", REWIND)).isOne();
      assertThat(times("step-done", CLONE)).as("cloned once, at first").isOne();
      nothingIsLeftOfTheWayIn();
      isSound(clients);
    }
  }

  @Test
  @Order(2)
  void anEngineThatIsKilledWhileItRewindsLeavesNothingThatTheNextApplyDoesNotClean() {
    try (var clients = cutover.underLoad(Kind.SHORT)) {
      retreats(clients);
      int before = cutover.events().size();
      try (Running run = cutover.start("--through", "prepare")) {
        Scenario.await(
            "pg_rewind",
            Duration.ofMinutes(2),
            () ->
                cutover.events().stream()
                    .skip(before)
                    .anyMatch(e -> e.line().contains("job verdigris-rewind-")));
        run.killed();
      }
      assertThat(cutover.blue().read("/etc/postgresql/13/main/pg_hba.conf"))
          .contains("verdigris rewind");
      // Nobody works beside it.
      Scenario.await(
          "the end of pg_rewind",
          Duration.ofMinutes(2),
          () ->
              cutover
                      .green()
                      .run("systemctl", "is-active", "verdigris-rewind-orders-13-main")
                      .getExitCode()
                  != 0);
      cutover.prepared();
      nothingIsLeftOfTheWayIn();
      isSound(clients);
    }
  }

  @Test
  @Order(3)
  void whatWasRewoundBecomesThePrimary() {
    try (var clients = cutover.underLoad(Kind.SHORT)) {
      clients.awaitRows(5);
      Ended applied = cutover.apply("--through", "cutover");
      assertThat(applied.exit()).as(applied.output()).isZero();
      clients.awaitRows(5);
      var judgement = Judgement.of(clients.stop(), Rows.on(cutover.green(), 5432));
      Cutover.requireSound(judgement);
      assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 0));
    }
  }

  private void retreats(Clients clients) {
    clients.awaitRows(5);
    Ended ended =
        new TroubledOutage(cutover).troubled("action-started", STOP_GREEN, Running::terminated);
    assertThat(ended.output()).contains("clients are served by blue:13/main again");
    clients.awaitRows(5);
  }

  private void isSound(Clients clients) {
    Cutover.requireSound(Judgement.of(clients.stop(), Rows.on(cutover.blue(), 5432)));
    cutover.awaitCatchUp();
  }

  private long times(String event, String step) {
    return cutover.events().stream().filter(e -> e.is(event, step)).count();
  }

  private void nothingIsLeftOfTheWayIn() {
    assertThat(cutover.blue().read("/etc/postgresql/13/main/pg_hba.conf"))
        .doesNotContain("verdigris rewind");
    assertThat(
            cutover
                .blue()
                .sql(
                    5432,
                    "postgres",
                    "SELECT has_function_privilege('replicator', 'pg_read_binary_file(text)', 'EXECUTE')"))
        .isEqualTo("f");
    assertThat(cutover.green().script("ls -A /var/lib/postgresql/13"))
        .doesNotContain("rewind")
        .doesNotContain("verdigris-new");
  }
}
