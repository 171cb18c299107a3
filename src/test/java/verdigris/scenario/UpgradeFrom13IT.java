package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.Rows;

/** From 13 to 15 with nothing but Debian's own packages, while clients write. */
class UpgradeFrom13IT {

  @Test
  void greenTakesOverOn15AndBlueFollowsIt() {
    try (var cutover = Cutover.from13To15("from-13")) {
      cutover.prepared();
      try (var clients = cutover.underLoad(Kind.SHORT, Kind.HELD)) {
        clients.awaitRows(5);
        Ended applied = cutover.apply("--through", "cutover");
        assertThat(applied.exit()).as(applied.output()).isZero();
        clients.awaitRows(5);
        var judgement = Judgement.of(clients.stop(), Rows.on(cutover.green(), 5432));
        Cutover.requireSound(judgement);
        assertThat(judgement.servers())
            .containsExactly(cutover.lab().server("blue", 13), cutover.lab().server("green", 15));
        assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 0));
      }
      assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 15));
      var standby = cutover.serverOf(cutover.blue(), 15);
      Scenario.await(
          "blue follows green", Duration.ofMinutes(2), () -> standby.streamsFrom(cutover.green()));
      Ended after = cutover.plan("--detailed-exitcode");
      assertThat(after.exit()).as(after.output()).isZero();
    }
  }
}
