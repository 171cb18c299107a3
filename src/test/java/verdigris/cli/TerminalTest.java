package verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.show.Severity;
import verdigris.show.Sources;
import verdigris.show.Style;

class TerminalTest {
  private static final long GB = 1_000_000_000;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private Terminal terminal(boolean person) {
    return new Terminal(
        new Surroundings(person, Style.PLAIN, 80),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        () -> now);
  }

  private void pass(long millis) {
    now = now.plus(Duration.ofMillis(millis));
  }

  private String told() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aPersonSeesOneLineThatIsRewritten() {
    Terminal terminal = terminal(true);
    terminal.progress("clone", 0, 40 * GB);
    pass(10_000);
    terminal.progress("clone", GB, 40 * GB);
    terminal.progressEnds("clone");
    assertThat(told())
        .isEqualTo(
            "clone: 0 B of 40 GB, 0 %"
                + "\r\u001B[Kclone: 1.0 GB of 40 GB, 2 %, 100 MB/s, 7 min left"
                + "\r\u001B[K");
    assertThat(told()).doesNotContain("\n");
  }

  @Test
  void theLineIsNotRewrittenMoreOftenThanEyesCanFollow() {
    Terminal terminal = terminal(true);
    for (int i = 0; i < 10; i++) {
      terminal.progress("clone", i, 0);
      pass(50);
    }
    assertThat(told()).isEqualTo("clone: 0 B\r\u001B[Kclone: 4 B\r\u001B[Kclone: 8 B");
  }

  @Test
  void aPipeGetsPlainLinesAtMostEveryTenSeconds() {
    Terminal terminal = terminal(false);
    for (int i = 0; i < 25; i++) {
      terminal.progress("clone", i * 100_000_000L, 0);
      pass(1000);
    }
    terminal.progressEnds("clone");
    assertThat(told().lines())
        .containsExactly("clone: 0 B", "clone: 1.0 GB, 100 MB/s", "clone: 2.0 GB, 100 MB/s");
    assertThat(told()).doesNotContain("\u001B").doesNotContain("\r");
  }

  @Test
  void aWorkWithoutASizeTellsHowLongItHasTaken() {
    Terminal terminal = terminal(false);
    for (int i = 0; i < 25; i++) {
      terminal.progress("upgrade", -1, 0);
      pass(1000);
    }
    assertThat(told().lines()).containsExactly("upgrade: 10 s", "upgrade: 20 s");
  }

  @Test
  void whatIsPrintedMeanwhileStandsOnLinesOfItsOwn() {
    Terminal terminal = terminal(true);
    terminal.progress("clone", 5, 0);
    terminal.say("green: slot created");
    terminal.print("result\n");
    assertThat(told())
        .isEqualTo(
            "clone: 5 B\r\u001B[Kgreen: slot created"
                + System.lineSeparator()
                + "clone: 5 B\r\u001B[Kclone: 5 B");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("result\n");
  }

  @Test
  void worksSideBySideShareTheLine() {
    Terminal terminal = terminal(true);
    terminal.progress("clone a", 5, 0);
    pass(1000);
    terminal.progress("clone b", 7, 0);
    terminal.progressEnds("clone a");
    assertThat(told())
        .isEqualTo("clone a: 5 B\r\u001B[Kclone a: 5 B (and 1 more)\r\u001B[Kclone b: 7 B");
  }

  @Test
  void theLineNeverReachesTheLastColumn() {
    terminal(true).progress("x".repeat(200), 5, 0);
    assertThat(told()).hasSize(79).endsWith("xxx...: 5 B");
  }

  @Test
  void theRateIsThatOfTheLastHalfMinuteSoThatAStallShows() {
    Terminal terminal = terminal(false);
    for (int i = 0; i <= 100; i++) {
      terminal.progress("clone", Math.min(i, 60) * GB, 100 * GB);
      pass(1000);
    }
    assertThat(told().lines().toList().getLast()).isEqualTo("clone: 60 GB of 100 GB, 60 %");
  }

  @Test
  void aTotalThatWasGuessedTooSmallIsNeverExceeded() {
    Terminal terminal = terminal(false);
    terminal.progress("clone", 50 * GB, 40 * GB);
    assertThat(told().lines()).containsExactly("clone: 50 GB of 40 GB, 99 %");
  }

  @Test
  void problemsGoToStandardErrorSoThatAResultCanBePiped() {
    terminal(false)
        .problems(
            Severity.ERROR,
            List.of(Problem.of(Kind.UNREACHABLE, new Where.OnHost("green"), "No route.", "")),
            Sources.NONE);
    assertThat(told())
        .startsWith("Error: The host cannot be reached [unreachable]\n  at host green");
    assertThat(out.size()).isZero();
  }
}
