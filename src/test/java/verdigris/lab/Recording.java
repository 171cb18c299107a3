package verdigris.lab;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * The memory of a {@link Writer}: a file with the writer's name in its first line and then each
 * acknowledged id with its time in milliseconds. Outlives the writer, whatever ends it.
 */
final class Recording implements AutoCloseable {
  private final BufferedWriter file;
  private final Map<String, Long> errors = new TreeMap<>();
  private long acknowledged;
  private long last = System.nanoTime();
  private Duration longestGap = Duration.ZERO;
  private Instant gapBegan = Instant.now();

  private Recording(BufferedWriter file) {
    this.file = file;
  }

  static Recording create(Path path, String writer) {
    try {
      var file = Files.newBufferedWriter(path);
      file.write(writer + "\n");
      return new Recording(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void acknowledged(long id) {
    measureGap();
    acknowledged++;
    try {
      file.write(id + " " + System.currentTimeMillis() + "\n");
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

  synchronized void failed(String message) {
    errors.merge(message, 1L, Long::sum);
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

  /** The writer's name in a recording. */
  static String writer(Path path) {
    try (var lines = Files.lines(path)) {
      return lines.findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The acknowledged ids in a recording. A last line that was cut short is none. */
  static BitSet ids(Path path) {
    var ids = new BitSet();
    try (var lines = Files.lines(path)) {
      lines
          .skip(1)
          .filter(line -> line.matches("\\d+ \\d{13}"))
          .forEach(line -> ids.set(Integer.parseInt(line.substring(0, line.indexOf(' ')))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ids;
  }
}
