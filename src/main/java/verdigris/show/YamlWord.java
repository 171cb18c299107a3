package verdigris.show;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A scalar in YAML that every reader takes for the same text. */
final class YamlWord {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_./@-]*|\\d+(\\.\\d+){3}");

  /** What YAML 1.1 takes for something else than a text. */
  private static final List<String> OTHER =
      List.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private YamlWord() {}

  /** Plain where that is safe, else in double quotes. */
  static String of(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !OTHER.contains(text.toLowerCase(Locale.ROOT));
    return plain
        ? text
        : "\"" + Visible.line(text).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
