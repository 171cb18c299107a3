package verdigris.world;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which instance is meant, whether it exists or not.
 *
 * @param host inventory name
 * @param major PostgreSQL major version
 * @param name Debian's cluster name, such as {@code main}
 */
public record InstanceId(String host, int major, String name) {
  private static final Pattern TEXT = Pattern.compile("(.+):(\\d{1,3})/(.+)");

  /** Reads what {@link #toString} writes; empty when it is something else. */
  public static Optional<InstanceId> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new InstanceId(matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3)))
        : Optional.empty();
  }

  /** Major and name, as Debian writes them: {@code 11/main}. */
  public String label() {
    return major + "/" + name;
  }

  @Override
  public String toString() {
    return host + ":" + label();
  }
}
