package verdigris.input;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import verdigris.input.YamlNode.Entry;
import verdigris.input.YamlNode.Mapping;
import verdigris.problem.DidYouMean;
import verdigris.problem.Kind;

/**
 * A mapping with known keys.
 *
 * @param keys all that may stand in it, in the order of the reference
 * @param meaning of its values, when none is wrong
 * @param <T> what the section means
 */
record Section<T>(List<Key<?>> keys, Function<Values, T> meaning) implements Form<T> {

  @Override
  public Optional<T> read(YamlNode node, Scan scan) {
    if (!(node instanceof Mapping mapping)) {
      scan.wrong(node, expected(), "");
      return Optional.empty();
    }
    int before = scan.problems().size();
    Values values = values(mapping, scan);
    return scan.problems().size() == before ? Optional.of(meaning.apply(values)) : Optional.empty();
  }

  /** Every key's value as far as it is right; reports the others. */
  Values values(Mapping mapping, Scan scan) {
    Forms.refuseTag(mapping, scan);
    mapping.entries().forEach(entry -> knows(entry, scan));
    SequencedMap<String, Object> values = new LinkedHashMap<>();
    for (Key<?> key : keys) {
      value(key, mapping, scan).ifPresent(value -> values.put(key.name(), value));
    }
    return new Values(values);
  }

  private static <T> Optional<T> value(Key<T> key, Mapping mapping, Scan scan) {
    return mapping
        .get(key.name())
        .map(node -> key.form().read(node, scan))
        .orElseGet(() -> key.whenAbsent(mapping.at(), scan));
  }

  private void knows(Entry entry, Scan scan) {
    List<String> names = keys.stream().map(Key::name).toList();
    String found = entry.key().text();
    if (names.contains(found)) {
      return;
    }
    scan.problem(
        Kind.UNKNOWN_KEY,
        entry.key().at(),
        "Found \"" + found + "\"; known here: " + String.join(", ", names) + ".",
        DidYouMean.question(found, names));
  }

  @Override
  public String expected() {
    List<Key<?>> shown =
        keys.stream().anyMatch(Key::isRequired)
            ? keys.stream().filter(Key::isRequired).toList()
            : keys.subList(0, 1);
    return shown.stream()
        .map(key -> key.name() + ": " + key.example())
        .collect(Collectors.joining(", ", "a mapping such as { ", " }"));
  }

  @Override
  public ObjectNode schema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object");
    schema.put("additionalProperties", false);
    keys.stream()
        .filter(Key::isRequired)
        .forEach(key -> schema.withArray("required").add(key.name()));
    ObjectNode properties = schema.putObject("properties");
    keys.forEach(key -> properties.set(key.name(), PlaybookSchema.of(key)));
    return schema;
  }
}
