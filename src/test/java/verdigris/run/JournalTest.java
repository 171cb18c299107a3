package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/** What a journal keeps, and what it must not. */
class JournalTest {
  private static final String SECRET = "it's a:secret\\pass";

  @TempDir Path directory = Path.of("");

  @Test
  void whatWasHeardIsInTheRecord() throws IOException {
    SequencedMap<String, Long> lag = new LinkedHashMap<>();
    lag.put("green:11/main", 8192L);
    journal(
        Masks.NONE,
        new Event.StepStarted("s", "a step"),
        new Event.Looked(List.of("blue:11/main primary, running"), lag),
        new Event.OutageBegan(Instant.parse("2026-11-28T04:00:00Z"), false),
        new Event.ActionStarted("s", "blue", List.of("true")),
        new Event.ActionEnded("s", "blue", true, Optional.of(0), List.of("well", "done")),
        new Event.OutageEnded("blue:11/main", Instant.parse("2026-11-28T04:00:00Z"), 1.25, true),
        new Event.StepDone("s", "a step", 1.5),
        new Event.RunEnded("r", "done", 0, List.of()));
    var record = new Records(directory).fromJournal("r").orElseThrow();

    assertThat(record.steps())
        .singleElement()
        .satisfies(
            s ->
                assertThat(s.actions())
                    .singleElement()
                    .satisfies(a -> assertThat(a.output()).containsExactly("well", "done")));
    assertThat(record.lag())
        .singleElement()
        .satisfies(s -> assertThat(s.bytes()).containsEntry("green:11/main", 8192L));
    assertThat(record.facts().world()).containsExactly("blue:11/main primary, running");
    assertThat(record.outages())
        .singleElement()
        .satisfies(o -> assertThat(o.inherited()).isTrue())
        .satisfies(o -> assertThat(o.ended()).contains(Instant.parse("2026-11-28T04:00:01.250Z")));
  }

  @Test
  void aSecretThatSomethingPrintedIsKeptOutInEveryForm() throws IOException {
    var problem =
        new Problem(
            Kind.COMMAND_FAILED,
            new Where.OnHost("blue"),
            "It said " + SECRET,
            "",
            List.of("psql: " + SECRET, "PASSWORD 'it''s a:secret\\pass'"));
    String text =
        journal(
            Masks.of(List.of(SECRET)),
            new Event.ActionEnded(
                "s",
                "blue",
                false,
                Optional.of(1),
                List.of("x " + SECRET, "it's a\\:secret\\\\pass")),
            new Event.StepFailed("s", "a step", List.of(problem)),
            new Event.CanaryAbsent("blue:6432", "no login with " + SECRET),
            new Event.RunEnded("r", "failed", 1, List.of(problem)));

    assertThat(text).contains("<secret>").doesNotContain("secret\\\\pass").doesNotContain("it's a");
    assertThat(text.split("<secret>", -1)).hasSize(10);
  }

  @Test
  void aSecretOfSeveralLinesIsKeptOutToo() throws IOException {
    String text =
        journal(
            Masks.of(List.of("first\nsecond")),
            new Event.ActionEnded(
                "s", "blue", true, Optional.of(0), List.of("first", "second", "third")));

    assertThat(text).doesNotContain("first").doesNotContain("second").contains("third");
  }

  @Test
  void ofLongOutputTheEndIsKeptAndNoHalfSecret() throws IOException {
    String line = "x".repeat(300) + SECRET;
    String text =
        journal(
            Masks.of(List.of(SECRET)),
            new Event.ActionEnded("s", "blue", true, Optional.of(0), Collections.nCopies(40, line)),
            new Event.ActionEnded(
                "s", "blue", true, Optional.of(0), List.of(SECRET + "y".repeat(100_000))));

    assertThat(text).doesNotContain("it's").hasSizeLessThan(10_000).contains("yyyy");
  }

  private String journal(Masks masks, Event... events) throws IOException {
    try (Journal journal = Journal.open(directory, "r", InstantSource.system(), masks)) {
      journal.hear(
          new Event.RunStarted(
              "r",
              "orders",
              "dana@ops1",
              "1",
              Optional.of(new Origin("p.yaml", "", "", "no policy", false)),
              List.of()));
      List.of(events).forEach(journal::hear);
      return Files.readString(journal.path());
    }
  }
}
