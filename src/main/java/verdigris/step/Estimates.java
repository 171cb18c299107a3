package verdigris.step;

/**
 * Coarse durations, rounded so that small changes of the facts change no plan.
 *
 * @param cloneSeconds how long a base backup takes
 * @param restartSeconds how long clients are shut out by a restart
 * @param upgradeSeconds how long pg_upgrade takes
 * @param smokeSeconds how long the smoke test takes; 0: there is none
 */
public record Estimates(
    int cloneSeconds, int restartSeconds, int upgradeSeconds, int smokeSeconds) {

  /** Where nothing was measured. */
  public static final Estimates COARSE = new Estimates(256, 4, 8, 0);

  /** Rounds a duration up to a power of two. */
  public static int coarse(long seconds) {
    long capped = Math.clamp(seconds, 1, 1 << 24);
    return (int) (Long.highestOneBit(capped) == capped ? capped : Long.highestOneBit(capped) << 1);
  }
}
