package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.plan.Plans;

class PlanMarkdownTest {
  private static void golden(String name, String text) throws IOException {
    Golden.assertMatches("src/test/resources/golden/show/" + name, text);
  }

  @Test
  void aPullRequestCommentStandsOnItsOwn() throws IOException {
    golden("three-parts.md", PlanMarkdown.of(Plans.threeParts()));
    golden("fresh.md", PlanMarkdown.of(Plans.fresh()));
    golden("nothing.md", PlanMarkdown.of(Plans.nothing()));
  }

  @Test
  void theCommentOfAnUpgradeSaysWhatCanBeLostAndHowToGoBack() throws IOException {
    golden("upgrade.md", PlanMarkdown.of(Plans.upgrade()));
  }

  @Test
  void beforeAndAfterAreDrawn() throws IOException {
    golden("fresh.mmd", PlanMermaid.of(Plans.fresh()));
    golden("stranded.mmd", PlanMermaid.of(Plans.stranded()));
  }

  @Test
  void anyNameStaysTextInATable() {
    assertThat(Markdown.text("a|b`c`*d* _e_ f_g <b>&[f](g)~h~$i$\\"))
        .isEqualTo("a\\|b\\`c\\`\\*d\\* \\_e\\_ f_g &lt;b&gt;&amp;\\[f\\](g)\\~h\\~\\$i\\$\\\\");
    assertThat(Markdown.text("two\nlines")).isEqualTo("two lines");
  }

  @Test
  void nobodyIsNotifiedAndNoIssueIsLinked() {
    assertThat(Markdown.text("@dba #12")).isEqualTo("@<!-- -->dba \\#<!-- -->12");
  }

  @Test
  void aFenceIsLongerThanAnyInIt() {
    assertThat(Markdown.fenced("text", List.of("```", "a ````` b")))
        .containsExactly("``````text", "```", "a ````` b", "``````");
  }

  @Test
  void aRowOfTheTableKeepsItsCellsWhateverTheNames() {
    String page = PlanMarkdown.of(Hostile.plan("x | `y` </td> ```\n| 2 | z"));
    List<String> rows =
        page.lines().takeWhile(l -> !l.startsWith("### ")).filter(l -> l.startsWith("|")).toList();
    assertThat(rows).hasSize(3);
    assertThat(rows.getLast().replace("\\|", "").chars().filter(c -> c == '|').count())
        .isEqualTo(8);
    assertThat(page).doesNotContain("</td>\n").contains("<summary>1. x | `y` &lt;/td&gt;");
  }

  @Test
  void noNameBreaksOutOfTheDiagram() {
    String diagram = PlanMermaid.of(Hostile.plan("\"]; click a \"javascript:alert(1)\" ```"));
    assertThat(diagram)
        .doesNotContain("\"]; click")
        .doesNotContain("`")
        .contains("#34;#93;#59; click");
  }

  @Test
  void aPlanTooLargeForACommentSaysWhatWasLeftOut() {
    String page = PlanMarkdown.of(Hostile.plan("x\n".repeat(50_000)));
    assertThat(page)
        .contains("left out")
        .contains("What was left out for its size is in the plan file.");
  }
}
