package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.Rows;

/**
 * As the runbook does it: a switchover on 11 one night, the upgrade another night, by two
 * playbooks; and after the keep window the old copies go.
 */
class TwoOutagesIT {

  @Test
  void firstGreenTakesOverOn11ThenItIsUpgradedThenTheOldCopiesGo() {
    try (var cutover = Cutover.to11("two-outages");
        var clients = cutover.underLoad(Kind.SHORT, Kind.HELD, Kind.BYPASS)) {
      done(cutover.apply("--through", "cutover"));
      clients.awaitRows(5);
      assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 11));
      streams(cutover, 11);

      cutover.declare("green", "15", "rollback: { keep_old: 1s }\n");
      done(cutover.apply("--through", "cutover"));
      clients.awaitRows(5);
      assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 15));
      streams(cutover, 15);
      judged(cutover, clients);

      done(cutover.apply("--through", "finish"));
      assertThat(cutover.blue().has("/var/lib/postgresql/11/main")).isFalse();
      assertThat(cutover.green().has("/var/lib/postgresql/11/main")).isFalse();
      streams(cutover, 15);
      assertThat(
              cutover.green().sql(5432, "postgres", "SELECT slot_name FROM pg_replication_slots"))
          .as("the only slot is that of the standby")
          .hasLineCount(1);
    }
  }

  private static void done(Ended ended) {
    assertThat(ended.exit()).as(ended.output()).isZero();
  }

  private static void streams(Cutover cutover, int major) {
    var standby = cutover.serverOf(cutover.blue(), major);
    Scenario.await(
        "blue follows green on " + major,
        Duration.ofMinutes(2),
        () -> standby.streamsFrom(cutover.green()));
  }

  private static void judged(Cutover cutover, Clients clients) {
    var judgement = Judgement.of(clients.stop(), Rows.on(cutover.green(), 5432));
    System.out.println(judgement);
    assertThat(judgement)
        .matches(Judgement::isComplete, "is complete")
        .matches(Judgement::hadOneWriterAtATime, "had one writer at a time");
    assertThat(judgement.servers())
        .containsExactly(
            cutover.lab().server("blue", 11),
            cutover.lab().server("green", 11),
            cutover.lab().server("green", 15));
    assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 0));
  }
}
