package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.Pgbench;
import verdigris.lab.Rows;

/** From 11 on Blue to 15 on Green, by one playbook and in one outage, while clients write. */
class CutoverIT {

  @Test
  void greenTakesOverOn15AndNoRowIsLostWhateverClientsDo() {
    try (var cutover = Cutover.to15("cutover")) {
      cutover.prepared();
      try (var bench = Pgbench.start(cutover.lab());
          var clients = cutover.underLoad(Kind.SHORT, Kind.HELD, Kind.BYPASS, Kind.BYPASS_HELD)) {
        clients.awaitRows(5);
        Ended applied = cutover.apply("--through", "cutover");
        assertThat(applied.exit()).as(applied.output()).isZero();
        assertThat(applied.output())
            .containsPattern("A client through [0-9.]+:6432 saw [0-9.]+ s between two commits")
            .contains(" 0 failed, 0 retried, 0 lost, 0 duplicated.");
        clients.awaitRows(5);
        var report = bench.stop();
        var recordings = clients.stop();
        var judgement = Judgement.of(recordings, Rows.on(cutover.green(), 5432));
        Cutover.requireSound(judgement);
        assertThat(judgement.servers())
            .containsExactly(cutover.lab().server("blue", 11), cutover.lab().server("green", 15));
        assertThat(judgement.failures())
            .as(clients.toString())
            .isEqualTo(new Judgement.Failures(0, 0));
        assertThat(report.failed()).as(report.output()).isFalse();
        assertThat(report.differenceFrom(cutover.green(), 5432)).isEmpty();
        assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 15));
        var standby = cutover.serverOf(cutover.blue(), 15);
        Scenario.await(
            "blue follows green",
            Duration.ofMinutes(2),
            () -> standby.streamsFrom(cutover.green()));
        Scenario.await(
            "blue has caught up",
            Duration.ofMinutes(2),
            () -> cutover.judge(recordings, standby).lost().isEmpty());
      }
    }
  }
}
