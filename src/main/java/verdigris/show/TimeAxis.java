package verdigris.show;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where moments are on a drawing.
 *
 * @param from the first
 * @param to the last, later than the first
 * @param left of the first
 * @param right of the last
 */
record TimeAxis(Instant from, Instant to, double left, double right) {
  private static final int MOST_TICKS = 9;

  private static final long[] STEPS = {
    100,
    200,
    500,
    1_000,
    2_000,
    5_000,
    10_000,
    15_000,
    30_000,
    60_000,
    120_000,
    300_000,
    600_000,
    900_000,
    1_800_000,
    3_600_000,
    7_200_000,
    10_800_000,
    21_600_000,
    43_200_000,
    86_400_000
  };

  /** Something to be seen even when nothing took any time. */
  private static final Duration SHORTEST = Duration.ofMillis(500);

  TimeAxis {
    if (Duration.between(from, to).compareTo(SHORTEST) < 0) {
      to = from.plus(SHORTEST);
    }
  }

  /** A moment with its name. */
  record Tick(double x, String label) {}

  /** Where a moment is; one that is outside is at the edge. */
  double x(Instant at) {
    double part =
        (double) Duration.between(from, at).toMillis() / Duration.between(from, to).toMillis();
    return left + (right - left) * Math.clamp(part, 0.0, 1.0);
  }

  /** Round moments, a sensible number of them. */
  List<Tick> ticks() {
    long step = step();
    var ticks = new ArrayList<Tick>();
    long at = Math.ceilDiv(from.toEpochMilli(), step) * step;
    for (; at <= to.toEpochMilli(); at += step) {
      ticks.add(new Tick(x(Instant.ofEpochMilli(at)), label(at, step)));
    }
    return ticks;
  }

  private long step() {
    long least = Duration.between(from, to).toMillis() / MOST_TICKS;
    for (long step : STEPS) {
      if (step > least) {
        return step;
      }
    }
    long days = STEPS[STEPS.length - 1];
    return Math.ceilDiv(least + 1, days) * days;
  }

  private static String label(long at, long step) {
    String clock = RunWords.clock(Instant.ofEpochMilli(at));
    if (step < 1000) {
      return clock.substring(3) + String.format(Locale.ROOT, ".%d", Math.floorMod(at, 1000L) / 100);
    }
    if (step >= STEPS[STEPS.length - 1]) {
      return RunWords.moment(Instant.ofEpochMilli(at)).substring(0, 10);
    }
    return step % 60_000 == 0 ? clock.substring(0, 5) : clock;
  }
}
