package verdigris.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file that remembers each {@link Attempt} of a writer: its name and kind, then one line each.
 * Outlives the writer, whatever ends it.
 */
final class Recording implements AutoCloseable {
  static final String BYPASS = "bypass";

  private final BufferedWriter file;
  private final Map<String, Long> errors = new TreeMap<>();
  private long acknowledged;
  private long last = System.nanoTime();
  private Duration longestGap = Duration.ZERO;
  private Instant gapBegan = Instant.now();

  private Recording(BufferedWriter file) {
    this.file = file;
  }

  static Recording create(Path path, String writer, boolean bypass) {
    try {
      var file = Files.newBufferedWriter(path);
      file.write("%s %s%n".formatted(writer, bypass ? BYPASS : "client"));
      file.flush();
      return new Recording(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void acknowledged(Attempt attempt) {
    measureGap();
    acknowledged++;
    write(attempt);
  }

  synchronized void failed(Attempt attempt, String message) {
    errors.merge(message, 1L, Long::sum);
    write(attempt);
  }

  private void write(Attempt attempt) {
    try {
      file.write(attempt.line() + "\n");
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void measureGap() {
    long now = System.nanoTime();
    var gap = Duration.ofNanos(now - last);
    last = now;
    if (gap.compareTo(longestGap) > 0) {
      longestGap = gap;
      gapBegan = Instant.now().minus(gap);
    }
  }

  synchronized Summary summary() {
    return new Summary(acknowledged, errors, longestGap, gapBegan);
  }

  /** Ends the measurement: what is still a gap now counts. */
  @Override
  public synchronized void close() {
    measureGap();
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
