package verdigris.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import verdigris.input.YamlNode.Scalar;

/**
 * A single value.
 *
 * @param expected with an example
 * @param types which YAML types may be written
 * @param meaning of the text; empty: it has another form
 * @param advice what to do about a wrong one; may be empty
 * @param placeholders what stands for something at run time
 * @param asSchema its JSON Schema
 */
record ScalarForm<T>(
    String expected,
    List<YamlNode.Type> types,
    Function<String, Optional<T>> meaning,
    Function<Scalar, String> advice,
    List<String> placeholders,
    Supplier<ObjectNode> asSchema)
    implements Form<T> {

  @Override
  public Optional<T> read(YamlNode node, Scan scan) {
    if (!(node instanceof Scalar scalar) || Forms.refuseTag(node, scan)) {
      if (!(node instanceof Scalar)) {
        scan.wrong(node, expected, "");
      }
      return Optional.empty();
    }
    Optional<String> text = Substitution.in(scalar, placeholders, scan);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean asWritten = text.get().equals(scalar.text());
    Optional<T> value =
        asWritten && !types.contains(scalar.type()) && scalar.tag().isEmpty()
            ? Optional.empty()
            : meaning.apply(text.get());
    if (value.isEmpty()) {
      Scalar shown =
          asWritten
              ? scalar
              : new Scalar(scalar.at(), "", YamlNode.Type.TEXT, text.get(), scalar.quoted());
      scan.wrong(shown, expected, advice.apply(shown));
    }
    return value;
  }

  @Override
  public ObjectNode schema() {
    return asSchema.get();
  }
}
