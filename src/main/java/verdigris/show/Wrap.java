package verdigris.show;

import java.util.ArrayList;
import java.util.List;

/** Breaks prose between words. A word that is too long stays whole, so that it can be copied. */
final class Wrap {
  private Wrap() {}

  /**
   * Lines of at most {@code width} characters.
   *
   * @return at least one line
   */
  static List<String> prose(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : Visible.line(text).strip().split(" +", -1)) {
      if (!line.isEmpty() && length(line) + 1 + length(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** The same, each line after an indentation. */
  static List<String> prose(String indent, String text, int width) {
    return prose(text, width - indent.length()).stream().map(l -> indent + l).toList();
  }

  private static int length(CharSequence text) {
    return Character.codePointCount(text, 0, text.length());
  }
}
