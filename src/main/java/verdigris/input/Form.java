package verdigris.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The form of a value in a playbook: reads it, says what it expects, describes itself in the JSON
 * Schema. The one description of a key from which validation, schema and reference are made.
 *
 * @param <T> what the value means
 */
interface Form<T> {

  /**
   * Reads a value.
   *
   * @return empty when at least one problem was reported
   */
  Optional<T> read(YamlNode node, Scan scan);

  /** What is expected, with an example, to follow "expected", such as a duration such as 60s. */
  String expected();

  /** As JSON Schema, draft 2020-12. */
  ObjectNode schema();

  /** What an absent key without a default means; empty: the key is required. */
  default Optional<T> absent() {
    return Optional.empty();
  }

  /** The keys inside, for the reference. */
  default List<Key<?>> keys() {
    return List.of();
  }
}
