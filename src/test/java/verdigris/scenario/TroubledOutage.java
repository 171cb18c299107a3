package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.LabHost;
import verdigris.lab.Rows;

/** A cutover in whose outage something goes wrong, while clients write. */
record TroubledOutage(Cutover cutover) {
  private static final int RETREATED = 5;
  private static final int SIGTERM = 143;
  private static final Duration LONG = Duration.ofMinutes(4);

  /** A program of PostgreSQL 15 on this host stands still where a shell pattern fits its words. */
  record Slow(LabHost host, String program, String where) implements AutoCloseable {
    private static final String GO = "/run/trouble-go";
    private static final String HERE = "/tmp/trouble-here";

    Slow {
      host.script(
          "rm -f %4$s %5$s; cd /usr/lib/postgresql/15/bin && mv %1$s %1$s.real && printf '#!/bin/sh\\ncase \"$*\" in %2$s) : >%5$s; n=0; until [ -e %4$s ] || [ $n -gt 1200 ]; do n=$((n + 1)); sleep 0.1; done ;; esac\\nexec %3$s.real \"$@\"\\n' >%1$s && chmod 755 %1$s"
              .formatted(program, where, "/usr/lib/postgresql/15/bin/" + program, GO, HERE));
    }

    /** Waits until it stands still. */
    void awaitStandstill() {
      Scenario.await(program + " stands still", LONG, () -> host.has(HERE));
    }

    /** It stands still no more. */
    void goOn() {
      host.script("touch " + GO);
    }

    @Override
    public void close() {
      host.script("cd /usr/lib/postgresql/15/bin && mv %1$s.real %1$s".formatted(program));
    }
  }

  /** Blue serves again when the trouble came as this step began to act, and no row is lost. */
  void blueServesAgainAfter(String step, Consumer<Running> trouble) {
    Judgement judgement =
        judged(
            step,
            trouble,
            ended -> {
              assertThat(ended.output())
                  .as(step)
                  .contains("Retreated: clients are served by blue:11/main again");
              assertThat(ended.exit()).as(ended.output()).isIn(RETREATED, SIGTERM);
              return cutover.blue();
            },
            Kind.SHORT,
            Kind.HELD,
            Kind.BYPASS);
    assertThat(judgement.servers()).containsExactly(cutover.lab().server("blue", 11));
    assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 0));
  }

  /** The run fails before the outage when the trouble came as this step began to act. */
  void clientsNoticeNothingOf(String step, Consumer<Running> trouble) {
    Judgement judgement =
        judged(
            step,
            trouble,
            ended -> {
              assertThat(ended.exit()).as(ended.output()).isOne();
              assertThat(ended.output()).contains("green");
              return cutover.blue();
            },
            Kind.SHORT,
            Kind.HELD,
            Kind.BYPASS);
    assertThat(judgement.servers()).containsExactly(cutover.lab().server("blue", 11));
    assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 0));
  }

  /**
   * Wherever the run ends after trouble that clients feel too, they are served again: by Blue, or
   * at the target; and no row is lost.
   */
  void clientsAreServedAgainAfter(String step, Consumer<Running> trouble) {
    var serving = new AtomicReference<>(cutover.serverOf(cutover.blue(), 11));
    judged(
        step,
        trouble,
        ended -> {
          assertThat(ended.exit()).as(ended.output()).isIn(0, RETREATED);
          if (ended.exit() == 0) {
            serving.set(cutover.serverOf(cutover.green(), 15));
          }
          return serving.get().host();
        },
        Kind.SHORT,
        Kind.BYPASS);
    assertThat(cutover.primaries())
        .filteredOn(Server::letsTheApplicationIn)
        .containsExactly(serving.get());
  }

  /**
   * A run under load with trouble as a step begins to act; clients are served after it, and no row
   * of theirs is lost.
   *
   * @param servedBy who then serves; fails when the run has not ended as it should
   */
  private Judgement judged(
      String step, Consumer<Running> trouble, Function<Ended, LabHost> servedBy, Kind... kinds) {
    try (Clients clients = cutover.underLoad(kinds)) {
      clients.awaitRows(5);
      LabHost serving = servedBy.apply(troubled("action-started", step, trouble));
      clients.awaitRows(5);
      Judgement judgement = Judgement.of(clients.stop(), Rows.on(serving, 5432));
      System.out.println(step);
      Cutover.requireSound(judgement);
      return judgement;
    }
  }

  /** The same command once the trouble is over. */
  void theTargetIsReached() {
    cutover.prepared();
    Ended applied = cutover.apply("--through", "cutover");
    assertThat(applied.exit()).as(applied.output()).isZero();
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 15));
  }

  /** A run in which trouble comes right after an event. */
  Ended troubled(String event, String step, Consumer<Running> trouble) {
    int before = cutover.events().size();
    try (Running run = cutover.start("--through", "cutover", "-v")) {
      Scenario.await(
          step + " begins, in " + run.output(),
          LONG,
          () ->
              !run.isAlive()
                  || cutover.events().stream().skip(before).anyMatch(e -> e.is(event, step)));
      trouble.accept(run);
      Ended ended = run.end(LONG);
      System.out.println(ended.output());
      return ended;
    }
  }
}
