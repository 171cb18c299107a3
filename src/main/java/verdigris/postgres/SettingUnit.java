package verdigris.postgres;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** Units of settings, as the server's guc.c multiplies them. */
public final class SettingUnit {
  private record Unit(String name, long size, int since) {}

  private static final List<Unit> MEMORY =
      List.of(
          new Unit("B", 1, 11),
          new Unit("kB", 1L << 10, 11),
          new Unit("MB", 1L << 20, 11),
          new Unit("GB", 1L << 30, 11),
          new Unit("TB", 1L << 40, 11));

  private static final List<Unit> TIME =
      List.of(
          new Unit("us", 1, 12),
          new Unit("ms", 1_000, 11),
          new Unit("s", 1_000_000, 11),
          new Unit("min", 60_000_000L, 11),
          new Unit("h", 3_600_000_000L, 11),
          new Unit("d", 86_400_000_000L, 11));

  private SettingUnit() {}

  /**
   * What a number in one unit has to be multiplied by to be in a setting's own.
   *
   * @param given as written; empty: already in the setting's own
   * @param own the setting's, such as {@code 8kB}; empty when it has none
   * @param major of the server
   * @return empty when the setting cannot be given in that unit
   */
  static Optional<BigDecimal> factor(String given, String own, int major) {
    if (given.isEmpty()) {
      return Optional.of(BigDecimal.ONE);
    }
    if (own.isEmpty()) {
      return Optional.empty();
    }
    return units(own).stream()
        .filter(unit -> unit.name().equals(given) && unit.since() <= major)
        .findFirst()
        .map(
            unit ->
                BigDecimal.valueOf(unit.size())
                    .divide(BigDecimal.valueOf(size(own)), MathContext.DECIMAL128));
  }

  /** The units that a setting can be given in, as a list to read. */
  static String family(String own) {
    return String.join(", ", units(own).stream().map(Unit::name).toList());
  }

  /** Bytes of a memory unit, microseconds of a unit of time. */
  public static long size(String own) {
    int digits = 0;
    while (digits < own.length() && Character.isDigit(own.charAt(digits))) {
      digits++;
    }
    long count = digits == 0 ? 1 : Long.parseLong(own.substring(0, digits));
    String name = own.substring(digits);
    return units(own).stream()
        .filter(unit -> unit.name().equals(name))
        .findFirst()
        .map(unit -> count * unit.size())
        .orElseThrow(() -> new IllegalArgumentException("not a unit of a setting: " + own));
  }

  static boolean isMemory(String own) {
    return own.endsWith("B");
  }

  /** A number in a setting's own unit, written with the largest unit that leaves it whole. */
  public static String written(String raw, String own) {
    if (own.isEmpty() || !raw.matches("[1-9]\\d{0,15}")) {
      return raw;
    }
    BigDecimal total = new BigDecimal(raw).multiply(BigDecimal.valueOf(size(own)));
    for (Unit unit : units(own).reversed()) {
      BigDecimal[] parts = total.divideAndRemainder(BigDecimal.valueOf(unit.size()));
      if (parts[1].signum() == 0 && parts[0].signum() > 0) {
        return parts[0].setScale(0, RoundingMode.UNNECESSARY).toPlainString() + unit.name();
      }
    }
    return raw;
  }

  private static List<Unit> units(String own) {
    return isMemory(own) ? MEMORY : TIME;
  }
}
