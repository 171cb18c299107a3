package verdigris.facts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes passwords out of configuration texts and connection strings before they become facts. When
 * in doubt about where a password ends, the rest of the line goes with it.
 */
final class Passwords {
  /** What stands in a password's place. */
  static final String HIDDEN = "<hidden>";

  private static final Pattern KEY =
      Pattern.compile(
          "\\b\\w*(?:password|passwd|secrets?|secret_access_key|_token)[ \\t]*=[ \\t]*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern URI =
      Pattern.compile("(postgres(?:ql)?://[^\\s:/@']*:)[^\\s@']*(@)", Pattern.CASE_INSENSITIVE);

  private Passwords() {}

  /**
   * The text with each password's value replaced.
   *
   * <p>Values may be written as in a connection string (libpq, "Keyword/Value Connection Strings"),
   * as a connection string inside a quoted setting (where each quote is doubled), as an option of
   * pg_hba.conf, or as a shell assignment.
   */
  static String hidden(String text) {
    StringBuilder result = new StringBuilder(text.length());
    Matcher matcher = KEY.matcher(text);
    int from = 0;
    while (matcher.find(from)) {
      result.append(text, from, matcher.end());
      from = end(text, matcher.start(), matcher.end());
      if (from > matcher.end()) {
        result.append(HIDDEN);
      }
    }
    result.append(text, from, text.length());
    return URI.matcher(result).replaceAll("$1" + HIDDEN + "$2");
  }

  /** Where the value that begins at {@code start} ends. */
  private static int end(String text, int key, int start) {
    int line = text.indexOf('\n', start);
    int limit = line < 0 ? text.length() : line;
    if (start == limit) {
      return start;
    }
    if (key > 0 && text.charAt(key - 1) == '"') {
      return before(text, start, limit, '"');
    }
    if (text.startsWith("''", start) || text.startsWith("\\'", start)) {
      return nested(text, start + 2, limit);
    }
    return switch (text.charAt(start)) {
      case '\'' -> after(text, start + 1, limit, '\'');
      case '"' -> after(text, start + 1, limit, '"');
      default -> bare(text, start, limit);
    };
  }

  private static int before(String text, int start, int limit, char quote) {
    int end = text.indexOf(quote, start);
    return end < 0 || end > limit ? limit : end;
  }

  private static int after(String text, int start, int limit, char quote) {
    for (int i = start; i < limit; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        return i + 1;
      }
    }
    return limit;
  }

  /** A quoted value inside a quoted setting: quotes are doubled, backslashes too. */
  private static int nested(String text, int start, int limit) {
    for (int i = start; i < limit; i++) {
      if (text.startsWith("\\\\", i)) {
        // An escaped character of the connection string: itself one or two characters here.
        boolean pair = text.startsWith("''", i + 2) || text.startsWith("\\", i + 2);
        i += pair ? 3 : 2;
      } else if (text.startsWith("''", i) || text.startsWith("\\'", i)) {
        return i + 2;
      }
    }
    return limit;
  }

  private static int bare(String text, int start, int limit) {
    for (int i = start; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (Character.isWhitespace(c) || c == '\'' || c == '"') {
        return i;
      }
    }
    return limit;
  }
}
