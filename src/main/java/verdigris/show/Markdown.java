package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Other people's texts in GitHub-flavoured Markdown. Whatever they hold, they stay text: no markup,
 * no HTML, no table cell, no end of a fence, nobody notified.
 */
final class Markdown {

  private Markdown() {}

  /** Running text or a table cell, on one line. */
  static String text(String text) {
    int[] c = Visible.line(text).codePoints().toArray();
    return IntStream.range(0, c.length)
        .mapToObj(i -> isInsideWord(c, i) ? "_" : escape(c[i]))
        .collect(Collectors.joining());
  }

  /** An underscore between letters or digits is no markup: {@code pg_hba.conf}. */
  private static boolean isInsideWord(int[] c, int at) {
    return c[at] == '_'
        && at > 0
        && at < c.length - 1
        && Character.isLetterOrDigit(c[at - 1])
        && Character.isLetterOrDigit(c[at + 1]);
  }

  private static String escape(int c) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      // A comment between the sign and the name: a backslash would not keep GitHub from notifying.
      case '@' -> "@<!-- -->";
      case '#' -> "\\#<!-- -->";
      case '`', '*', '_', '[', ']', '|', '~', '$', '\\' -> "\\" + Character.toString(c);
      default -> Character.toString(c);
    };
  }

  /** A fenced block, one line each; its fence is longer than any in it. */
  static List<String> fenced(String language, List<String> content) {
    int longest = content.stream().mapToInt(Markdown::longestRun).max().orElse(0);
    String fence = "`".repeat(Math.max(3, longest + 1));
    var lines = new ArrayList<String>();
    lines.add(fence + language);
    lines.addAll(content);
    lines.add(fence);
    return lines;
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
