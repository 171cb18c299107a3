package verdigris.show;

/** How a problem is announced. */
public enum Severity {
  /** It stops the command. */
  ERROR("Error"),
  /** It is only told. */
  WARNING("Warning");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** Such as {@code Error}. */
  public String word() {
    return word;
  }
}
