package verdigris.resource;

import verdigris.postgres.Quote;

/**
 * A setting that is to be written into a configuration file.
 *
 * @param name as PostgreSQL spells it
 * @param value without quotes
 */
public record Assigned(String name, String value) {

  /** The value as a configuration file holds it: quoted unless it is a plain number or word. */
  public String written() {
    boolean plain =
        value.matches("-?\\d+(B|kB|MB|GB|TB|us|ms|s|min|h|d)?|-?\\d+\\.\\d+|[A-Za-z][A-Za-z0-9_]*");
    return plain ? value : Quote.setting(value);
  }

  /** The line of the file, without line break. */
  public String line() {
    return name + " = " + written();
  }
}
