package verdigris.plan;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A plan's parts, each confirmed on its own. */
public enum Part {
  /** No outage, and nothing that destroys a way back. */
  PREPARE,
  /** The outage, up to clients served. */
  CUTOVER,
  /** What destroys the way back. */
  FINISH;

  /** The part of that word; empty when there is none. */
  public static Optional<Part> of(String word) {
    return Stream.of(values()).filter(p -> p.word().equals(word)).findFirst();
  }

  /** As the user writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
