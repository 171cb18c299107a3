package verdigris.facts;

import java.util.Optional;
import java.util.function.Function;

/**
 * A measurement that may have failed. Unknown is not absent: what was looked for and is not there
 * is a {@link Known} empty value.
 *
 * @param <T> what was measured
 */
public sealed interface Reading<T> {

  /**
   * Measured.
   *
   * @param value the answer
   * @param <T> what was measured
   */
  record Known<T>(T value) implements Reading<T> {}

  /**
   * Not measured.
   *
   * @param reason why, as a sentence that a user can act on
   * @param <T> what was to be measured
   */
  record Unknown<T>(String reason) implements Reading<T> {}

  /** A measured value. */
  static <T> Reading<T> of(T value) {
    return new Known<>(value);
  }

  /** A failed measurement. */
  static <T> Reading<T> unknown(String reason) {
    return new Unknown<>(reason);
  }

  /** The value, if known. */
  default Optional<T> known() {
    return switch (this) {
      case Known<T>(T value) -> Optional.of(value);
      case Unknown<T> _ -> Optional.empty();
    };
  }

  /** The same reading of something derived from the value. */
  default <R> Reading<R> map(Function<T, R> function) {
    return switch (this) {
      case Known<T>(T value) -> new Known<>(function.apply(value));
      case Unknown<T>(String reason) -> new Unknown<>(reason);
    };
  }
}
