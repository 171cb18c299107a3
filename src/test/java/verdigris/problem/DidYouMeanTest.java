package verdigris.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  private static final List<String> KEYS =
      List.of("topology", "hosts", "source", "primary", "standbys", "keep_old", "hba");

  @ParameterizedTest
  @CsvSource({
    "standby, standbys",
    "stanbdys, standbys",
    "Primary, primary",
    "keepOld, keep_old",
    "keep-old, keep_old",
    "host, hosts",
    "hab, hba",
  })
  void aTypingErrorFindsItsWord(String typed, String meant) {
    assertThat(DidYouMean.closest(typed, KEYS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"replicas", "''", "x", "abc"})
  void anotherWordFindsNothing(String typed) {
    assertThat(DidYouMean.closest(typed, KEYS)).isEmpty();
  }

  @Test
  void aVeryLongWordIsNotCompared() {
    assertThat(DidYouMean.closest("x".repeat(1_000_000), KEYS)).isEmpty();
  }

  @Test
  void theDistanceCountsASwapAsOne() {
    assertThat(DidYouMean.distance("hab", "hba")).isEqualTo(1);
    assertThat(DidYouMean.distance("", "abc")).isEqualTo(3);
    assertThat(DidYouMean.distance("abc", "abc")).isZero();
  }
}
