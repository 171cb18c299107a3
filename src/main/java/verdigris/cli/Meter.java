package verdigris.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * How far a long work is, how fast it goes, and how long it will take. The rate is that of the last
 * half minute, so that a work that was attached to when it was half done, or that stalls, tells the
 * truth.
 */
final class Meter {
  private static final Duration WINDOW = Duration.ofSeconds(30);

  /** Less than this says nothing about a rate. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final long KB = 1000;

  private final String title;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final Instant began;
  private Sample last;
  private long total;

  private record Sample(Instant at, long done) {}

  /**
   * @param title what is done, such as {@code clone blue:11/main to green:11/main}
   * @param at now
   * @param done bytes done already, negative: it has no size
   * @param total bytes at the end, 0: not known
   */
  Meter(String title, Instant at, long done, long total) {
    this.title = title;
    this.began = at;
    this.total = total;
    this.last = new Sample(at, done);
    samples.add(last);
  }

  /** Takes a measurement. */
  void update(Instant at, long done, long newTotal) {
    last = new Sample(at, done);
    total = newTotal;
    samples.add(last);
    while (samples.size() > 2 && samples.getFirst().at().isBefore(at.minus(WINDOW))) {
      samples.removeFirst();
    }
  }

  /**
   * One line: {@code clone ...: 12 GB of 41 GB, 30 %, 110 MB/s, 4 min left}; of a work without a
   * size only how long it has taken. On a narrow one the title gives way to the figures.
   *
   * @param suffix what stands after the figures
   * @param width the longest that it may be
   */
  String line(String suffix, int width) {
    String figures = ": " + figures() + suffix;
    int room = Math.max(0, width - figures.length());
    String shown =
        title.length() <= room ? title : title.substring(0, Math.max(0, room - 3)) + "...";
    String line = shown + figures;
    return line.substring(0, Math.min(line.length(), width));
  }

  /** Whether there is anything to tell yet. */
  boolean tells() {
    return last.done() >= 0 || elapsed().compareTo(SHORTEST) >= 0;
  }

  private Duration elapsed() {
    return Duration.between(began, last.at());
  }

  private String figures() {
    if (last.done() < 0) {
      return time(elapsed().toSeconds());
    }
    var line = new StringBuilder(bytes(last.done()));
    if (total > 0) {
      // The estimate of the total may be too small; more than all of it would be nonsense.
      long percent = Math.min(99, last.done() * 100 / total);
      line.append(" of ").append(bytes(total)).append(", ").append(percent).append(" %");
    }
    double rate = rate();
    if (rate > 0) {
      line.append(", ").append(bytes(Math.round(rate))).append("/s");
    }
    if (rate > 0 && total > last.done()) {
      line.append(", ").append(time(Math.round((total - last.done()) / rate))).append(" left");
    }
    return line.toString();
  }

  /** Bytes a second; 0: not known, or it stands still. */
  private double rate() {
    Sample first = samples.getFirst();
    Duration time = Duration.between(first.at(), last.at());
    return time.compareTo(SHORTEST) < 0
        ? 0
        : (last.done() - first.done()) * 1000.0 / time.toMillis();
  }

  /** Decimal units, as pg_basebackup's max-rate and disk makers have them. */
  static String bytes(long bytes) {
    if (bytes < KB) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= KB && unit < 4) {
      value /= KB;
      unit++;
    }
    String number = String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    return number + " " + "kMGTP".charAt(unit) + "B";
  }

  private static String time(long seconds) {
    if (seconds < 90) {
      return seconds + " s";
    }
    long minutes = (seconds + 30) / 60;
    return minutes < 90 ? minutes + " min" : (minutes + 30) / 60 + " h";
  }
}
