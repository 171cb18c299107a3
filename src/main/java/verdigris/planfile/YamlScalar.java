package verdigris.planfile;

import java.util.List;
import java.util.Locale;

/**
 * Texts as YAML scalars that every reader takes for the same text, whether it follows YAML 1.1
 * (PyYAML, Ansible) or 1.2. Everything but a plain word is quoted: bare, {@code 1_000}, {@code
 * 0x1F}, {@code 12:30:45} and {@code yes} would be something else to some of them.
 */
final class YamlScalar {
  private static final String PLAIN_WORD = "[A-Za-z][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*";

  /** Words that are not text in YAML 1.1. */
  private static final List<String> RESERVED =
      List.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  private YamlScalar() {}

  /** On one line, whatever the text holds. */
  static String of(String text) {
    boolean plain = text.matches(PLAIN_WORD) && !RESERVED.contains(text.toLowerCase(Locale.ROOT));
    return plain ? text : quoted(text);
  }

  private static String quoted(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> out.append(inQuotes(c)));
    return out.append('"').toString();
  }

  private static String inQuotes(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '\r' -> "\\r";
      default -> isReadable(c) ? Character.toString(c) : escaped(c);
    };
  }

  private static String escaped(int c) {
    return c > 0xFFFF ? "\\U%08X".formatted(c) : "\\u%04X".formatted(c);
  }

  /**
   * Whether a literal block gives the text back: no line break but {@code \n}, nothing invisible,
   * and not only blanks, whose indentation no reader could tell from their content.
   */
  static boolean fitsLiteral(String text) {
    return text.indexOf('\n') >= 0
        && !text.isBlank()
        && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || isReadable(c));
  }

  /**
   * The header of a literal block: who reads it must not guess the indentation from a first line
   * that begins with a blank, nor the number of line breaks at the end.
   */
  static String literalHeader(String text) {
    boolean blankStart = " \t\n".indexOf(text.charAt(0)) >= 0;
    boolean open = !text.endsWith("\n");
    boolean manyBreaks = text.endsWith("\n\n");
    return "|" + (blankStart ? "2" : "") + (open ? "-" : manyBreaks ? "+" : "");
  }

  /**
   * Whether a reviewer sees what is there: no control character, no mark that changes the direction
   * of writing, no second kind of blank or line break. Raw surrogates are not characters.
   */
  private static boolean isReadable(int c) {
    if (c < 0x20 || (c > 0x7E && c < 0xA0) || c == 0xFFFE || c == 0xFFFF) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
