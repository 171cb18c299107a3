package verdigris.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import verdigris.problem.Problem;
import verdigris.show.ProblemText;
import verdigris.show.Severity;
import verdigris.show.Sources;
import verdigris.show.Style;
import verdigris.show.View;

/**
 * Prints what {@code verdigris.show} made. Results go to standard output, problems and progress to
 * standard error, so that a result can be piped. On a terminal the progress of long work is one
 * line that is rewritten in place; on a pipe it is a plain line now and then. Safe for use by
 * several threads.
 */
public final class Terminal {
  private static final Duration PIPE_PAUSE = Duration.ofSeconds(10);
  private static final Duration SCREEN_PAUSE = Duration.ofMillis(200);

  /** Back to the first column, and erase to the end of the line (ECMA-48 EL). */
  private static final String ERASE = "\r\u001B[K";

  private final Surroundings surroundings;
  private final PrintStream out;
  private final PrintStream err;
  private final InstantSource clock;
  private final SequencedMap<String, Meter> works = new LinkedHashMap<>();
  private Instant lastShown = Instant.MIN;
  private boolean lineShown;

  Terminal(Surroundings surroundings, PrintStream out, PrintStream err, InstantSource clock) {
    this.surroundings = surroundings;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /**
   * The process's own.
   *
   * @param noColor whether the user said {@code --no-color}
   */
  public static Terminal ofProcess(boolean noColor, InstantSource clock) {
    return new Terminal(
        Surroundings.detect(noColor),
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        clock);
  }

  /** How a person here wants to see things. */
  public View view(boolean details) {
    return new View(surroundings.style(), surroundings.width(), details);
  }

  /** Colour or none. */
  public Style style() {
    return surroundings.style();
  }

  /** Whether a person watches, who can be asked. */
  public boolean isInteractive() {
    return surroundings.terminal();
  }

  /** Prints a result; it brings its own line breaks. */
  public synchronized void print(String text) {
    eraseProgress();
    out.print(text);
    out.flush();
    redraw();
  }

  /** Tells what happens, a line. */
  public synchronized void say(String line) {
    eraseProgress();
    err.println(line);
    redraw();
  }

  /** Prints problems. */
  public synchronized void problems(Severity severity, List<Problem> problems, Sources sources) {
    eraseProgress();
    err.print(ProblemText.of(severity, problems, view(false), sources));
    err.flush();
    redraw();
  }

  /**
   * Shows how far a long work is.
   *
   * @param work its title, which tells it from other work at the same time
   * @param done bytes, negative: it has no size
   * @param total bytes at the end, 0: not known
   */
  public synchronized void progress(String work, long done, long total) {
    Instant now = clock.instant();
    Meter meter = works.get(work);
    if (meter == null) {
      works.put(work, new Meter(work, now, done, total));
    } else {
      meter.update(now, done, total);
    }
    Duration pause = surroundings.terminal() ? SCREEN_PAUSE : PIPE_PAUSE;
    if (lastShown.equals(Instant.MIN) || !now.isBefore(lastShown.plus(pause))) {
      lastShown = now;
      show();
    }
  }

  /** The work has ended, well or not; its line goes away. */
  public synchronized void progressEnds(String work) {
    works.remove(work);
    eraseProgress();
    if (works.isEmpty()) {
      lastShown = Instant.MIN;
    }
    redraw();
  }

  private void show() {
    if (surroundings.terminal()) {
      eraseProgress();
      redraw();
      return;
    }
    works.values().stream()
        .filter(Meter::tells)
        .forEach(m -> err.println(m.line("", Integer.MAX_VALUE)));
  }

  private void redraw() {
    if (!surroundings.terminal() || works.isEmpty()) {
      return;
    }
    int others = works.size() - 1;
    String suffix = others == 0 ? "" : " (and " + others + " more)";
    // A line that reaches the last column would wrap, and could not be rewritten.
    err.print(works.firstEntry().getValue().line(suffix, surroundings.width() - 1));
    err.flush();
    lineShown = true;
  }

  private void eraseProgress() {
    if (lineShown) {
      err.print(ERASE);
      err.flush();
      lineShown = false;
    }
  }
}
