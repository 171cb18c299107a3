package verdigris.plan;

import java.util.Locale;

/** A plan's parts, each confirmed on its own. */
public enum Part {
  /** No outage, and nothing that destroys a way back. */
  PREPARE,
  /** The outage, up to clients served. */
  CUTOVER,
  /** What destroys the way back. */
  FINISH;

  /** As the user writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
