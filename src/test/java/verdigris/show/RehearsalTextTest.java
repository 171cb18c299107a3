package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import verdigris.facts.Rehearsal;
import verdigris.facts.Rehearsal.Phase;
import verdigris.postgres.SystemId;

class RehearsalTextTest {
  private static Rehearsal rehearsal() {
    SequencedMap<Phase, Long> millis = new LinkedHashMap<>();
    for (Phase phase : Phase.values()) {
      millis.put(phase, 1_250L * (millis.size() + 1));
    }
    return new Rehearsal(
        "15/main",
        "11/main",
        new SystemId("7395"),
        "link",
        3L << 30,
        "2026-11-27T17:49:26Z",
        millis);
  }

  @Test
  void eachPhaseStandsWithItsTime() {
    String text = RehearsalText.of("green", rehearsal(), new View(Style.PLAIN, 80, false));

    assertThat(text)
        .startsWith("green: the upgrade of 11/main to 15/main works on a copy")
        .contains("3 GB", "transfer link", "2026-11-27")
        .contains("  copy the standby                1.3 s\n")
        .contains("  make first statistics          10.0 s\n");
    assertThat(text.lines()).allMatch(l -> l.length() <= 80);
  }

  @Test
  void programsGetEachPhaseInMilliseconds() {
    assertThat(RehearsalJson.of("green", rehearsal()))
        .contains("\"phase\": \"upgrade\"", "\"milliseconds\": 7500", "\"bytes\": \"3221225472\"");
  }
}
