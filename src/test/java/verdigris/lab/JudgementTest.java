package verdigris.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.lab.Attempt.Outcome;
import verdigris.lab.Rows.Row;

/** A judge that never condemns is none. */
class JudgementTest {
  private static final String BLUE = "198.18.0.11/11";
  private static final String GREEN = "198.18.0.12/15";

  @TempDir Path scratch;

  @Test
  void aProperHandOverIsFoundRight() {
    var judgement =
        judge(
            rows(1, 2, 3, 4),
            acknowledged(1, BLUE, 0),
            acknowledged(2, BLUE, 5),
            acknowledged(3, GREEN, 900),
            acknowledged(4, GREEN, 905));
    assertThat(judgement).matches(Judgement::isComplete).matches(Judgement::hadOneWriterAtATime);
    assertThat(judgement.servers()).containsExactly(BLUE, GREEN);
    assertThat(judgement.gap().length()).isEqualTo(Duration.ofMillis(895));
    assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 0));
  }

  @Test
  void anAcknowledgedRowThatIsNotThereIsLost() {
    var judgement = judge(rows(1), acknowledged(1, BLUE, 0), acknowledged(2, BLUE, 5));
    assertThat(judgement.lost()).containsExactly(new Row("w", 2));
    assertThat(judgement.isComplete()).isFalse();
    assertThat(judgement.toString()).contains("1 lost [w#2]");
  }

  @Test
  void aRowThatIsThereTwiceIsSeenWhateverTheClientWasTold() {
    var twice = new Rows(Map.of(new Row("w", 1), 2, new Row("w", 2), 2, new Row("w", 3), 2));
    var judgement = judge(twice, acknowledged(1, BLUE, 0), attempt(2, Outcome.UNKNOWN, BLUE, 5));
    assertThat(judgement.twice()).extracting(Row::id).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(judgement.isComplete()).isFalse();
  }

  @Test
  void aRowThatWasRefusedAndIsThereIsSeen() {
    var judgement = judge(rows(1), attempt(1, Outcome.FAILED, BLUE, 0));
    assertThat(judgement.ghosts()).containsExactly(new Row("w", 1));
    assertThat(judgement.isComplete()).isFalse();
  }

  @Test
  void aRowOfUnknownFateMayBeThereOnce() {
    var judgement =
        judge(
            rows(1),
            attempt(1, Outcome.UNKNOWN, BLUE, 0),
            attempt(2, Outcome.UNKNOWN, Attempt.NOWHERE, 5));
    assertThat(judgement.isComplete()).isTrue();
    assertThat(judgement.unknown()).isEqualTo(new Judgement.Unknown(2, 1));
    assertThat(judgement.failures().statements()).isEqualTo(2);
  }

  @Test
  void rowsOfOtherWritersAreNoneOfOurs() {
    var others = new Rows(Map.of(new Row("other", 1), 2, new Row("w", 1), 1));
    assertThat(judge(others, acknowledged(1, BLUE, 0)).isComplete()).isTrue();
  }

  @Test
  void aCommitOnTheOldServerAfterOneOnTheNewMeansTwoWriters() {
    var judgement =
        judge(
            rows(1, 2, 3),
            acknowledged(1, BLUE, 0),
            acknowledged(2, GREEN, 10),
            acknowledged(3, BLUE, 20));
    assertThat(judgement.hadOneWriterAtATime()).isFalse();
    assertThat(judgement.servers()).containsExactly(BLUE, GREEN, BLUE);
    assertThat(judgement.isComplete()).isTrue();
    assertThat(judgement.toString()).contains("AT THE SAME TIME");
  }

  @Test
  void twoWritersAreSeenAcrossClientsAndThoughTheOldOnesAnswerCameFirst() {
    var through = new Recorded("w", false, List.of(acknowledged(1, GREEN, 10)));
    long later = at(11);
    var around =
        new Recorded(
            "b",
            true,
            List.of(
                acknowledged(1, BLUE, 0),
                new Attempt(2, Outcome.ACKNOWLEDGED, BLUE, later, later + 1)));
    var there = new Rows(Map.of(new Row("w", 1), 1, new Row("b", 1), 1, new Row("b", 2), 1));
    assertThat(Judgement.of(List.of(through, around), there).hadOneWriterAtATime()).isFalse();
  }

  @Test
  void anAnswerThatCameLateIsNoSecondWriter() {
    var slow = new Attempt(1, Outcome.ACKNOWLEDGED, BLUE, at(0), at(950));
    assertThat(judge(rows(1, 2), acknowledged(2, GREEN, 900), slow).hadOneWriterAtATime()).isTrue();
  }

  @Test
  void whatGoesAroundThePoolerCountsForRowsAndWritersButNotForGapAndErrors() {
    var around =
        new Recorded(
            "b",
            true,
            List.of(
                acknowledged(1, BLUE, 500),
                attempt(2, Outcome.FAILED, Attempt.NOWHERE, 600),
                attempt(0, Outcome.REFUSED, Attempt.NOWHERE, 700)));
    var through =
        new Recorded("w", false, List.of(acknowledged(1, BLUE, 0), acknowledged(2, BLUE, 1000)));
    var judgement = Judgement.of(List.of(around, through), rows(1, 2));
    assertThat(judgement.lost()).containsExactly(new Row("b", 1));
    assertThat(judgement.gap().length()).isEqualTo(Duration.ofSeconds(1));
    assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 0));
  }

  @Test
  void aConnectionThatFailedIsNoRow() {
    var judgement = judge(rows(), attempt(0, Outcome.REFUSED, Attempt.NOWHERE, 0));
    assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 1));
    assertThat(judgement.acknowledged()).isZero();
  }

  @Test
  void aRecordingIsReadAsItWasWrittenUpToALineThatWasCutShort() throws IOException {
    Path file = scratch.resolve("rows");
    var kept =
        List.of(
            acknowledged(1, BLUE, 0),
            attempt(2, Outcome.UNKNOWN, Attempt.NOWHERE, 5),
            attempt(0, Outcome.REFUSED, Attempt.NOWHERE, 9));
    var cut = acknowledged(3, GREEN, 20).line();
    Files.writeString(
        file,
        "w bypass\n"
            + kept.stream().map(Attempt::line).reduce("", (all, line) -> all + line + "\n")
            + cut.substring(0, cut.length() - 1));
    assertThat(Recorded.read(file)).isEqualTo(new Recorded("w", true, kept));
  }

  private static Judgement judge(Rows rows, Attempt... attempts) {
    return Judgement.of(List.of(new Recorded("w", false, List.of(attempts))), rows);
  }

  private static Rows rows(int... ids) {
    return new Rows(
        Stream.of(ids)
            .flatMap(all -> java.util.Arrays.stream(all).boxed())
            .collect(java.util.stream.Collectors.toMap(id -> new Row("w", id), _ -> 1)));
  }

  private static Attempt acknowledged(long id, String server, long millisecond) {
    return attempt(id, Outcome.ACKNOWLEDGED, server, millisecond);
  }

  private static Attempt attempt(long id, Outcome outcome, String server, long millisecond) {
    return new Attempt(id, outcome, server, at(millisecond), at(millisecond));
  }

  private static long at(long millisecond) {
    return 1_795_529_000_000_000L + millisecond * 1000;
  }
}
