package verdigris.input;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verdigris.input.YamlNode.Scalar;
import verdigris.world.Declaration.Wanted;

/** Values with a unit, and versions. */
final class Units {
  private static final int OLDEST_MAJOR = 10;
  private static final int NEWEST_MAJOR = 29;

  private Units() {}

  /**
   * A duration in seconds.
   *
   * @param least it may be
   * @param most it may be
   * @param expected with an example
   */
  static Form<Long> duration(long least, long most, String expected) {
    return Forms.matching(
        Pattern.compile("([0-9]{1,9})(s|min|m|h|d)"),
        expected,
        matcher -> Optional.of(seconds(matcher)).filter(n -> n >= least && n <= most),
        scalar -> addUnit(scalar, "s, m, h or d", "60s"));
  }

  private static long seconds(Matcher matcher) {
    long unit =
        switch (matcher.group(2)) {
          case "d" -> 86_400;
          case "h" -> 3600;
          case "m", "min" -> 60;
          default -> 1;
        };
    return Long.parseLong(matcher.group(1)) * unit;
  }

  /**
   * A size in bytes, with PostgreSQL's memory units: multiples of 1024, case matters (manual,
   * "Parameter Names and Values").
   */
  static Form<Long> size() {
    return Forms.matching(
        Pattern.compile("([0-9]{1,6})(B|kB|MB|GB|TB)"),
        "a size such as 1MB or 16kB",
        matcher -> Optional.of(bytes(matcher)),
        scalar -> addUnit(scalar, "B, kB, MB, GB or TB (1 kB is 1024 B)", "1MB"));
  }

  private static long bytes(Matcher matcher) {
    int shift =
        switch (matcher.group(2)) {
          case "TB" -> 40;
          case "GB" -> 30;
          case "MB" -> 20;
          case "kB" -> 10;
          default -> 0;
        };
    return Long.parseLong(matcher.group(1)) << shift;
  }

  /** A share of a whole, 1 to 99. */
  static Form<Integer> percent() {
    return Forms.matching(
        Pattern.compile("([1-9][0-9]?|100)%"),
        "a percentage from 1% to 100% such as 20%",
        matcher -> Optional.of(Integer.valueOf(matcher.group(1))),
        scalar -> addUnit(scalar, "%", "20%"));
  }

  /** A transfer rate as pg_basebackup's --max-rate takes it: kB/s, or with suffix k or M. */
  static Form<String> rate() {
    return Forms.matching(
        Pattern.compile("([1-9][0-9]{0,6})([kM])"),
        "a rate per second from 32k to 1024M such as 50M",
        matcher -> {
          long kilobytes =
              Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("M") ? 1024 : 1);
          return kilobytes >= 32 && kilobytes <= 1024 * 1024
              ? Optional.of(matcher.group())
              : Optional.empty();
        },
        scalar -> addUnit(scalar, "k or M", "50M"));
  }

  /** A major version, or exactly one minor release. */
  static Form<Wanted> version() {
    return Forms.matchingInteger(
        Pattern.compile("([1-9][0-9])(?:\\.(0|[1-9][0-9]?))?"),
        "a version from %d on in quotes: \"15\", the newest 15 available, or \"15.10\", exactly that"
            .formatted(OLDEST_MAJOR),
        Units::wanted,
        scalar ->
            scalar.type() == YamlNode.Type.FLOAT
                ? "Put it in quotes: \"%s\". Without them YAML reads %s as the number %s."
                    .formatted(scalar.text(), scalar.text(), scalar.asDouble().orElseThrow())
                : "");
  }

  private static Optional<Wanted> wanted(Matcher matcher) {
    int major = Integer.parseInt(matcher.group(1));
    if (major < OLDEST_MAJOR || major > NEWEST_MAJOR) {
      return Optional.empty();
    }
    return Optional.of(
        new Wanted(major, Optional.ofNullable(matcher.group(2)).map(Integer::valueOf)));
  }

  private static String addUnit(Scalar scalar, String units, String example) {
    return switch (scalar.type()) {
      case INTEGER, FLOAT -> "Add the unit, " + units + ", as in " + example + ".";
      case TEXT -> "Units are " + units + ", without a space, as in " + example + ".";
      case NULL, BOOLEAN, TIMESTAMP, TAGGED -> "";
    };
  }
}
