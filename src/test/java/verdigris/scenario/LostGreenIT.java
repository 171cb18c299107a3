package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.Rows;
import verdigris.scenario.TroubledOutage.Slow;

/** Green, on a small disk, fails Verdigris before and after the first client has written to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LostGreenIT {
  private static final int REFUSED = 4;

  private final Cutover cutover = Cutover.to15("lost-green");
  private final TroubledOutage outage = new TroubledOutage(cutover);

  @AfterAll
  void labIsGone() {
    cutover.close();
  }

  @Test
  @Order(1)
  void aDiskThatFillsUpInsideTheUpgradeLeavesBlueServing() {
    cutover.green().smallDisk(1200);
    cutover.prepared();
    try (var upgrade = new Slow(cutover.green(), "pg_resetwal", "*-x*")) {
      outage.blueServesAgainAfter(
          "upgrade green:15/main",
          _ -> {
            var full = Trouble.fullDisk(cutover.green());
            upgrade.goOn();
            Scenario.await(
                "pg_upgrade has failed",
                Duration.ofMinutes(3),
                () ->
                    cutover.events().stream()
                        .anyMatch(e -> e.is("step-failed", "upgrade green:15/main")));
            full.close();
          });
    }
  }

  @Test
  @Order(2)
  void afterTheFirstClientWriteBlueIsNeverOpenedAgainByItself() {
    cutover.prepared();
    try (var clients = cutover.underLoad(Kind.SHORT)) {
      clients.awaitRows(5);
      Ended ended =
          outage.troubled(
              "outage-ended",
              "",
              _ -> {
                clients.awaitRows(5);
                cutover.green().isolate();
              });
      assertThat(ended.exit()).as(ended.output()).isNotZero();
      assertThat(cutover.serverOf(cutover.blue(), 11).isPrimary()).isFalse();
      assertThat(cutover.serverOf(cutover.blue(), 11).letsTheApplicationIn()).isFalse();
      Ended again = cutover.apply("--through", "cutover");
      assertThat(again.exit()).as(again.output()).isNotZero();
      assertThat(cutover.serverOf(cutover.blue(), 11).letsTheApplicationIn()).isFalse();
      theClientPathTellsThatBlueLacksCommits();
      cutover.green().reconnect();
      clients.awaitRows(5);
      outage.theTargetIsReached();
      Judgement judgement = Judgement.of(clients.stop(), Rows.on(cutover.green(), 5432));
      Cutover.requireSound(judgement);
      assertThat(judgement.servers())
          .containsExactly(cutover.lab().server("blue", 11), cutover.lab().server("green", 15));
    }
  }

  /** Even to who declares that Blue is all that is left. */
  private void theClientPathTellsThatBlueLacksCommits() {
    cutover.declareBlueAlone();
    Ended alone = cutover.apply("--through", "cutover");
    assertThat(alone.output().replaceAll("\\s+", " "))
        .contains("the client path leads clients elsewhere: it lacks what they commit there.");
    assertThat(alone.exit()).as(alone.output()).isEqualTo(REFUSED);
    assertThat(cutover.serverOf(cutover.blue(), 11).isPrimary()).isFalse();
    cutover.declare("15", "");
  }
}
