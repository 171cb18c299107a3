package verdigris.input;

import java.util.regex.Pattern;

/**
 * Shell patterns as Python's fnmatch reads them: {@code *}, {@code ?}, {@code [abc]}, {@code
 * [!a-c]}.
 */
final class Glob {
  private Glob() {}

  /** The expression that matches a whole name. */
  static Pattern compile(String glob) {
    StringBuilder regex = new StringBuilder();
    int i = 0;
    while (i < glob.length()) {
      char c = glob.charAt(i);
      int close = c == '[' ? close(glob, i) : -1;
      if (close > 0) {
        regex.append(set(glob.substring(i + 1, close)));
        i = close + 1;
        continue;
      }
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
      i++;
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Index of the bracket that closes a set; one right at its beginning belongs to it. */
  private static int close(String glob, int open) {
    int first = open + 1;
    if (first < glob.length() && glob.charAt(first) == '!') {
      first++;
    }
    return glob.indexOf(']', first + 1);
  }

  private static String set(String text) {
    boolean not = text.startsWith("!");
    String members = not ? text.substring(1) : text;
    StringBuilder alternatives = new StringBuilder();
    int i = 0;
    while (i < members.length()) {
      char from = members.charAt(i);
      boolean range = i + 2 < members.length() && members.charAt(i + 1) == '-';
      char to = range ? members.charAt(i + 2) : from;
      if (from <= to) {
        alternatives.append("\\x{%x}-\\x{%x}".formatted((int) from, (int) to));
      }
      i += range ? 3 : 1;
    }
    if (alternatives.isEmpty()) {
      return not ? "." : "(?!)";
    }
    return (not ? "[^" : "[") + alternatives + "]";
  }
}
