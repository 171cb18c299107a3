package verdigris.input;

import java.util.Optional;
import verdigris.input.YamlNode.Mapping;
import verdigris.input.YamlNode.Sequence;
import verdigris.problem.Where.Position;

/**
 * Where the values of a playbook stand.
 *
 * @param root of the file
 */
record Places(YamlNode root) {

  /**
   * The place of a value, or of the nearest thing around it that is there.
   *
   * @param path names of keys and, in a list, numbers from 0
   */
  Position of(Object... path) {
    return at(path).at();
  }

  private YamlNode at(Object... path) {
    YamlNode node = root;
    for (Object step : path) {
      Optional<YamlNode> inside = inside(node, step);
      if (inside.isEmpty()) {
        break;
      }
      node = inside.get();
    }
    return node;
  }

  /** The place of a key itself, in the mapping at the path. */
  Position keyOf(String key, Object... path) {
    return at(path) instanceof Mapping mapping
        ? mapping.entry(key).map(entry -> entry.key().at()).orElse(mapping.at())
        : of(path);
  }

  private static Optional<YamlNode> inside(YamlNode node, Object step) {
    return switch (node) {
      case Mapping mapping when step instanceof String key -> mapping.get(key);
      case Sequence list when step instanceof Integer index && index < list.items().size() ->
          Optional.of(list.items().get(index));
      default -> Optional.empty();
    };
  }
}
