package verdigris.postgres;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PostgreSQL server version since 10: major and minor.
 *
 * @param major such as 11
 * @param minor such as 22
 */
public record Version(int major, int minor) implements Comparable<Version> {
  private static final Pattern FORM = Pattern.compile("(\\d{2})\\.(\\d{1,3})\\b");

  public Version {
    if (major < 10 || minor < 0) {
      throw new IllegalArgumentException("not a version: " + major + "." + minor);
    }
  }

  /**
   * Finds the version in what a program or a server prints, such as {@code 15.18 (Debian
   * 15.18-0+deb12u1)} or {@code postgres (PostgreSQL) 11.22}.
   *
   * @return empty when there is none (development versions, versions below 10)
   */
  public static Optional<Version> find(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
  }

  /** From {@code server_version_num}, such as 110022. */
  public static Version ofNumber(int number) {
    return new Version(number / 10_000, number % 10_000);
  }

  @Override
  public int compareTo(Version other) {
    int byMajor = Integer.compare(major, other.major);
    return byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
