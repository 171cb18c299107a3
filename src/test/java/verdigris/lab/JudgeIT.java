package verdigris.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.lab.Clients.Kind;

/**
 * The judge on real servers that are switched over by hand: acquits the procedure that is right,
 * and convicts the one that many runbooks have. Says nothing about Verdigris; if this fails, no
 * other verdict counts.
 */
class JudgeIT {
  private final Lab lab = Lab.start("blue", "green", "proxy");
  private final Path scratch;
  private final ByHand hand;

  JudgeIT(@TempDir Path scratch) {
    this.scratch = scratch;
    this.hand = new ByHand(lab, scratch);
  }

  @BeforeEach
  void greenIsAStandbyOfBlue() {
    lab.addSessionPool();
    hand.run("make_pair");
  }

  @AfterEach
  void labIsGone() {
    lab.close();
  }

  @Test
  void aCleanSwitchoverIsAcquittedWhateverClientsDo() {
    try (var bench = Pgbench.start(lab);
        var clients = Clients.start(lab, scratch, Kind.values())) {
      clients.awaitRows(5);
      hand.run("warm_up", "pause", "stop_blue", "promote_green", "resume_on_green", "blue_follows");
      clients.awaitRows(5);
      var report = bench.stop();
      var recordings = clients.stop();
      var judgement = Judgement.of(recordings, Rows.on(lab.host("green"), 5432));
      assertThat(judgement)
          .matches(Judgement::isComplete, "is complete")
          .matches(Judgement::hadOneWriterAtATime, "had one writer at a time");
      assertThat(judgement.servers())
          .containsExactly(lab.server("blue", 11), lab.server("green", 11));
      assertThat(judgement.failures())
          .as(clients.toString())
          .isEqualTo(new Judgement.Failures(0, 0));
      assertThat(report.failed()).as(report.output()).isFalse();
      assertThat(report.differenceFrom(lab.host("green"), 5432)).isEmpty();
      hand.run("caught_up blue green");
      assertThat(Judgement.of(recordings, Rows.on(lab.host("blue"), 5432)))
          .matches(Judgement::isComplete, "is complete");
    }
  }

  /** Read-only by default, no lag, promote, point the pooler there: what the runbook says. */
  @Test
  void aRunbookThatTrustsTheReadOnlyDefaultIsConvictedOfALostRowAndOfTwoWriters() {
    try (var clients =
        Clients.start(lab, scratch, Kind.SHORT, Kind.HELD, Kind.BYPASS, Kind.BYPASS_HELD)) {
      clients.awaitRows(5);
      hand.run(
          "on blue <<<\"$psql -c 'ALTER SYSTEM SET default_transaction_read_only = on' -c 'SELECT pg_reload_conf()'\"",
          "on green <<<\"$eleven/pg_ctl promote -s -w -D /var/lib/postgresql/11/main\"");
      clients.awaitRows(Kind.BYPASS_HELD, 5);
      hand.run("lead_to_green");
      clients.awaitRows(Kind.SHORT, 50);
      clients.awaitRows(Kind.BYPASS, 5);
      clients.awaitRows(Kind.SHORT, 50);
      var judgement = Judgement.of(clients.stop(), Rows.on(lab.host("green"), 5432));
      assertThat(judgement.lost()).as(judgement.toString()).isNotEmpty();
      assertThat(judgement.isComplete()).isFalse();
      assertThat(judgement.hadOneWriterAtATime()).as(judgement.toString()).isFalse();
      assertThat(judgement.failures().statements()).isPositive();
    }
  }
}
