package verdigris.show;

/** How a problem is announced. */
public enum Severity {
  /** It stops the command. */
  ERROR("Error"),
  /** It is only told. */
  WARNING("Warning"),
  /** It would stop the command, had the user not said otherwise. */
  SET_ASIDE("Warning, set aside by you");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  /** Such as {@code Error}. */
  public String word() {
    return word;
  }
}
