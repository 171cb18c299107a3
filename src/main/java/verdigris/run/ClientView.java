package verdigris.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import verdigris.run.Beat.Outcome;

/**
 * What a client saw of an outage.
 *
 * @param commits acknowledged ones
 * @param gap the longest time between two of them
 * @param gapFrom when it began
 * @param failed transactions that ended with an error
 * @param retried how many of those were tried again
 * @param lost acknowledged, and not there, as far as ids tell: one that was lost and then given to
 *     somebody else's transaction looks as if it were there
 * @param duplicated of unknown outcome, and there although they were tried again
 * @param untold of which the server could not tell whether they are there
 */
public record ClientView(
    int commits,
    Duration gap,
    Instant gapFrom,
    int failed,
    int retried,
    int lost,
    int duplicated,
    int untold) {
  private static final String COMMITTED = "committed";

  /**
   * Sums up.
   *
   * @param beats in their order
   * @param states what the server that serves now says of each transaction ({@code txid_status},
   *     from PostgreSQL 10); one that it says nothing of has been too long ago, or was not asked
   */
  static ClientView of(List<Beat> beats, Map<Long, String> states) {
    List<Beat> acknowledged =
        beats.stream().filter(b -> b.outcome() == Outcome.ACKNOWLEDGED).toList();
    Duration gap = Duration.ZERO;
    Instant from = acknowledged.isEmpty() ? Instant.EPOCH : acknowledged.getFirst().ended();
    for (int i = 1; i < acknowledged.size(); i++) {
      Instant before = acknowledged.get(i - 1).ended();
      Duration between = Duration.between(before, acknowledged.get(i).ended());
      if (between.compareTo(gap) > 0) {
        gap = between;
        from = before;
      }
    }
    List<Beat> failed = beats.stream().filter(b -> b.outcome() != Outcome.ACKNOWLEDGED).toList();
    boolean lastFailed = !failed.isEmpty() && failed.getLast().equals(beats.getLast());
    return new ClientView(
        acknowledged.size(),
        gap,
        from,
        failed.size(),
        failed.size() - (lastFailed ? 1 : 0),
        count(acknowledged, b -> isTold(b, states) && !isThere(b, states)) + reused(acknowledged),
        count(failed, b -> b.outcome() == Outcome.UNKNOWN && isThere(b, states)),
        count(beats, b -> b.outcome() != Outcome.FAILED && !isTold(b, states)));
  }

  /** An id that was given twice: the first of them is in no history that the second is in. */
  private static int reused(List<Beat> acknowledged) {
    return acknowledged.size()
        - (int) acknowledged.stream().map(Beat::transaction).distinct().count();
  }

  private static boolean isTold(Beat beat, Map<Long, String> states) {
    return states.containsKey(beat.transaction());
  }

  private static boolean isThere(Beat beat, Map<Long, String> states) {
    return COMMITTED.equals(states.get(beat.transaction()));
  }

  private static int count(List<Beat> beats, Predicate<Beat> which) {
    return (int) beats.stream().filter(which).count();
  }

  /** Whether something is there that should not be, or the other way round. */
  public boolean isSound() {
    return lost == 0 && duplicated == 0;
  }
}
