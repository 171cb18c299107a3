package verdigris.input;

import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What the keys of a section mean; a key whose value is wrong is not in it.
 *
 * @param byName what {@link Key#form} read
 */
record Values(SequencedMap<String, Object> byName) {

  /** The value of a key that was read. */
  <T> T get(Key<T> key) {
    return find(key).orElseThrow(() -> new NoSuchElementException(key.name()));
  }

  /** The value, unless it was wrong. */
  @SuppressWarnings("unchecked") // Only Section puts values in, each from its own key's form.
  <T> Optional<T> find(Key<T> key) {
    return Optional.ofNullable((T) byName.get(key.name()));
  }
}
