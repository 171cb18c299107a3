package verdigris.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The JSON Schema of playbooks, for editors; says nothing of what needs the inventory. */
public final class PlaybookSchema {
  private PlaybookSchema() {}

  /** The whole schema as text, as in {@code docs/playbook.schema.json}. */
  public static String text() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Verdigris playbook");
    schema.put("description", "The target state of one PostgreSQL topology.");
    schema.setAll(PlaybookKeys.playbook(List.of()).schema());
    ObjectNode variable = schema.putObject("$defs").putObject("variable");
    variable.put("type", "string");
    variable.put("pattern", "\\{\\{.*\\}\\}");
    variable.put("description", "{{ name }}: a variable of the inventory; {{ env.NAME }}");
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(schema)
              .replace("\r\n", "\n")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** The schema of a key's value, with what it means. */
  static ObjectNode of(Key<?> key) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("description", key.doc());
    schema.setAll(key.form().schema());
    if (!key.fallback().isEmpty()) {
      schema.set("default", json(key.fallback()));
    }
    schema.putArray("examples").add(json(key.example()));
    return schema;
  }

  private static JsonNode json(String yaml) {
    return json(LocatedYaml.parse("schema", yaml).root());
  }

  private static JsonNode json(YamlNode node) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    return switch (node) {
      case YamlNode.Mapping mapping -> {
        ObjectNode object = make.objectNode();
        mapping.entries().forEach(e -> object.set(e.key().text(), json(e.value())));
        yield object;
      }
      case YamlNode.Sequence sequence -> {
        var array = make.arrayNode();
        sequence.items().forEach(item -> array.add(json(item)));
        yield array;
      }
      case YamlNode.Scalar scalar ->
          switch (scalar.type()) {
            case BOOLEAN -> make.booleanNode(scalar.asBoolean().orElseThrow());
            case INTEGER -> make.numberNode(scalar.asInteger().orElseThrow().longValueExact());
            case NULL, TEXT, FLOAT, TIMESTAMP, TAGGED -> make.textNode(scalar.text());
          };
    };
  }
}
