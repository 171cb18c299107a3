package verdigris.show;

/**
 * How a person wants to see something.
 *
 * @param style colour or none
 * @param width columns; commands and diffs are never broken, prose is
 * @param details whether commands and diffs are shown too
 */
public record View(Style style, int width, boolean details) {
  /** Narrower than this, wrapping makes nothing better. */
  private static final int NARROWEST = 40;

  public View {
    width = Math.max(NARROWEST, width);
  }

  /** For a pipe: no colour, 100 columns, short. */
  public static View plain() {
    return new View(Style.PLAIN, 100, false);
  }

  /** The same with commands and diffs. */
  public View withDetails() {
    return new View(style, width, true);
  }
}
