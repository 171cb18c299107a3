package verdigris.host;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds the lock of a host.
 *
 * @param who user on the control machine
 * @param from the control machine
 * @param pid of the run there
 * @param since when the lock was taken, by the control machine's clock
 * @param run id of the run
 */
public record LockOwner(String who, String from, long pid, Instant since, String run) {

  /** One line of a text: words without spaces, percent-encoded. */
  String line() {
    return String.join(
        " ", encode(who), encode(from), String.valueOf(pid), since.toString(), encode(run));
  }

  /**
   * Reads such a line.
   *
   * @return empty when the line is not of this form, as when another version wrote it
   */
  static Optional<LockOwner> parse(String line) {
    String[] words = line.strip().split(" ", -1);
    if (words.length != 5) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LockOwner(
              decode(words[0]),
              decode(words[1]),
              Long.parseLong(words[2]),
              Instant.parse(words[3]),
              decode(words[4])));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String encode(String word) {
    return word.isEmpty() ? "-" : URLEncoder.encode(word, StandardCharsets.UTF_8);
  }

  private static String decode(String word) {
    return word.equals("-") ? "" : URLDecoder.decode(word, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return who + "@" + from + " (pid " + pid + ", run " + run + ") since " + since;
  }
}
