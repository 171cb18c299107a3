package verdigris.input;

import java.util.Locale;
import java.util.Optional;

/**
 * One string literal of Python (The Python Language Reference 3.11, 2.4.1), on one line: prefixes,
 * single and triple quotes, escapes.
 *
 * @param text its value
 * @param bytes whether it is a bytes literal
 * @param end index behind it
 */
record PythonString(String text, boolean bytes, int end) {
  private static final String PREFIXES = " u b r br rb ";

  /** Reads the literal that begins at an index; empty when none that we can evaluate does. */
  static Optional<PythonString> at(String source, int begin) {
    int quote = begin;
    while (quote < source.length() && quote < begin + 3 && isLetter(source.charAt(quote))) {
      quote++;
    }
    String prefix = source.substring(begin, quote).toLowerCase(Locale.ROOT);
    boolean known = prefix.isEmpty() || PREFIXES.contains(" " + prefix + " ");
    if (!known || quote == source.length() || "'\"".indexOf(source.charAt(quote)) < 0) {
      return Optional.empty();
    }
    String mark = source.substring(quote, quote + 1);
    String fence = source.startsWith(mark.repeat(3), quote) ? mark.repeat(3) : mark;
    return new Reader(source, prefix, fence).read(quote + fence.length());
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Reads up to the closing quotes. */
  private static final class Reader {
    private final String source;
    private final boolean raw;
    private final boolean bytes;
    private final String fence;
    private final StringBuilder text = new StringBuilder();

    Reader(String source, String prefix, String fence) {
      this.source = source;
      this.raw = prefix.contains("r");
      this.bytes = prefix.contains("b");
      this.fence = fence;
    }

    Optional<PythonString> read(int from) {
      int i = from;
      while (i < source.length()) {
        if (source.startsWith(fence, i)) {
          return Optional.of(new PythonString(text.toString(), bytes, i + fence.length()));
        }
        char c = source.charAt(i);
        if (bytes && c > 127) {
          return Optional.empty();
        }
        if (c != '\\') {
          text.append(c);
          i++;
          continue;
        }
        if (i + 1 == source.length()) {
          return Optional.empty();
        }
        i = raw ? keepBoth(i) : escape(i + 1);
        if (i < 0) {
          return Optional.empty();
        }
      }
      return Optional.empty();
    }

    private int keepBoth(int i) {
      text.append(source, i, i + 2);
      return i + 2;
    }

    /** Index behind the escape whose letter stands at {@code i}; -1 when it is malformed. */
    private int escape(int i) {
      char c = source.charAt(i);
      int simple = "\\'\"abfnrtv".indexOf(c);
      if (simple >= 0) {
        text.append("\\'\"\007\b\f\n\r\t\013".charAt(simple));
        return i + 1;
      }
      if (c >= '0' && c <= '7') {
        return octal(i);
      }
      return switch (c) {
        case 'x' -> hexadecimal(i + 1, 2);
        case 'u' -> bytes ? unknown(i) : hexadecimal(i + 1, 4);
        case 'U' -> bytes ? unknown(i) : hexadecimal(i + 1, 8);
        case 'N' -> bytes ? unknown(i) : named(i + 1);
        default -> unknown(i);
      };
    }

    /** An escape that Python does not know stays as it is. */
    private int unknown(int i) {
      text.append('\\').appendCodePoint(source.codePointAt(i));
      return i + Character.charCount(source.codePointAt(i));
    }

    private int octal(int i) {
      int end = i;
      int value = 0;
      while (end < source.length() && end < i + 3 && Character.digit(source.charAt(end), 8) >= 0) {
        value = value * 8 + Character.digit(source.charAt(end), 8);
        end++;
      }
      text.appendCodePoint(value);
      return end;
    }

    private int hexadecimal(int from, int digits) {
      if (from + digits > source.length()
          || !source.substring(from, from + digits).matches("[0-9a-fA-F]+")) {
        return -1;
      }
      long value = Long.parseLong(source.substring(from, from + digits), 16);
      if (value > Character.MAX_CODE_POINT) {
        return -1;
      }
      text.appendCodePoint((int) value);
      return from + digits;
    }

    private int named(int from) {
      int close = source.indexOf('}', from);
      if (close < 0 || source.charAt(from) != '{') {
        return -1;
      }
      try {
        text.appendCodePoint(Character.codePointOf(source.substring(from + 1, close)));
        return close + 1;
      } catch (IllegalArgumentException _) {
        return -1;
      }
    }
  }
}
