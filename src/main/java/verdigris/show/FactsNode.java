package verdigris.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import verdigris.facts.Reading;

/** Pieces of JSON documents: keys stay in the order in which they are put. */
final class FactsNode {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private FactsNode() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static <T> ArrayNode array(List<T> values, Function<T, JsonNode> form) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(value -> array.add(form.apply(value)));
    return array;
  }

  static ArrayNode texts(List<String> values) {
    return array(values, NODES::textNode);
  }

  /** The value, or {@code {"unknown": "reason"}}. */
  static <T> JsonNode reading(Reading<T> reading, Function<T, JsonNode> form) {
    return switch (reading) {
      case Reading.Known<T>(T value) -> form.apply(value);
      case Reading.Unknown<T>(String reason) -> object().put("unknown", reason);
    };
  }

  /** The value, or null. */
  static <T> JsonNode optional(Optional<T> value, Function<T, JsonNode> form) {
    return value.map(form).orElseGet(NODES::nullNode);
  }

  static JsonNode truth(boolean value) {
    return NODES.booleanNode(value);
  }

  /** As PostgreSQL writes the value, or null. */
  static JsonNode text(Optional<?> value) {
    return optional(value, v -> NODES.textNode(v.toString()));
  }

  /** A document with its last line break, the same on every machine. */
  static String print(JsonNode node) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    try {
      return MAPPER.writer(printer).writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values cannot be written", e);
    }
  }
}
