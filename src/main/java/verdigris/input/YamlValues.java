package verdigris.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import verdigris.input.YamlNode.Entry;
import verdigris.input.YamlNode.Mapping;
import verdigris.input.YamlNode.Scalar;
import verdigris.input.YamlNode.Sequence;
import verdigris.problem.Kind;
import verdigris.problem.Problem;

/**
 * Turns nodes of a YAML or JSON document into values of variables, with Ansible's tags {@code
 * !vault} and {@code !unsafe}. A tag that Ansible does not know is a problem, as it is in Ansible.
 */
final class YamlValues {
  private final boolean secret;
  private final List<Problem> problems;

  /**
   * @param secret whether the document was encrypted
   * @param problems where problems go
   */
  YamlValues(boolean secret, List<Problem> problems) {
    this.secret = secret;
    this.problems = problems;
  }

  Value value(YamlNode node) {
    return value(node, false);
  }

  /** The entries of a mapping as variables. */
  SequencedMap<String, Value> variables(Mapping mapping) {
    return variables(mapping, false);
  }

  /** A key as the name of a variable. */
  String name(Scalar key) {
    return value(key).asKey();
  }

  private SequencedMap<String, Value> variables(Mapping mapping, boolean literal) {
    SequencedMap<String, Value> variables = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      variables.put(name(entry.key()), value(entry.value(), literal));
    }
    return variables;
  }

  private Value value(YamlNode node, boolean outerLiteral) {
    boolean literal = outerLiteral || node.tag().equals("!unsafe");
    Value.Content content =
        switch (node) {
          case Scalar scalar -> scalar(scalar, literal);
          case Sequence sequence ->
              new Value.Items(sequence.items().stream().map(item -> value(item, literal)).toList());
          case Mapping mapping -> new Value.Fields(variables(mapping, literal));
        };
    boolean known =
        node.tag().isEmpty() || node.tag().equals("!unsafe") || content instanceof Value.Encrypted;
    if (!known) {
      problems.add(
          Problem.of(
              Kind.YAML_SYNTAX,
              node.at(),
              "The tag " + node.tag() + " is not known to Ansible here.",
              "Ansible's own tags are !vault, for an encrypted text, and !unsafe."));
    }
    return new Value(node.at(), secret || content instanceof Value.Encrypted, content);
  }

  private Value.Content scalar(Scalar scalar, boolean literal) {
    Value.Content text = new Value.Text(scalar.text(), literal);
    return switch (scalar.type()) {
      case TEXT, TIMESTAMP -> text;
      case BOOLEAN -> scalar.asBoolean().<Value.Content>map(Value.Bool::new).orElse(text);
      case INTEGER -> scalar.asInteger().<Value.Content>map(Value.Whole::new).orElse(text);
      case FLOAT -> scalar.asDouble().<Value.Content>map(Value.Real::new).orElse(text);
      case NULL -> new Value.Nothing();
      case TAGGED ->
          scalar.tag().equals("!vault") || scalar.tag().equals("!vault-encrypted")
              ? new Value.Encrypted(new VaultText(scalar.text()))
              : text;
    };
  }
}
