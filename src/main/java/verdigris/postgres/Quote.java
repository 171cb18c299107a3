package verdigris.postgres;

/**
 * Quoting for PostgreSQL's own small languages. Shell quoting is {@code
 * verdigris.action.Command}'s.
 */
public final class Quote {
  private Quote() {}

  /** An SQL identifier, always in double quotes. */
  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** An SQL string literal; right for both values of {@code standard_conforming_strings}. */
  public static String literal(String text) {
    String doubled = text.replace("'", "''");
    return doubled.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : " E'" + doubled.replace("\\", "\\\\") + "'";
  }

  /** A value in a connection string (libpq, "Keyword/Value Connection Strings"). */
  public static String conninfo(String value) {
    boolean plain = value.matches("[A-Za-z0-9_./:@%+-]+");
    return plain ? value : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /**
   * A string value in {@code postgresql.conf} or {@code recovery.conf} (manual, "Parameter
   * Interaction via the Configuration File").
   */
  public static String setting(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** A field of a password file (libpq, "The Password File"). */
  public static String passfile(String value) {
    return value.replace("\\", "\\\\").replace(":", "\\:");
  }
}
