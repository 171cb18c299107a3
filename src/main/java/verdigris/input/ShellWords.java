package verdigris.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a line into words as Python's {@code shlex.split} does in POSIX mode, which Ansible uses
 * for host lines and SSH arguments.
 */
final class ShellWords {
  private final String line;
  private final boolean comments;
  private final List<Word> words = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int[] columns = new int[16];
  private int begin = -1;

  private ShellWords(String line, boolean comments) {
    this.line = line;
    this.comments = comments;
  }

  /**
   * A word.
   *
   * @param text without its quotes
   * @param begin index in the line where it begins, quotes included
   * @param columns for each character of {@code text} its index in the line
   */
  record Word(String text, int begin, List<Integer> columns) {
    /** Index in the line of a character of the text, or of what follows the last. */
    int indexOf(int character) {
      if (character < columns.size()) {
        return columns.get(character);
      }
      return columns.isEmpty() ? begin : columns.getLast() + 1;
    }
  }

  /** The line ends inside of quotes or behind a backslash. */
  static final class Unfinished extends Exception {
    private static final long serialVersionUID = 1L;
    private final int index;

    Unfinished(int index, String message) {
      super(message);
      this.index = index;
    }

    /** Index in the line of the quote or backslash. */
    int index() {
      return index;
    }
  }

  /**
   * @param line without its line break
   * @param comments whether an unquoted {@code #}, even inside of a word, ends the line
   */
  static List<Word> split(String line, boolean comments) throws Unfinished {
    return new ShellWords(line, comments).split();
  }

  private List<Word> split() throws Unfinished {
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (" \t\r\n".indexOf(c) >= 0) {
        endWord();
        i++;
      } else if (c == '#' && comments) {
        break;
      } else if (c == '\'' || c == '"') {
        i = quoted(c, i);
      } else if (c == '\\') {
        begin(i);
        i = escaped(i);
      } else {
        begin(i);
        append(c, i);
        i++;
      }
    }
    endWord();
    return words;
  }

  private int quoted(char quote, int open) throws Unfinished {
    begin(open);
    int i = open + 1;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (c == quote) {
        return i + 1;
      }
      boolean escapes =
          c == '\\'
              && quote == '"'
              && i + 1 < line.length()
              && "\"\\".indexOf(line.charAt(i + 1)) >= 0;
      if (escapes) {
        i++;
      }
      append(line.charAt(i), i);
      i++;
    }
    throw new Unfinished(open, "The quote " + quote + " is not closed.");
  }

  private int escaped(int backslash) throws Unfinished {
    if (backslash + 1 == line.length()) {
      throw new Unfinished(backslash, "Nothing follows the backslash.");
    }
    append(line.charAt(backslash + 1), backslash + 1);
    return backslash + 2;
  }

  private void begin(int index) {
    begin = begin < 0 ? index : begin;
  }

  private void append(char c, int index) {
    if (text.length() == columns.length) {
      columns = Arrays.copyOf(columns, columns.length * 2);
    }
    columns[text.length()] = index;
    text.append(c);
  }

  private void endWord() {
    if (begin < 0) {
      return;
    }
    List<Integer> places = Arrays.stream(columns, 0, text.length()).boxed().toList();
    words.add(new Word(text.toString(), begin, places));
    text.setLength(0);
    begin = -1;
  }
}
