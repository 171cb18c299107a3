package verdigris.lab;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One row that a client tried to commit, as a line of a {@link Recording}. All hosts of a lab and
 * this machine share one clock, so the times of clients and servers can be compared.
 *
 * @param id the client's own number of the row; 0 when it did not even get a connection
 * @param outcome what the client was told
 * @param server address and major version of the server that wrote the row, such as {@code
 *     198.18.0.11/11}; {@link #NOWHERE} when the client was not told
 * @param began when the commit can have happened at the earliest, in microseconds since 1970: the
 *     server's own time of an autocommit row, else when COMMIT was sent
 * @param ended when the answer came, in microseconds since 1970
 */
public record Attempt(long id, Outcome outcome, String server, long began, long ended) {
  /** Instead of a server that is not known. */
  public static final String NOWHERE = "?";

  /** The time has sixteen digits until the year 2286, so a line that was cut short is seen. */
  private static final Pattern LINE = Pattern.compile("(\\d+) (\\w+) (\\S+) (\\d{16}) (\\d{16})");

  /** What the client was told. */
  public enum Outcome {
    /** The server reported the commit: the row must be there, once. */
    ACKNOWLEDGED,
    /** The connection broke while it was being committed: the row may be there, once. */
    UNKNOWN,
    /** The server refused it, or it was never committed: the row must not be there. */
    FAILED,
    /** No connection: there is no row. */
    REFUSED
  }

  static long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  String line() {
    return "%d %s %s %d %d"
        .formatted(id, outcome.name().toLowerCase(Locale.ROOT), server, began, ended);
  }

  /** Empty for a line that was cut short by the end of its writer. */
  static Optional<Attempt> parse(String line) {
    var match = LINE.matcher(line);
    if (!match.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Attempt(
            Long.parseLong(match.group(1)),
            Outcome.valueOf(match.group(2).toUpperCase(Locale.ROOT)),
            match.group(3),
            Long.parseLong(match.group(4)),
            Long.parseLong(match.group(5))));
  }
}
