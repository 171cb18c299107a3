package verdigris.input;

/** What Python's {@code str} methods do that Java's do otherwise. */
final class PythonText {
  private static final String MORE_SPACES = "\u0085\u00a0\u2007\u202f";

  private PythonText() {}

  /** {@code str.strip()}: no-break spaces, which come with text from web pages, go too. */
  static String strip(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && isSpace(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(begin, end);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || MORE_SPACES.indexOf(c) >= 0;
  }
}
