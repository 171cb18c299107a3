package verdigris.show;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts that were measured on hosts or written by others, made fit to be shown: a control character
 * must not move the cursor, and a mark that turns the direction of writing must not hide a command.
 */
final class Visible {
  private Visible() {}

  /** One line: line breaks and tabs become blanks. */
  static String line(String text) {
    return text.codePoints()
        .mapToObj(c -> c == '\n' || c == '\t' ? " " : visible(c))
        .collect(Collectors.joining());
  }

  /** Lines as they are, tabs included. */
  static List<String> lines(String text) {
    return text.lines().map(Visible::keepingTabs).toList();
  }

  private static String keepingTabs(String line) {
    return line.codePoints()
        .mapToObj(c -> c == '\t' ? "\t" : visible(c))
        .collect(Collectors.joining());
  }

  private static String visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          "<U+%04X>".formatted(c);
      default -> Character.toString(c);
    };
  }
}
