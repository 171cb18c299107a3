package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.Rows;

/** Green takes over on the same major, without a copy, while clients write. */
class SwitchoverIT {

  @Test
  void greenTakesOverOn11AndBlueFollowsOnItsOwnFiles() {
    try (var cutover = Cutover.to11("switchover")) {
      cutover.prepared();
      var before = cutover.blue().must("stat", "-c", "%i %W", "/var/lib/postgresql/11/main");
      try (var clients = cutover.underLoad(Kind.SHORT, Kind.HELD, Kind.BYPASS)) {
        clients.awaitRows(5);
        done(cutover.apply("--through", "cutover"));
        clients.awaitRows(5);
        judged(cutover, clients);
      }
      streams(cutover, 11);
      assertThat(cutover.blue().must("stat", "-c", "%i %W", "/var/lib/postgresql/11/main"))
          .as("nothing was copied")
          .isEqualTo(before);
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
    Cutover.requireSound(judgement);
    assertThat(judgement.servers())
        .containsExactly(cutover.lab().server("blue", 11), cutover.lab().server("green", 11));
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 11));
    assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 0));
  }
}
