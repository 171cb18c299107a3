package verdigris.run;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether something has stood still for too long.
 *
 * @param patience how long it may
 * @param position where it was seen last; empty: it surely went on
 * @param since when it was first seen there, in nanoseconds of a clock that only goes on
 */
record Standstill(Duration patience, Optional<String> position, long since) {

  /** Nothing has been seen yet. */
  Standstill(Duration patience, long now) {
    this(patience, Optional.empty(), now);
  }

  /** With what is seen now: a new position, or none, begins it anew. */
  Standstill after(Optional<String> seen, long now) {
    return seen.isPresent() && seen.equals(position) ? this : new Standstill(patience, seen, now);
  }

  /** Whether the patience is at its end. */
  boolean isOver(long now) {
    return position.isPresent() && now - since >= patience.toNanos();
  }
}
