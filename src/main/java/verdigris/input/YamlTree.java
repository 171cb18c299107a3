package verdigris.input;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.AnchorNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import verdigris.input.YamlNode.Entry;
import verdigris.input.YamlNode.Mapping;
import verdigris.input.YamlNode.Scalar;
import verdigris.input.YamlNode.Sequence;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where.Position;

/**
 * Turns SnakeYAML's node graph into our tree: aliases resolved, merge keys merged as PyYAML does,
 * duplicate keys found. A graph that would be endless or huge as a tree ("billion laughs") is a
 * problem.
 */
final class YamlTree {
  private static final int MOST_NODES = 1_000_000;
  private static final int DEEPEST_NESTING = 200;
  private static final String STANDARD = Tag.PREFIX;

  private final String file;
  private final IdentityHashMap<Node, Measured> done = new IdentityHashMap<>();
  private final IdentityHashMap<Node, Boolean> open = new IdentityHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> duplicateKeys = new ArrayList<>();

  YamlTree(String file) {
    this.file = file;
  }

  /** A finished subtree, with its size and depth as a tree. */
  private record Measured(YamlNode node, long nodes, int depth) {}

  YamlNode read(Node node) {
    return measured(node).node();
  }

  List<Problem> problems() {
    return problems;
  }

  List<Problem> duplicateKeys() {
    return duplicateKeys;
  }

  private Measured measured(Node node) {
    Measured known = done.get(node);
    if (known != null) {
      return known;
    }
    if (open.put(node, true) != null) {
      return broken(node, "The alias stands inside of what it names, which has no end.");
    }
    Measured result =
        switch (node) {
          case ScalarNode scalar -> new Measured(scalar(scalar), 1, 1);
          case SequenceNode sequence -> sequence(sequence);
          case MappingNode mapping -> mapping(mapping);
          case AnchorNode anchor -> measured(anchor.getRealNode());
          default -> broken(node, "This kind of node is not known.");
        };
    open.remove(node);
    if (result.nodes() > MOST_NODES || result.depth() > DEEPEST_NESTING) {
      result = broken(node, "Its aliases expand to more than a file of this kind can mean.");
    }
    done.put(node, result);
    return result;
  }

  private Measured sequence(SequenceNode node) {
    List<Measured> items = node.getValue().stream().map(this::measured).toList();
    var sequence =
        new Sequence(at(node), customTag(node), items.stream().map(Measured::node).toList());
    return around(sequence, items);
  }

  private Measured mapping(MappingNode node) {
    List<Measured> parts = new ArrayList<>();
    SequencedMap<Object, Entry> merged = new LinkedHashMap<>();
    SequencedMap<Object, Entry> own = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      Measured value = measured(tuple.getValueNode());
      parts.add(value);
      if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        merge(tuple.getValueNode(), value.node(), merged);
        continue;
      }
      if (!(measured(tuple.getKeyNode()).node() instanceof Scalar key)) {
        listAsKey(tuple.getKeyNode());
        continue;
      }
      Entry before = own.put(identity(key), new Entry(key, value.node()));
      if (before != null) {
        duplicateKeys.add(duplicate(key, before.key()));
      }
    }
    own.forEach(merged::put);
    return around(new Mapping(at(node), customTag(node), List.copyOf(merged.values())), parts);
  }

  /** "Merge Key Language-Independent Type for YAML 1.1": the first mapping of a list wins. */
  private void merge(Node place, YamlNode value, SequencedMap<Object, Entry> merged) {
    switch (value) {
      case Mapping mapping -> putAll(mapping, merged);
      case Sequence sequence -> {
        for (YamlNode item : sequence.items().reversed()) {
          if (item instanceof Mapping mapping) {
            putAll(mapping, merged);
          } else {
            problem(place, "The merge key << takes mappings; found " + item.described() + ".");
          }
        }
      }
      case Scalar scalar ->
          problem(place, "The merge key << takes a mapping; found " + scalar.described() + ".");
    }
  }

  private static void putAll(Mapping mapping, SequencedMap<Object, Entry> merged) {
    mapping.entries().forEach(entry -> merged.put(identity(entry.key()), entry));
  }

  private Scalar scalar(ScalarNode node) {
    boolean quoted = node.getScalarStyle() != ScalarStyle.PLAIN;
    String text = node.getValue();
    YamlNode.Type type = type(node);
    boolean fits =
        switch (type) {
          case BOOLEAN -> Yaml11.toBoolean(text).isPresent();
          case INTEGER -> Yaml11.toInteger(text).isPresent();
          case FLOAT -> Yaml11.toDouble(text).isPresent() || Yaml11.toInteger(text).isPresent();
          case TEXT, NULL, TIMESTAMP, TAGGED -> true;
        };
    if (!fits) {
      problem(node, "The tag says " + node.getTag() + ", but the value is \"" + text + "\".");
    }
    return new Scalar(at(node), customTag(node), type, text, quoted);
  }

  private static YamlNode.Type type(ScalarNode node) {
    Tag tag = node.getTag();
    if (!customTag(node).isEmpty()) {
      return YamlNode.Type.TAGGED;
    }
    if (tag.equals(Tag.BOOL)) {
      return YamlNode.Type.BOOLEAN;
    }
    if (tag.equals(Tag.INT)) {
      return YamlNode.Type.INTEGER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return YamlNode.Type.FLOAT;
    }
    if (tag.equals(Tag.NULL)) {
      return YamlNode.Type.NULL;
    }
    return tag.equals(Tag.TIMESTAMP) ? YamlNode.Type.TIMESTAMP : YamlNode.Type.TEXT;
  }

  /** Keys are equal when Python takes them for equal, near enough: 0x10 and 16, "a" and a. */
  private static Object identity(Scalar key) {
    return switch (key.type()) {
      case INTEGER -> key.asInteger();
      case FLOAT -> key.asDouble();
      case BOOLEAN -> key.asBoolean();
      case NULL -> YamlNode.Type.NULL;
      case TEXT, TIMESTAMP, TAGGED -> key.text();
    };
  }

  private Problem duplicate(Scalar again, Scalar first) {
    return Problem.of(
        Kind.DUPLICATE_KEY,
        again.at(),
        "%s stands in line %d already; the last one would win."
            .formatted(again.text(), first.at().line()),
        "Remove one of the two.");
  }

  private Measured broken(Node node, String detail) {
    problem(node, detail);
    return new Measured(new Scalar(at(node), "", YamlNode.Type.NULL, "", false), 1, 1);
  }

  private void listAsKey(Node key) {
    boolean braces = key instanceof MappingNode mapping && mapping.getFlowStyle() == FlowStyle.FLOW;
    problems.add(
        Problem.of(
            Kind.YAML_SYNTAX,
            at(key),
            "A key is a single value; here it is a list or a mapping.",
            braces ? "A value that begins with {{ needs quotes: \"{{ name }}\"." : ""));
  }

  private void problem(Node node, String detail) {
    problems.add(Problem.of(Kind.YAML_SYNTAX, at(node), detail, ""));
  }

  private Position at(Node node) {
    var mark = node.getStartMark();
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String customTag(Node node) {
    String tag = node.getTag().getValue();
    boolean known =
        switch (tag.startsWith(STANDARD) ? tag.substring(STANDARD.length()) : "") {
          case "str", "bool", "int", "float", "null", "timestamp", "merge", "binary", "value" ->
              true;
          case "seq", "map", "set", "omap", "pairs" -> true;
          default -> false;
        };
    return known ? "" : tag;
  }

  private static Measured around(YamlNode node, List<Measured> parts) {
    long nodes = 1 + parts.stream().mapToLong(Measured::nodes).sum();
    int depth = 1 + parts.stream().mapToInt(Measured::depth).max().orElse(0);
    return new Measured(node, nodes, depth);
  }
}
