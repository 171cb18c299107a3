package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.LabHost;
import verdigris.lab.Rows;

/**
 * Something goes wrong in the outage: Blue serves on 11 again, no acknowledged row is lost, and
 * once the trouble is over the same command reaches the target. One after another on the same
 * hosts, so that each begins with what the one before left behind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RetreatIT {
  private static final int RETREATED = 5;
  private static final int SIGTERM = 143;
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final String CLOSE = "close-clients blue:11/main";
  private static final String STOP = "stop-primary blue:11/main";
  private static final String UPGRADE = "upgrade green:15/main";

  private final Cutover cutover = Cutover.to15("retreat");

  @AfterAll
  void labIsGone() {
    cutover.close();
  }

  @Test
  @Order(1)
  void aBackendThatCannotBeEndedLeavesBlueServing() {
    cutover.prepared();
    try (var _ = Trouble.stuckBackend(cutover.blue(), 5432)) {
      blueServesAgainAfter(CLOSE, _ -> {});
    }
  }

  @Test
  @Order(2)
  void aSignalInsideTheUpgradeGoesBack() {
    cutover.prepared();
    blueServesAgainAfter(UPGRADE, Running::terminated);
  }

  @Test
  @Order(3)
  void theEndOfTheOutagesTimeGoesBack() {
    // Less than the forecast would not even be begun.
    cutover.declare("15", "limits: { outage: 30s }\n");
    cutover.prepared();
    try (var _ = new Slow(cutover.green())) {
      blueServesAgainAfter(UPGRADE, _ -> {});
    }
    cutover.declare("15", "");
  }

  @Test
  @Order(4)
  void aGreenThatDiesInsideTheUpgradeLeavesBlueServing() {
    cutover.prepared();
    blueServesAgainAfter(UPGRADE, _ -> cutover.green().kill());
    cutover.green().boot();
  }

  @Test
  @Order(5)
  void aGreenThatIsCutOffWhileBlueStopsLeavesBlueServing() {
    cutover.prepared();
    blueServesAgainAfter(STOP, _ -> cutover.green().isolate());
    cutover.green().reconnect();
  }

  @Test
  @Order(9)
  void afterAllThatTheTargetIsReached() {
    cutover.prepared();
    Ended applied = cutover.apply("--through", "cutover");
    assertThat(applied.exit()).as(applied.output()).isZero();
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 15));
  }

  /** pg_upgrade of this host takes its time. */
  private record Slow(LabHost host) implements AutoCloseable {
    private static final String PROGRAM = "/usr/lib/postgresql/15/bin/pg_upgrade";

    Slow {
      host.script(
          "mv %1$s %1$s.real && printf '#!/bin/sh\\ncase \"$*\" in *--check*) ;; *) sleep 120 ;; esac\\nexec %1$s.real \"$@\"\\n' >%1$s && chmod 755 %1$s"
              .formatted(PROGRAM));
    }

    @Override
    public void close() {
      host.script("mv %1$s.real %1$s".formatted(PROGRAM));
    }
  }

  private void blueServesAgainAfter(String step, Consumer<Running> trouble) {
    try (Clients clients = cutover.underLoad(Kind.SHORT, Kind.HELD, Kind.BYPASS)) {
      clients.awaitRows(5);
      int before = cutover.events().size();
      Ended ended = troubled(step, before, trouble);
      assertThat(ended.output())
          .as(step)
          .contains("Retreated: clients are served by blue:11/main again");
      assertThat(ended.exit()).as(ended.output()).isIn(RETREATED, SIGTERM);
      clients.awaitRows(5);
      var recordings = clients.stop();
      Judgement judgement = Judgement.of(recordings, Rows.on(cutover.blue(), 5432));
      System.out.println(step);
      Cutover.requireSound(judgement);
      assertThat(judgement.servers()).containsExactly(cutover.lab().server("blue", 11));
      assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 0));
    }
  }

  private Ended troubled(String step, int before, Consumer<Running> trouble) {
    try (Running run = cutover.start("--through", "cutover", "-v")) {
      Scenario.await(
          step + " begins, in " + run.output(),
          LONG,
          () ->
              !run.isAlive()
                  || cutover.events().stream()
                      .skip(before)
                      .anyMatch(e -> e.is("action-started", step)));
      trouble.accept(run);
      Ended ended = run.end(LONG);
      System.out.println(ended.output());
      return ended;
    }
  }
}
