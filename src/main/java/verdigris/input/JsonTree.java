package verdigris.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.input.YamlNode.Entry;
import verdigris.input.YamlNode.Mapping;
import verdigris.input.YamlNode.Scalar;
import verdigris.input.YamlNode.Sequence;
import verdigris.problem.Where.Position;

/**
 * A JSON document as the same tree that a YAML document becomes. Ansible tries every variables file
 * as JSON first; some JSON means something else, or nothing, in YAML ({@code 1e3}, tabs).
 */
final class JsonTree {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(200).maxNumberLength(4300).build())
          .build();

  private final String file;
  private final JsonParser parser;

  private JsonTree(String file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /** The document; empty when the text is not JSON. */
  static Optional<YamlNode> parse(SourceText source) {
    try (JsonParser parser = FACTORY.createParser(source.text())) {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      YamlNode root = new JsonTree(source.file(), parser).node();
      return parser.nextToken() == null ? Optional.of(root) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private YamlNode node() throws IOException {
    Position at = at();
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(at);
      case START_ARRAY -> sequence(at);
      case VALUE_STRING -> new Scalar(at, "", YamlNode.Type.TEXT, parser.getText(), true);
      case VALUE_NUMBER_INT ->
          new Scalar(at, "", YamlNode.Type.INTEGER, parser.getBigIntegerValue().toString(), false);
      case VALUE_NUMBER_FLOAT ->
          new Scalar(at, "", YamlNode.Type.FLOAT, yamlFloat(parser.getDoubleValue()), false);
      case VALUE_TRUE -> new Scalar(at, "", YamlNode.Type.BOOLEAN, "true", false);
      case VALUE_FALSE -> new Scalar(at, "", YamlNode.Type.BOOLEAN, "false", false);
      default -> new Scalar(at, "", YamlNode.Type.NULL, "null", false);
    };
  }

  private YamlNode mapping(Position at) throws IOException {
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var key = new Scalar(at(), "", YamlNode.Type.TEXT, parser.currentName(), true);
      parser.nextToken();
      entries.put(key.text(), new Entry(key, node()));
    }
    for (Entry entry : entries.values()) {
      String tag =
          switch (entry.key().text()) {
            case "__ansible_vault" -> "!vault";
            case "__ansible_unsafe" -> "!unsafe";
            default -> "";
          };
      if (!tag.isEmpty() && entry.value() instanceof Scalar scalar) {
        return new Scalar(scalar.at(), tag, YamlNode.Type.TAGGED, scalar.text(), true);
      }
    }
    return new Mapping(at, "", List.copyOf(entries.values()));
  }

  private YamlNode sequence(Position at) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node());
    }
    return new Sequence(at, "", items);
  }

  /** As YAML 1.1 writes it, with a point in every number. */
  private static String yamlFloat(double value) {
    String text = PythonNumber.toText(value);
    if (text.endsWith("inf") || text.endsWith("nan")) {
      return text.replace("inf", ".inf").replace("nan", ".nan");
    }
    return text.contains(".") ? text : text.replace("e", ".0e");
  }

  private Position at() {
    var location = parser.currentTokenLocation();
    return new Position(file, location.getLineNr(), location.getColumnNr());
  }
}
