package verdigris.show;

/** Colour, or none. Colour only repeats what the words say: everything can be read without it. */
public enum Style {
  /** For pipes, files, screen readers, {@code NO_COLOR}. */
  PLAIN,
  /** ANSI escape sequences, in the sixteen colours that every terminal has. */
  ANSI;

  /** What a piece of text is. */
  public enum Ink {
    /** A heading, the sentence that matters. */
    STRONG("1"),
    /** What may be skipped. */
    DIM("2"),
    /** A line that comes to be. */
    ADDED("32"),
    /** A line that goes. */
    REMOVED("31"),
    /** Where in a file. */
    PLACE("36"),
    /** Clients cannot commit; a warning. */
    OUTAGE("33"),
    /** Something is destroyed; an error. */
    DANGER("1;31"),
    /** It is as it should be. */
    GOOD("32");

    private final String code;

    Ink(String code) {
      this.code = code;
    }
  }

  /** Paints text that holds no line break; empty text stays empty. */
  public String paint(Ink ink, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001B[" + ink.code + "m" + text + "\u001B[0m";
  }
}
