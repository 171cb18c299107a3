package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;

/**
 * Two control machines: one acts, the other says who. A run that was away, and wakes up beside the
 * one that has taken over, does nothing more.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocksIT {
  private static final String STATISTICS = "statistics green:15/main";
  private static final String UPGRADE = "upgrade green:15/main";
  private static final int LOCKED = 3;
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Cutover cutover = Cutover.to15("locks");

  @AfterAll
  void labIsGone() {
    cutover.close();
  }

  @Test
  @Order(1)
  void ofTwoThatStartAtOnceOneActsAndTheOtherSaysWhoSinceWhen() {
    try (Running one = cutover.start("--through", "prepare");
        Running other = cutover.start("--through", "prepare")) {
      Scenario.await("one is told", LONG, () -> !(one.isAlive() && other.isAlive()));
      Running winner = one.isAlive() ? one : other;
      Ended loser = (one.isAlive() ? other : one).end(LONG);
      assertThat(loser.exit()).as(loser.output()).isEqualTo(LOCKED);
      assertThat(loser.output())
          .contains("[lock-held]", "(pid %d, run ".formatted(winner.pid()))
          .containsPattern("since 2\\d{3}-\\d\\d-\\d\\dT");
      Ended third = cutover.apply("--through", "prepare");
      System.out.println("told after " + third.took().toMillis() + " ms");
      assertThat(third.exit()).as(third.output()).isEqualTo(LOCKED);
      assertThat(winner.end(LONG).exit()).isZero();
    }
  }

  @Test
  @Order(2)
  void anEngineThatWasStoppedInTheOutageDoesNothingBesideTheOneThatHasTakenOver() {
    try (Clients clients = cutover.underLoad(Kind.SHORT, Kind.BYPASS);
        Running first = cutover.start("--through", "cutover")) {
      clients.awaitRows(5);
      cutover.await(e -> e.is("action-started", UPGRADE), 1);
      first.paused();
      String journal = journals().getLast();
      assertThat(journal).contains(UPGRADE);
      try (Running second = takesOver(first)) {
        cutover.await(e -> e.is("step-started", STATISTICS), 1);
        first.resumed();
        Ended woken = first.end(LONG);
        assertThat(woken.exit()).as(woken.output()).isEqualTo(LOCKED);
        // What it notices first is either that its session was ended, or that its lock is gone.
        assertThat(woken.output()).contains("[lock-held]", "Another run has taken over");
        Ended done = second.end(LONG);
        assertThat(done.exit()).as(done.output()).isZero();
      }
      assertThat(journals()).filteredOn(j -> j.startsWith(journal.strip())).hasSize(1);
      assertThat(journals().stream().filter(j -> j.startsWith(journal.strip())).findFirst())
          .hasValueSatisfying(j -> didNothing(j.substring(journal.strip().length())));
      clients.awaitRows(5);
      Judgement judgement = cutover.judge(clients);
      Cutover.requireSound(judgement);
      assertThat(judgement.servers())
          .containsExactly(cutover.lab().server("blue", 11), cutover.lab().server("green", 15));
    }
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 15));
  }

  /** An action that it goes to begin is stopped by the lost lock before anything is done. */
  private static void didNothing(String afterItWokeUp) {
    assertThat(afterItWokeUp).doesNotContain("retreat-started");
    int begun = afterItWokeUp.indexOf("action-started");
    assertThat(begun < 0 ? "" : afterItWokeUp.substring(begun))
        .as("whatever it began")
        .doesNotContain("\"outcome\":\"done\"");
  }

  /** A run that is told by the stopped one's lock until that has ended, and then goes on. */
  private Running takesOver(Running stopped) {
    Ended refused = cutover.apply("--through", "cutover");
    assertThat(refused.exit()).as(refused.output()).isEqualTo(LOCKED);
    assertThat(refused.output()).contains("(pid %d, run ".formatted(stopped.pid()));
    while (true) {
      Running next = cutover.start("--through", "cutover");
      Scenario.await(
          "it goes on or is refused",
          LONG,
          () -> !next.isAlive() || next.output().contains("Run 2"));
      if (next.isAlive()) {
        return next;
      }
      assertThat(next.end(LONG).exit()).isEqualTo(LOCKED);
    }
  }

  private List<String> journals() {
    return JournalEvent.journals(cutover.file("runs/orders"));
  }
}
