package verdigris.postgres;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the write-ahead log, type {@code pg_lsn}.
 *
 * @param value the 64 bits, to be read as unsigned
 */
public record Lsn(long value) implements Comparable<Lsn> {
  private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

  /**
   * Parses PostgreSQL's form, such as {@code 0/5A3F21C8}.
   *
   * @return empty when the text has another form
   */
  public static Optional<Lsn> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Lsn(Long.parseLong(matcher.group(1), 16) << 32 | Long.parseLong(matcher.group(2), 16)));
  }

  /** Bytes from {@code other} to this; negative when this is before it. */
  public long minus(Lsn other) {
    return value - other.value;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    return "%X/%X".formatted(value >>> 32, value & 0xFFFF_FFFFL);
  }
}
