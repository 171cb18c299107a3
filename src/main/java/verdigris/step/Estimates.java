package verdigris.step;

import java.util.Optional;
import verdigris.facts.Rehearsal;
import verdigris.facts.Rehearsal.Phase;

/**
 * Durations for a forecast. Coarse ones are rounded so that small changes of the facts change no
 * plan; those of a rehearsal are what was measured.
 *
 * @param cloneSeconds how long a base backup takes
 * @param restartSeconds how long clients are shut out by a restart
 * @param upgradeSeconds how long pg_upgrade takes
 * @param statisticsSeconds how long the first stage of planner statistics takes
 * @param smokeSeconds how long the smoke test takes; 0: there is none
 * @param rehearsed the day on which the upgrade was rehearsed; empty: it was not
 */
public record Estimates(
    int cloneSeconds,
    int restartSeconds,
    int upgradeSeconds,
    int statisticsSeconds,
    int smokeSeconds,
    Optional<String> rehearsed) {

  /** Where nothing was measured. */
  public static final Estimates COARSE = new Estimates(256, 4, 8, 2, 0, Optional.empty());

  /** A job's end is noticed a little later than it comes. */
  private static final int NOTICED = 1;

  /** The same with what a rehearsal has measured. */
  public Estimates with(Rehearsal rehearsal) {
    return new Estimates(
        cloneSeconds,
        restartSeconds,
        rehearsal.seconds(Phase.UPGRADE) + NOTICED,
        rehearsal.seconds(Phase.STATISTICS) + NOTICED,
        smokeSeconds,
        Optional.of(rehearsal.date()));
  }

  /** A coarse duration in words. */
  public static String about(int seconds) {
    return seconds < 120 ? "about " + seconds + " s" : "about " + ((seconds + 59) / 60) + " min";
  }

  /** Rounds a duration up to a power of two. */
  public static int coarse(long seconds) {
    long capped = Math.clamp(seconds, 1, 1 << 24);
    return (int) (Long.highestOneBit(capped) == capped ? capped : Long.highestOneBit(capped) << 1);
  }
}
