package verdigris.scenario;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verdigris.scenario.TroubledOutage.Slow;

/**
 * Something goes wrong in the outage: Blue serves on 11 again, no acknowledged row is lost, and
 * once the trouble is over the same command reaches the target. One after another on the same
 * hosts, so that each begins with what the one before left behind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RetreatIT {
  private static final String CLOSE = "close-clients blue:11/main";
  private static final String STOP = "stop-primary blue:11/main";
  private static final String STOP_GREEN = "stop-primary green:11/main";
  private static final String START = "start green:11/main";
  private static final String UPGRADE = "upgrade green:15/main";

  private final Cutover cutover = Cutover.to15("retreat");
  private final TroubledOutage outage = new TroubledOutage(cutover);

  @AfterAll
  void labIsGone() {
    cutover.close();
  }

  @Test
  @Order(0)
  void aGreenThatDiesWhileItCatchesUpIsNotNoticedByClients() {
    outage.clientsNoticeNothingOf(
        START,
        _ -> {
          cutover.green().isolateFrom(cutover.blue().address());
          Scenario.await(
              "green catches up",
              Duration.ofMinutes(2),
              () -> has("step-started", "catch-up green:11/main"));
          // A power cut in the middle of dpkg is the package manager's to heal, and another story.
          Scenario.await(
              "15 is installed", Duration.ofMinutes(2), () -> has("step-done", "install green:15"));
          cutover.green().kill();
        });
    cutover.green().boot();
    cutover.prepared();
  }

  private boolean has(String event, String step) {
    return cutover.events().stream().anyMatch(e -> e.is(event, step));
  }

  @Test
  @Order(1)
  void aBackendThatCannotBeEndedLeavesBlueServing() {
    cutover.prepared();
    try (var _ = Trouble.stuckBackend(cutover.blue(), 5432)) {
      outage.blueServesAgainAfter(CLOSE, _ -> {});
    }
  }

  @Test
  @Order(2)
  void aSignalInsideTheUpgradeGoesBack() {
    cutover.prepared();
    outage.blueServesAgainAfter(UPGRADE, Running::terminated);
  }

  @Test
  @Order(3)
  void theEndOfTheOutagesTimeGoesBack() {
    // Less than the forecast would not even be begun.
    cutover.declare("15", "limits: { outage: 30s }\n");
    cutover.prepared();
    try (var _ = new Slow(cutover.green(), "pg_upgrade", "*--link*--check*) ;; *--link*")) {
      outage.blueServesAgainAfter(UPGRADE, _ -> {});
    }
    cutover.declare("15", "");
  }

  @Test
  @Order(4)
  void aGreenThatDiesInsideTheUpgradeLeavesBlueServing() {
    cutover.prepared();
    outage.blueServesAgainAfter(UPGRADE, _ -> cutover.green().kill());
    cutover.green().boot();
  }

  @Test
  @Order(5)
  void aGreenThatIsCutOffWhileBlueStopsLeavesBlueServing() {
    cutover.prepared();
    outage.blueServesAgainAfter(STOP, _ -> cutover.green().isolate());
    cutover.green().reconnect();
  }

  @Test
  @Order(6)
  void aGreenThatDiesRightAfterItsPromotionLeavesBlueServing() {
    cutover.prepared();
    outage.blueServesAgainAfter(STOP_GREEN, _ -> cutover.green().kill());
    cutover.green().boot();
  }

  /** The first asks the old server, the second fills the new one, the third is between both. */
  @ParameterizedTest
  @CsvSource({"pg_dump, *--binary-upgrade*", "pg_restore, *--create*", "pg_resetwal, *-x*"})
  @Order(7)
  void aGreenThatDiesAtAnyStageOfTheUpgradeLeavesBlueServing(String program, String words) {
    cutover.prepared();
    try (var stage = new Slow(cutover.green(), program, words)) {
      outage.blueServesAgainAfter(
          UPGRADE,
          _ -> {
            stage.awaitStandstill();
            cutover.green().kill();
          });
      cutover.green().boot();
    }
  }

  /** From then on the 11 instance on Green can never start again. */
  @Test
  @Order(8)
  void aGreenThatDiesWhenTheUpgradeHasTakenItsFilesLeavesBlueServing() {
    cutover.prepared();
    try (var _ = new Slow(cutover.green(), "pg_resetwal", "*-o*")) {
      outage.blueServesAgainAfter(
          UPGRADE,
          _ -> {
            Scenario.await(
                "the files are taken",
                Duration.ofMinutes(1),
                () -> cutover.green().has("/var/lib/postgresql/11/main/global/pg_control.old"));
            cutover.green().kill();
          });
      cutover.green().boot();
    }
  }

  /** A server archives what it has when it stops, and waits for that. */
  @Test
  @Order(9)
  void anArchiveCommandThatNeverEndsLeavesBlueServing() {
    try (var _ = Trouble.archiving(cutover.blue(), 11, "/bin/true")) {
      cutover.declare("15", "limits: { outage: 30s }\n");
      cutover.prepared();
      outage.blueServesAgainAfter(CLOSE, _ -> Trouble.archivesBy(cutover.blue(), 11, "sleep 3600"));
      cutover.declare("15", "");
    }
    // What was begun by the old command goes on.
    cutover.blue().run("pkill", "-u", "postgres", "-x", "sleep");
  }

  @Test
  @Order(10)
  void afterAllThatTheTargetIsReached() {
    outage.theTargetIsReached();
  }
}
