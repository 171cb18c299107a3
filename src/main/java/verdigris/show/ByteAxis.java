package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import verdigris.postgres.Bytes;

/**
 * Where sizes are on a drawing: evenly, or by their number of digits where they differ by orders of
 * magnitude; 0 is at the bottom of both.
 *
 * @param most the largest, at least 1
 * @param byDigits whether by number of digits
 * @param top of the largest
 * @param bottom of 0
 */
record ByteAxis(long most, boolean byDigits, double top, double bottom) {
  private static final int ORDERS = 100;
  private static final long KILO = 1024;

  /** An axis on which all of these can be told apart. */
  static ByteAxis of(List<Long> sizes, double top, double bottom) {
    long most = sizes.stream().mapToLong(s -> s).max().orElse(0);
    boolean orders =
        most >= KILO * KILO && sizes.stream().anyMatch(s -> s > 0 && s < most / ORDERS);
    return new ByteAxis(Math.max(KILO, rounded(most)), orders, top, bottom);
  }

  private static long rounded(long most) {
    long unit = 1;
    while (unit < most / 4) {
      unit *= 2;
    }
    return Math.ceilDiv(most, unit) * unit;
  }

  double y(long size) {
    double part =
        byDigits
            ? Math.log1p((double) size) / Math.log1p((double) most)
            : (double) size / (double) most;
    return bottom - (bottom - top) * Math.clamp(part, 0.0, 1.0);
  }

  /** Sizes to be named, from 0. */
  List<Long> ticks() {
    var ticks = new ArrayList<Long>(List.of(0L));
    if (!byDigits) {
      ticks.add(most / 2);
      ticks.add(most);
      return ticks;
    }
    for (long size = KILO; size <= most && size > 0; size *= KILO) {
      ticks.add(size);
    }
    if (y(ticks.getLast()) - top > 16) {
      ticks.add(most);
    }
    return ticks;
  }

  static String label(long size) {
    return Bytes.text(size);
  }
}
