package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import verdigris.run.Beat.Outcome;

/** What is said of a client's transactions in an outage. */
class ClientViewTest {
  private static final Instant START = Instant.parse("2026-11-27T02:00:00Z");

  private static Beat beat(long transaction, long millis, Outcome outcome) {
    return new Beat(transaction, START.plusMillis(millis), outcome);
  }

  private static Beat acknowledged(long transaction, long millis) {
    return beat(transaction, millis, Outcome.ACKNOWLEDGED);
  }

  @Test
  void theGapIsTheLongestTimeBetweenTwoAcknowledgedCommits() {
    ClientView view =
        ClientView.of(
            List.of(acknowledged(7, 0), acknowledged(8, 100), acknowledged(9, 1900)),
            Map.of(7L, "committed", 8L, "committed", 9L, "committed"));
    assertThat(view.gap()).isEqualTo(Duration.ofMillis(1800));
    assertThat(view.gapFrom()).isEqualTo(START.plusMillis(100));
    assertThat(view.commits()).isEqualTo(3);
    assertThat(view.isSound()).isTrue();
  }

  @Test
  void whatFailedInBetweenDoesNotEndAGap() {
    ClientView view =
        ClientView.of(
            List.of(acknowledged(7, 0), beat(0, 500, Outcome.FAILED), acknowledged(9, 900)),
            Map.of(7L, "committed", 9L, "committed"));
    assertThat(view.gap()).isEqualTo(Duration.ofMillis(900));
    assertThat(view.failed()).isEqualTo(1);
    assertThat(view.retried()).isEqualTo(1);
  }

  @Test
  void whatWasAcknowledgedAndIsNotThereIsLost() {
    for (String state : List.of("aborted", "in progress", "never")) {
      ClientView view = ClientView.of(List.of(acknowledged(7, 0)), Map.of(7L, state));
      assertThat(view.lost()).as(state).isEqualTo(1);
      assertThat(view.isSound()).isFalse();
    }
  }

  @Test
  void anIdThatWasGivenTwiceIsALostCommit() {
    List<Beat> beats = List.of(acknowledged(7, 0), acknowledged(8, 10), acknowledged(8, 900));
    assertThat(ClientView.of(beats, Map.of(7L, "committed", 8L, "committed")).lost()).isEqualTo(1);
  }

  @Test
  void whatWasTriedAgainAndIsThereIsADuplicate() {
    List<Beat> beats = List.of(beat(7, 0, Outcome.UNKNOWN), acknowledged(8, 10));
    assertThat(ClientView.of(beats, Map.of(7L, "committed", 8L, "committed")).duplicated())
        .isEqualTo(1);
    assertThat(ClientView.of(beats, Map.of(7L, "aborted", 8L, "committed")).isSound()).isTrue();
  }

  @Test
  void whatTheServerSaysNothingOfIsUntoldAndNotLost() {
    ClientView view = ClientView.of(List.of(acknowledged(7, 0)), Map.of());
    assertThat(view.untold()).isEqualTo(1);
    assertThat(view.lost()).isZero();
  }

  @Test
  void whatWasNotTriedAgainCountsAsFailedAlone() {
    ClientView view =
        ClientView.of(
            List.of(acknowledged(7, 0), beat(0, 5, Outcome.FAILED)), Map.of(7L, "committed"));
    assertThat(view.failed()).isEqualTo(1);
    assertThat(view.retried()).isZero();
  }

  @Test
  void withoutAnyCommitThereIsNoGap() {
    assertThat(ClientView.of(List.of(), Map.of()).gap()).isZero();
  }
}
