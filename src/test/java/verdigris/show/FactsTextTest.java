package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verdigris.Golden;
import verdigris.facts.Facts;
import verdigris.facts.ProbeHarness;

class FactsTextTest {

  @Test
  void recordedHostsAreShownAtAGlance() throws IOException {
    Golden.assertMatches(
        "src/test/resources/golden/facts.txt", FactsText.of(ProbeHarness.recorded()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1024, 1.0 kB",
    "10240, 10 kB",
    "1048576, 1.0 MB",
    "63350767616, 59 GB",
    "1099511627776, 1.0 TB",
  })
  void sizesHaveThreeDigitsAtMost(long count, String expected) {
    assertThat(FactsText.bytes(count)).isEqualTo(expected);
  }

  @Test
  void noHostsGiveNoText() {
    assertThat(FactsText.of(new Facts(List.of()))).isEmpty();
  }
}
