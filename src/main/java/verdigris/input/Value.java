package verdigris.input;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.problem.Where.Position;

/**
 * The value of an inventory variable and where it was written. Printing one never shows a secret.
 *
 * @param at where the value begins
 * @param secret whether it stood in an encrypted file or is itself encrypted
 * @param content what it is
 */
public record Value(Position at, boolean secret, Content content) {
  private static final String HIDDEN = "<vault>";

  /** What a value is, in the types that Ansible knows. */
  public sealed interface Content {}

  /**
   * Text.
   *
   * @param text as it is
   * @param literal marked {@code !unsafe}: braces in it are no expression
   */
  public record Text(String text, boolean literal) implements Content {}

  /** An integer of any size. */
  public record Whole(BigInteger value) implements Content {}

  /** A floating point number. */
  public record Real(double value) implements Content {}

  /** True or false. */
  public record Bool(boolean value) implements Content {}

  /** Python's None, YAML's null. */
  public record Nothing() implements Content {}

  /** A list. */
  public record Items(List<Value> values) implements Content {
    public Items {
      values = List.copyOf(values);
    }
  }

  /** A mapping; its keys as text. */
  public record Fields(SequencedMap<String, Value> values) implements Content {
    public Fields {
      values = Ordered.copy(values);
    }
  }

  /** An inline vault value, not opened until it is asked for. */
  public record Encrypted(VaultText vault) implements Content {}

  /** A value that is no secret. */
  static Value of(Position at, Content content) {
    return new Value(at, false, content);
  }

  /** A text that is no secret. */
  static Value text(Position at, String text) {
    return of(at, new Text(text, false));
  }

  /**
   * A single value as the text that Ansible would put into a template: {@code True}, {@code 5432},
   * {@code 1.5}; empty for a list, a mapping, nothing, and a vault value that is not opened.
   *
   * <p>The text of a {@link #secret} must not be shown.
   */
  public Optional<String> asText() {
    return switch (content) {
      case Text(String text, boolean _) -> Optional.of(text);
      case Whole(BigInteger value) -> Optional.of(value.toString());
      case Real(double value) -> Optional.of(PythonNumber.toText(value));
      case Bool(boolean value) -> Optional.of(value ? "True" : "False");
      case Nothing _, Items _, Fields _, Encrypted _ -> Optional.empty();
    };
  }

  /** The value as a key of a mapping, as JSON spells it: {@code 1}, {@code true}, {@code null}. */
  String asKey() {
    return switch (content) {
      case Bool(boolean value) -> Boolean.toString(value);
      case Nothing _ -> "null";
      case Text _, Whole _, Real _, Items _, Fields _, Encrypted _ -> asText().orElse("");
    };
  }

  /**
   * Whether a template expression of Jinja stands in it, which Ansible would evaluate and we
   * cannot.
   */
  public boolean hasExpression() {
    return switch (content) {
      case Text(String text, boolean literal) -> !literal && Jinja.isIn(text);
      case Items(List<Value> values) -> values.stream().anyMatch(Value::hasExpression);
      case Fields(SequencedMap<String, Value> values) ->
          values.values().stream().anyMatch(Value::hasExpression);
      case Whole _, Real _, Bool _, Nothing _, Encrypted _ -> false;
    };
  }

  /** For "found …" in a problem; hides a secret. */
  String described() {
    if (secret) {
      return HIDDEN;
    }
    return switch (content) {
      case Items _ -> "a list";
      case Fields _ -> "a mapping";
      case Nothing _ -> "nothing";
      case Encrypted _ -> HIDDEN;
      case Text _, Whole _, Real _, Bool _ -> "\"" + asText().orElse("") + "\"";
    };
  }

  @Override
  public String toString() {
    if (secret) {
      return HIDDEN;
    }
    return switch (content) {
      case Items(List<Value> values) -> values.toString();
      case Fields(SequencedMap<String, Value> values) -> values.toString();
      case Nothing _ -> "null";
      case Encrypted _ -> HIDDEN;
      case Text _, Whole _, Real _, Bool _ -> asText().orElse("");
    };
  }
}
