package verdigris.input;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import verdigris.input.YamlNode.Entry;
import verdigris.input.YamlNode.Mapping;

/**
 * A mapping whose keys are the user's.
 *
 * @param key form of a key
 * @param expectedKey the same in words
 * @param value of each
 */
record MapOf<T>(Pattern key, String expectedKey, Form<T> value)
    implements Form<SequencedMap<String, T>> {

  @Override
  public Optional<SequencedMap<String, T>> read(YamlNode node, Scan scan) {
    if (!(node instanceof Mapping mapping)) {
      scan.wrong(node, expected(), "");
      return Optional.empty();
    }
    Forms.refuseTag(node, scan);
    SequencedMap<String, T> values = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      String name = entry.key().text();
      Optional<T> read = value.read(entry.value(), scan);
      if (key.matcher(name).matches()) {
        read.ifPresent(found -> values.put(name, found));
      } else {
        scan.wrong(entry.key(), expectedKey, "");
      }
    }
    boolean whole = values.size() == mapping.entries().size();
    return whole ? Optional.of(Collections.unmodifiableSequencedMap(values)) : Optional.empty();
  }

  @Override
  public String expected() {
    return "a mapping from " + expectedKey + " to " + value.expected();
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object");
    schema.putObject("propertyNames").put("pattern", "^(?:" + key.pattern() + ")$");
    schema.set("additionalProperties", value.schema());
    return schema;
  }
}
