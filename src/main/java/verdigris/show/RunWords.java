package verdigris.show;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import verdigris.history.RunRecord;
import verdigris.history.RunRecord.OutageRun;

/** The words about a run that every form of it shares. Times are UTC. */
final class RunWords {
  private static final DateTimeFormatter MOMENT = formatter("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter CLOCK = formatter("HH:mm:ss");

  private RunWords() {}

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** A day and a time, to the second. */
  static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /** A time of the day, to the second. */
  static String clock(Instant at) {
    return CLOCK.format(at);
  }

  /** How long something took. */
  static String span(Instant from, Instant to) {
    return span(Duration.between(from, to));
  }

  /** How long something took: short things finely, long things coarsely. */
  static String span(Duration length) {
    long seconds = length.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.2f s", length.toMillis() / 1000.0);
    }
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
    }
    if (seconds < 7200) {
      return "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
    return "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60);
  }

  /** What clients had to bear of a run, as the engine measured it; empty: nothing. */
  static String outage(RunRecord run) {
    return run.outages().stream().map(RunWords::outage).collect(Collectors.joining(", "));
  }

  /** One outage. */
  static String outage(OutageRun outage) {
    return outage
        .length()
        .map(l -> outage.inherited() ? "ended after " + span(l) + " more" : "at most " + span(l))
        .orElse(outage.inherited() ? "went on, no end seen" : "began, no end seen");
  }

  /** How a run ended, in a sentence. */
  static String outcome(RunRecord run) {
    return switch (run.outcome()) {
      case RunRecord.DONE -> "Done: every step that was asked for is complete.";
      case RunRecord.FAILED -> "Failed: see the problems below.";
      case "interrupted" -> "Interrupted: the steps that had begun are complete.";
      case "retreated" -> "Retreated: clients are served as before the outage.";
      case "shut-out" -> "CLIENTS ARE SHUT OUT.";
      case RunRecord.UNKNOWN ->
          "Unknown: the journal ends in the middle (killed, a loss of power, or a bug of ours).";
      default -> run.outcome();
    };
  }

  /** Whether a step was at work in an outage. */
  static boolean isIn(OutageRun outage, Instant began, Optional<Instant> ended) {
    boolean endsBefore = ended.filter(e -> !e.isAfter(outage.began())).isPresent();
    boolean beginsAfter = outage.ended().filter(e -> !began.isBefore(e)).isPresent();
    return !endsBefore && !beginsAfter;
  }
}
