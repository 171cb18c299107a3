package verdigris.input;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import verdigris.input.YamlNode.Scalar;

/**
 * One thing that can be written shortly or in full.
 *
 * @param word the short form, a single value
 * @param full the mapping
 */
record Either<T>(Form<T> word, Form<T> full) implements Form<T> {

  @Override
  public Optional<T> read(YamlNode node, Scan scan) {
    return switch (node) {
      case Scalar scalar when !scalar.isNull() -> word.read(node, scan);
      case YamlNode.Mapping _ -> full.read(node, scan);
      case Scalar _, YamlNode.Sequence _ -> {
        scan.wrong(node, expected(), "");
        yield Optional.empty();
      }
    };
  }

  @Override
  public String expected() {
    return word.expected() + ", or " + full.expected();
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.putArray("anyOf").add(word.schema()).add(full.schema());
    return schema;
  }

  @Override
  public List<Key<?>> keys() {
    return full.keys();
  }
}
