package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.plan.PlanDocument;
import verdigris.plan.Plans;

class PlanTextTest {
  private static final View COLOUR = new View(Style.ANSI, 100, true);

  private static void golden(String name, String text) throws IOException {
    Golden.assertMatches("src/test/resources/golden/show/" + name, text);
  }

  @Test
  void aPlanIsShort() throws IOException {
    golden("fresh.txt", PlanText.of(Plans.fresh(), View.plain()));
    golden("stranded.txt", PlanText.of(Plans.stranded(), View.plain()));
    golden("nothing.txt", PlanText.of(Plans.nothing(), View.plain()));
  }

  @Test
  void detailsAreCommandsAndDiffs() throws IOException {
    golden("fresh-details.txt", PlanText.of(Plans.fresh(), View.plain().withDetails()));
  }

  @Test
  void partsHaveHeadingsWhenThereIsMoreThanOne() throws IOException {
    golden("three-parts.txt", PlanText.of(Plans.threeParts(), View.plain()));
    assertThat(PlanText.of(Plans.fresh(), View.plain())).doesNotContain("Prepare");
  }

  @Test
  void aRefusalSaysWhatWouldRemoveTheObstacle() throws IOException {
    golden(
        "refusal.txt",
        RefusalText.of(Plans.target().sentence(), Plans.diskTooSmall(), View.plain()));
    golden(
        "refusal-unreachable.txt",
        RefusalText.of(Plans.target().sentence(), Plans.unreachable(), View.plain()));
  }

  @Test
  void colourOnlyRepeatsWhatTheWordsSay() {
    for (PlanDocument plan : List.of(Plans.fresh(), Plans.threeParts(), Plans.nothing())) {
      String coloured = PlanText.of(plan, COLOUR);
      assertThat(coloured).contains("\u001B[");
      assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", ""))
          .isEqualTo(PlanText.of(plan, View.plain().withDetails()));
    }
  }

  @Test
  void additionsAreGreenRemovalsRedAndTheOutageYellow() {
    assertThat(PlanText.of(Plans.threeParts(), COLOUR))
        .contains("\u001B[32m+wal_keep_segments = 512\u001B[0m")
        .contains("\u001B[31m-wal_keep_segments = 0\u001B[0m")
        .contains("\u001B[33mOUTAGE: clients cannot commit for about 4 s\u001B[0m")
        .contains("\u001B[1;31mDESTROYS the old data directory of blue:10/main\u001B[0m");
  }

  @Test
  void proseKeepsToTheWidth() {
    for (int width : List.of(40, 60, 80)) {
      assertThat(PlanText.of(Plans.threeParts(), new View(Style.PLAIN, width, false)).lines())
          .allMatch(l -> l.length() <= width);
    }
  }

  @Test
  void commandsAreNeverBroken() {
    String text = PlanText.of(Plans.fresh(), new View(Style.PLAIN, 40, true));
    Plans.fresh().steps().stream()
        .flatMap(s -> s.does().stream())
        .forEach(line -> assertThat(text).contains("> " + line + "\n"));
  }

  @Test
  void noTextFromAHostMovesTheCursor() {
    PlanDocument hostile = Hostile.plan("\u001B[2J\u0007\u202E\r\n");
    assertThat(PlanText.of(hostile, View.plain().withDetails()))
        .doesNotContain("\u001B")
        .doesNotContain("\u0007")
        .doesNotContain("\u202E")
        .doesNotContain("\r")
        .contains("<U+001B>[2J");
    assertThat(Stream.of(PlanHtml.of(hostile), PlanMarkdown.of(hostile), PlanJson.of(hostile)))
        .noneMatch(s -> s.contains("\u001B") || s.contains("\u202E"));
  }
}
