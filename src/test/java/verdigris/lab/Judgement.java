package verdigris.lab;

import static verdigris.lab.Attempt.Outcome.ACKNOWLEDGED;
import static verdigris.lab.Attempt.Outcome.FAILED;
import static verdigris.lab.Attempt.Outcome.REFUSED;
import static verdigris.lab.Attempt.Outcome.UNKNOWN;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import verdigris.lab.Attempt.Outcome;
import verdigris.lab.Rows.Row;

/**
 * What became of the rows that clients wrote while something was done to their servers.
 *
 * @param acknowledged rows whose commit a server reported, by all clients
 * @param lost acknowledged rows that are not there
 * @param twice rows that are there more than once
 * @param ghosts rows that are there though the server had refused them
 * @param unknown rows whose fate the client was not told, and how many of them are there
 * @param failures what clients of the pooler saw go wrong
 * @param reigns which server committed when, of all clients
 * @param gap longest time in which no client of the pooler got an acknowledgement
 */
public record Judgement(
    int acknowledged,
    List<Row> lost,
    List<Row> twice,
    List<Row> ghosts,
    Unknown unknown,
    Failures failures,
    List<Reign> reigns,
    Gap gap) {
  public Judgement {
    lost = List.copyOf(lost);
    twice = List.copyOf(twice);
    ghosts = List.copyOf(ghosts);
    reigns = List.copyOf(reigns);
  }

  /** Rows whose connection broke during the commit. */
  public record Unknown(int rows, int there) {}

  /** Failed statements (those of unknown outcome among them) and connections. */
  public record Failures(int statements, int connections) {}

  /** The longest time between two acknowledgements. */
  public record Gap(Duration length, Instant began) {}

  /** Compares recordings with the rows of the server that serves now, or of a standby. */
  public static Judgement of(Collection<Recorded> recordings, Rows rows) {
    List<Row> lost = new ArrayList<>();
    List<Row> ghosts = new ArrayList<>();
    int unknown = 0;
    int unknownThere = 0;
    var writers = new HashSet<String>();
    for (var recording : recordings) {
      writers.add(recording.writer());
      for (var attempt : recording.attempts()) {
        int there = rows.count(recording.writer(), attempt.id());
        switch (attempt.outcome()) {
          case ACKNOWLEDGED -> addIf(there == 0, recording, attempt, lost);
          case FAILED -> addIf(there > 0, recording, attempt, ghosts);
          case UNKNOWN -> {
            unknown++;
            unknownThere += there > 0 ? 1 : 0;
          }
          case REFUSED -> {}
        }
      }
    }
    return new Judgement(
        (int) of(recordings.stream(), ACKNOWLEDGED).count(),
        lost,
        twice(writers, rows),
        ghosts,
        new Unknown(unknown, unknownThere),
        failures(recordings),
        Reign.of(of(recordings.stream(), ACKNOWLEDGED).toList()),
        longestGap(recordings));
  }

  private static void addIf(boolean wrong, Recorded recording, Attempt attempt, List<Row> to) {
    if (wrong) {
      to.add(new Row(recording.writer(), attempt.id()));
    }
  }

  /** Any row, whatever the client was told of it. */
  private static List<Row> twice(Collection<String> writers, Rows rows) {
    return rows.counts().entrySet().stream()
        .filter(entry -> entry.getValue() > 1 && writers.contains(entry.getKey().writer()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Stream<Attempt> of(Stream<Recorded> recordings, Outcome outcome) {
    return recordings
        .flatMap(recording -> recording.attempts().stream())
        .filter(attempt -> attempt.outcome() == outcome);
  }

  private static Stream<Recorded> throughThePooler(Collection<Recorded> recordings) {
    return recordings.stream().filter(recording -> !recording.bypass());
  }

  private static Failures failures(Collection<Recorded> recordings) {
    return new Failures(
        (int)
            Stream.of(FAILED, UNKNOWN)
                .flatMap(outcome -> of(throughThePooler(recordings), outcome))
                .count(),
        (int) of(throughThePooler(recordings), REFUSED).count());
  }

  private static Gap longestGap(Collection<Recorded> recordings) {
    long[] times =
        of(throughThePooler(recordings), ACKNOWLEDGED).mapToLong(Attempt::ended).sorted().toArray();
    long longest = 0;
    long began = times.length == 0 ? 0 : times[0];
    for (int i = 1; i < times.length; i++) {
      if (times[i] - times[i - 1] > longest) {
        longest = times[i] - times[i - 1];
        began = times[i - 1];
      }
    }
    return new Gap(Duration.of(longest, ChronoUnit.MICROS), Attempt.instant(began));
  }

  /**
   * Whether every acknowledged row is there and every row at most once, none against its answer.
   */
  public boolean isComplete() {
    return lost.isEmpty() && twice.isEmpty() && ghosts.isEmpty();
  }

  /** Whether each server committed in one stretch of time that it shared with no other. */
  public boolean hadOneWriterAtATime() {
    return reigns.stream().map(Reign::server).distinct().count() == reigns.size();
  }

  /** The servers in the order in which they committed, such as {@code 198.18.0.11/11}. */
  public List<String> servers() {
    return reigns.stream().map(Reign::server).toList();
  }

  @Override
  public String toString() {
    return ("%d rows acknowledged: %d lost%s, %d twice%s, %d refused but there%s; %d of unknown fate,"
            + " %d of them there; %d failed statements, %d failed connections; longest gap %.3f s at"
            + " %s; writers %s: %s")
        .formatted(
            acknowledged,
            lost.size(),
            some(lost),
            twice.size(),
            some(twice),
            ghosts.size(),
            some(ghosts),
            unknown.rows(),
            unknown.there(),
            failures.statements(),
            failures.connections(),
            gap.length().toNanos() / 1e9,
            gap.began().truncatedTo(ChronoUnit.MILLIS),
            hadOneWriterAtATime() ? "one at a time" : "AT THE SAME TIME",
            some(reigns));
  }

  private static String some(List<?> things) {
    if (things.isEmpty()) {
      return "";
    }
    var more = things.size() > 10 ? " and %d more".formatted(things.size() - 10) : "";
    return " " + things.subList(0, Math.min(10, things.size())) + more;
  }
}
