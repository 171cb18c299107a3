package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import verdigris.Golden;
import verdigris.history.Head;
import verdigris.history.Journals;
import verdigris.history.RunRecord;
import verdigris.history.RunRecord.ActionRun;
import verdigris.history.RunRecord.AppliedPlan;
import verdigris.history.RunRecord.KeptProblem;
import verdigris.history.RunRecord.LagSample;
import verdigris.history.RunRecord.LastLook;
import verdigris.history.RunRecord.OutageRun;
import verdigris.history.RunRecord.StepRun;
import verdigris.history.RunRecord.Unmeasured;

class RunHtmlTest {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"upgrade", "failed", "retreated", "killed"})
  void aPageNeedsNothingElse(String journal) throws IOException {
    String page = page(journal);

    Golden.assertMatches("src/test/resources/golden/show/run-" + journal + ".html", page);
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("url(")
        .doesNotContain("@import");
  }

  @Test
  void theOutageIsABandWithItsMeasuredLength() {
    assertThat(page("upgrade"))
        .contains("class=\"outage-band\"")
        .contains("at most 8.00 s")
        .contains("The outage, closer")
        .contains("between two commits at most");
  }

  @Test
  void everyStepHasABarAndALane() throws Exception {
    Document drawing = drawings(page("upgrade")).getFirst();
    var bars = drawing.getElementsByTagName("rect");
    long lanes = 0;
    for (int i = 0; i < bars.getLength(); i++) {
      lanes += bars.item(i).getAttributes().getNamedItem("rx") == null ? 0 : 1;
    }
    assertThat(lanes).isEqualTo(Journals.record("upgrade").steps().size() + 2L);
  }

  @Test
  void everyDrawingIsWellFormedAndSaysInWordsWhatItShows() throws Exception {
    for (String journal : List.of("upgrade", "failed", "retreated", "killed")) {
      for (Document drawing : drawings(page(journal))) {
        assertThat(drawing.getElementsByTagName("title").item(0).getTextContent())
            .contains("run 20261128-");
        assertThat(drawing.getElementsByTagName("desc").item(0).getTextContent()).contains("0");
      }
    }
  }

  @Test
  void aRunWithoutOutageHasNoBand() {
    assertThat(page("failed"))
        .contains("nothing of this run could hold a client back")
        .doesNotContain("class=\"outage-band\"");
  }

  @Test
  void theProblemStandsWithItsEvidenceAndItsStepIsUnfolded() {
    assertThat(page("failed"))
        .contains("<strong>job-failed</strong> on green")
        .contains("No space left on device")
        .containsOnlyOnce("<details open>");
  }

  @Test
  void aWayBackIsSeen() {
    assertThat(page("retreated")).contains("↩ from here on: the way back").contains("↩ retreated");
  }

  @Test
  void anUnreviewedPlanIsSaidAloud() {
    assertThat(page("retreated")).contains("<strong class=\"danger\">UNREVIEWED</strong>");
    assertThat(page("upgrade")).doesNotContain("UNREVIEWED");
  }

  @Test
  void ofARunThatWasKilledNoEndIsClaimed() {
    assertThat(page("killed"))
        .contains("the journal ends in the middle")
        .contains("this run did not let them in again")
        .contains("no end seen")
        .contains("<dt>Exit code</dt><dd>not known</dd>");
  }

  @Test
  void anyTextStaysText() throws Exception {
    String page =
        RunHtml.of(hostile("</pre></title><script>alert('x')</script>\"&\u001b[31m\u202e"));

    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("\u001b")
        .doesNotContain("\u202e")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;&lt;U+001B&gt;[31m");
    assertThat(drawings(page)).isNotEmpty();
  }

  private static String page(String journal) {
    return RunHtml.of(Journals.record(journal));
  }

  /** Read as XML, which is stricter than any browser. */
  private static List<Document> drawings(String page)
      throws ParserConfigurationException, IOException, SAXException {
    var documents = new java.util.ArrayList<Document>();
    Matcher svg = Pattern.compile("<svg viewBox=\"0 0 1000.*?</svg>", Pattern.DOTALL).matcher(page);
    while (svg.find()) {
      documents.add(
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(svg.group()))));
    }
    return documents;
  }

  /** A record in which every text is the same one. */
  private static RunRecord hostile(String text) {
    List<String> texts = List.of(text);
    SequencedMap<String, Long> lag = new LinkedHashMap<>();
    lag.put(text, 5L);
    var action = new ActionRun(text, texts, NOON, Optional.of(NOON), text, Optional.of(1), texts);
    var step = new StepRun(text, text, true, NOON, Optional.empty(), text, List.of(action));
    return new RunRecord(
        text,
        text,
        text,
        NOON,
        Optional.of(NOON),
        NOON,
        text,
        new AppliedPlan(text, text, text, text, true),
        text,
        Optional.of(1),
        List.of(new KeptProblem(text, text, text, texts)),
        List.of(step),
        List.of(new OutageRun(text, NOON, Optional.of(NOON), false)),
        List.of(new Unmeasured(text, text)),
        List.of(new LagSample(NOON, lag)),
        new LastLook(Optional.of(NOON), texts),
        text,
        new Head(text, text));
  }
}
