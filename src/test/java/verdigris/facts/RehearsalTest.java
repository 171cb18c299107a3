package verdigris.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.facts.Rehearsal.Phase;
import verdigris.postgres.SystemId;

class RehearsalTest {
  private static final SystemId SOURCE = new SystemId("7395");

  /** The file as a host writes it. */
  static List<String> file() {
    var lines = new ArrayList<>(Rehearsal.head("15/main", "11/main", SOURCE, "link", 1_000));
    lines.add("when 2026-11-27T17:49:26Z");
    Stream.of(Phase.values()).forEach(p -> lines.add(p.word() + " 1001"));
    return lines;
  }

  private static Rehearsal rehearsal() {
    return Rehearsal.read(file()).orElseThrow();
  }

  private static boolean fits(String from, String transfer, long bytesNow) {
    return rehearsal().fits("15/main", from, SOURCE, transfer, Optional.of(bytesNow));
  }

  @Test
  void itIsReadAsItWasWritten() {
    assertThat(rehearsal().instance()).isEqualTo("15/main");
    assertThat(rehearsal().from()).isEqualTo("11/main");
    assertThat(rehearsal().source()).isEqualTo(SOURCE);
    assertThat(rehearsal().bytes()).isEqualTo(1_000);
    assertThat(rehearsal().date()).isEqualTo("2026-11-27");
  }

  @Test
  void secondsAreRoundedUp() {
    assertThat(rehearsal().seconds(Phase.UPGRADE)).isEqualTo(2);
  }

  @Test
  void aFileThatLacksALineIsNoRehearsal() {
    for (String line : file()) {
      var cut = new ArrayList<>(file());
      cut.remove(line);
      assertThat(Rehearsal.read(cut)).as("without " + line).isEmpty();
    }
  }

  @Test
  void aFileOfAnotherFormatIsNoRehearsal() {
    assertThat(Rehearsal.read(file().stream().map(l -> l.replace("format 1", "format 2")).toList()))
        .isEmpty();
  }

  @Test
  void itFitsDatabasesThatAreAFifthLargerOrSmallerAndNoMore() {
    assertThat(fits("11/main", "link", 1_000)).isTrue();
    assertThat(fits("11/main", "link", 1_200)).isTrue();
    assertThat(fits("11/main", "link", 1_201)).isFalse();
    assertThat(fits("11/main", "link", 800)).isTrue();
    assertThat(fits("11/main", "link", 799)).isFalse();
  }

  @Test
  void itFitsTheSameUpgradeOnly() {
    assertThat(fits("12/main", "link", 1_000)).isFalse();
    assertThat(fits("11/main", "copy", 1_000)).isFalse();
    assertThat(
            rehearsal().fits("15/main", "11/main", new SystemId("1"), "link", Optional.of(1_000L)))
        .isFalse();
    assertThat(rehearsal().fits("16/main", "11/main", SOURCE, "link", Optional.of(1_000L)))
        .isFalse();
  }

  @Test
  void inTheMiddleOfAnOutageNobodyTellsTheSizeAndItStillFits() {
    assertThat(rehearsal().fits("15/main", "11/main", SOURCE, "link", Optional.empty())).isTrue();
  }
}
