package verdigris.input;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.input.YamlNode.Sequence;

/**
 * A list.
 *
 * @param item of each
 */
record ListOf<T>(Form<T> item) implements Form<List<T>> {

  @Override
  public Optional<List<T>> read(YamlNode node, Scan scan) {
    if (!(node instanceof Sequence sequence)) {
      scan.wrong(node, expected(), "Write a list: [ … ], or one item a line after a dash.");
      return Optional.empty();
    }
    Forms.refuseTag(node, scan);
    List<T> items = new ArrayList<>();
    for (YamlNode child : sequence.items()) {
      item.read(child, scan).ifPresent(items::add);
    }
    boolean whole = items.size() == sequence.items().size();
    return whole ? Optional.of(List.copyOf(items)) : Optional.empty();
  }

  @Override
  public String expected() {
    return "a list, each item " + item.expected();
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "array");
    schema.set("items", item.schema());
    return schema;
  }

  @Override
  public List<Key<?>> keys() {
    return item.keys();
  }
}
