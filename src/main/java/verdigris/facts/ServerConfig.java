package verdigris.facts;

import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value that a server would take from its configuration files (manual, "Parameter Interaction
 * via the Configuration File"): the last line that sets a name counts, and postgresql.auto.conf
 * comes last.
 */
final class ServerConfig {
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*(?<name>[A-Za-z_][A-Za-z0-9_.]*)(?:\\s*=\\s*|\\s+)"
              + "(?:'(?<quoted>(?:[^'\\\\]|''|\\\\.)*)'|(?<bare>[^\\s#']+))\\s*(?:#.*)?");

  private ServerConfig() {}

  /**
   * The value of a setting.
   *
   * @param texts files by path, in the order in which the server reads them
   * @param name the setting
   * @return empty when no file sets it
   */
  static Optional<String> value(SequencedMap<String, String> texts, String name) {
    return texts.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".conf") && !isOther(file.getKey()))
        .flatMap(file -> file.getValue().lines())
        .flatMap(line -> value(line, name).stream())
        .reduce((_, later) -> later);
  }

  private static boolean isOther(String path) {
    return path.endsWith("/pg_hba.conf")
        || path.endsWith("/start.conf")
        || path.endsWith("/recovery.conf");
  }

  private static Optional<String> value(String line, String name) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches() || !matcher.group("name").toLowerCase(Locale.ROOT).equals(name)) {
      return Optional.empty();
    }
    String quoted = matcher.group("quoted");
    return Optional.of(
        quoted == null
            ? matcher.group("bare")
            : quoted.replace("''", "'").replaceAll("\\\\(.)", "$1"));
  }
}
