package verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.run.Event;
import verdigris.run.Journal;
import verdigris.run.Masks;
import verdigris.run.Origin;
import verdigris.run.Records;
import verdigris.show.Style;

/** Where the hosts cannot be asked, what is kept of the runs tells whether clients wait. */
class OpenOutageTest {
  private static final Instant BEGAN = Instant.parse("2026-11-28T02:11:05Z");
  private static final Event BEGINS = new Event.OutageBegan(BEGAN, false);
  private static final Event INHERITED = new Event.OutageBegan(BEGAN, true);
  private static final Event ENDS = new Event.OutageEnded("green:15/main", BEGAN, 4.2, false);
  private static final Event ENDS_AT_LAST = new Event.OutageEnded("blue:11/main", BEGAN, 9.1, true);

  @TempDir Path runs = Path.of("");

  private Path directory = Path.of("");
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void anEmptyDirectory() throws IOException {
    directory = Files.createDirectories(runs.resolve("orders"));
  }

  @Test
  void aRunThatWasKilledInAnOutageLeftItOpen() {
    killed("r1", BEGINS);
    assertThat(OpenOutage.in(new Records(directory))).contains(new OpenOutage("r1", BEGAN));
  }

  @Test
  void aRunThatGaveUpInAnOutageLeftItOpen() {
    ended("r1", BEGINS);
    assertThat(OpenOutage.in(new Records(directory))).contains(new OpenOutage("r1", BEGAN));
  }

  @Test
  void anOutageThatEndedIsNotOpen() {
    killed("r1", BEGINS, ENDS);
    assertThat(OpenOutage.in(new Records(directory))).isEmpty();
  }

  @Test
  void ofTwoOutagesOfARunTheLastCounts() {
    killed("r1", BEGINS, ENDS, BEGINS);
    assertThat(OpenOutage.in(new Records(directory))).isPresent();
  }

  @Test
  void anOutageThatALaterRunEndedIsNotOpen() {
    killed("r1", BEGINS);
    ended("r2", INHERITED, ENDS_AT_LAST);
    assertThat(OpenOutage.in(new Records(directory))).isEmpty();
  }

  @Test
  void aLaterRunThatDidNothingInItDoesNotEndIt() {
    killed("r1", BEGINS);
    ended("r2");
    assertThat(OpenOutage.in(new Records(directory))).contains(new OpenOutage("r1", BEGAN));
  }

  @Test
  void whereNothingRanNothingIsOpen() {
    assertThat(OpenOutage.in(new Records(runs.resolve("nothing")))).isEmpty();
  }

  @Test
  void whoIsStoppedBeforeTheHostsCanBeAskedIsToldThatClientsWait() {
    killed("r1", BEGINS);

    assertThat(OpenOutage.code(terminal(), directory, gone()))
        .isEqualTo(ExitCode.CLIENTS_SHUT_OUT.number());

    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(
            "green is gone",
            "CLIENTS ARE SHUT OUT",
            "run r1 was in an outage at 2026-11-28 02:11:05 UTC");
  }

  @Test
  void whereNobodyIsKnownToWaitTheProblemStaysWhatItIs() {
    ended("r1");
    assertThatThrownBy(() -> OpenOutage.code(terminal(), directory, gone()))
        .hasMessageContaining("green is gone");
  }

  @Test
  void whileAnotherRunIsAtWorkThatRunLetsThemIn() {
    killed("r1", BEGINS);
    var held = problem(Kind.LOCK_HELD, "dana has it");
    assertThatThrownBy(() -> OpenOutage.code(terminal(), directory, held))
        .hasMessageContaining("dana has it");
  }

  private Terminal terminal() {
    return new Terminal(
        new Surroundings(false, Style.PLAIN, 80),
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        InstantSource.system());
  }

  private static ProblemException gone() {
    return problem(Kind.UNREACHABLE, "green is gone");
  }

  private static ProblemException problem(Kind kind, String detail) {
    return Problem.of(kind, new Where.OnHost("green"), detail, "See to it.").asException();
  }

  private void killed(String run, Event... events) {
    try (Journal journal = journal(run)) {
      hear(journal, run, events);
    }
  }

  private void ended(String run, Event... events) {
    try (Journal journal = journal(run)) {
      hear(journal, run, events);
      journal.hear(new Event.RunEnded(run, "failed", 1, List.of()));
    }
    new Records(directory).add(run);
  }

  private Journal journal(String run) {
    return Journal.open(directory, run, InstantSource.system(), Masks.NONE);
  }

  private static void hear(Journal journal, String run, Event... events) {
    var origin = new Origin("p.yaml", "", "", "no policy", false);
    journal.hear(
        new Event.RunStarted(run, "orders", "dana@ops1", "1", Optional.of(origin), List.of()));
    List.of(events).forEach(journal::hear);
  }
}
