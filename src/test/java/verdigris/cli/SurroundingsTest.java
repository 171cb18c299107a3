package verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.show.Style;

class SurroundingsTest {
  private static Surroundings on(
      boolean console, boolean noColor, Map<String, String> environment) {
    return Surroundings.of(console, noColor, environment::get, () -> Optional.of(120));
  }

  @Test
  void aTerminalHasColourAndItsOwnWidth() {
    assertThat(on(true, false, Map.of("TERM", "xterm-256color")))
        .isEqualTo(new Surroundings(true, Style.ANSI, 120));
  }

  @Test
  void aPipeHasNeither() {
    assertThat(on(false, false, Map.of("TERM", "xterm-256color")))
        .isEqualTo(new Surroundings(false, Style.PLAIN, 100));
  }

  @Test
  void colourIsLeftOutWhenItIsNotWanted() {
    assertThat(on(true, true, Map.of()).style()).isEqualTo(Style.PLAIN);
    assertThat(on(true, false, Map.of("NO_COLOR", "1")).style()).isEqualTo(Style.PLAIN);
    assertThat(on(true, false, Map.of("NO_COLOR", "")).style()).isEqualTo(Style.ANSI);
  }

  @Test
  void aTerminalThatCannotRewriteALineIsTakenForAPipe() {
    assertThat(on(true, false, Map.of("TERM", "dumb")))
        .isEqualTo(new Surroundings(false, Style.PLAIN, 100));
  }

  @Test
  void columnsDecideTheWidthWhenTheyAreANumber() {
    assertThat(on(true, false, Map.of("COLUMNS", "72")).width()).isEqualTo(72);
    assertThat(on(false, false, Map.of("COLUMNS", "72")).width()).isEqualTo(72);
    assertThat(on(true, false, Map.of("COLUMNS", "wide")).width()).isEqualTo(120);
    assertThat(on(true, false, Map.of("COLUMNS", "0")).width()).isEqualTo(120);
  }
}
