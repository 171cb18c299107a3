package verdigris.input;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import verdigris.problem.Where.Position;

/**
 * A node of a YAML document that knows where it was written. Aliases are resolved (a node that is
 * used twice has the place of its anchor), merge keys are merged.
 */
public sealed interface YamlNode {

  /** Where the node begins. */
  Position at();

  /** The tag as written when it is not one of YAML's own, such as {@code !vault}; else empty. */
  String tag();

  /** What the node is, for "found …": a mapping, a list, the text "x", nothing. */
  String described();

  /**
   * Keys and values.
   *
   * @param at where
   * @param tag custom tag, or empty
   * @param entries in order, each key once
   */
  record Mapping(Position at, String tag, List<Entry> entries) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The entry whose key is this text. */
    public Optional<Entry> entry(String key) {
      return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
    }

    /** The value whose key is this text. */
    public Optional<YamlNode> get(String key) {
      return entry(key).map(Entry::value);
    }

    @Override
    public String described() {
      return "a mapping";
    }
  }

  /** A key and its value. */
  record Entry(Scalar key, YamlNode value) {}

  /**
   * A list.
   *
   * @param at where
   * @param tag custom tag, or empty
   * @param items in order
   */
  record Sequence(Position at, String tag, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String described() {
      return "a list";
    }
  }

  /** What an Ansible (PyYAML, YAML 1.1) reader takes a scalar for. */
  enum Type {
    /** Text, also every quoted scalar. */
    TEXT("the text"),
    /** yes, no, on, off, true, false in the three usual spellings. */
    BOOLEAN("the boolean"),
    /** Also 0x1F, 0b1, 017 (octal), 1_000, 1:30 (base 60). */
    INTEGER("the integer"),
    /** Also 1:30.5, .inf, .nan. */
    FLOAT("the floating point number"),
    /** Nothing, ~, null. */
    NULL("nothing"),
    /** A date, or a date with a time; kept as text. */
    TIMESTAMP("the date"),
    /** Has a custom tag; kept as text. */
    TAGGED("the value tagged");

    private final String words;

    Type(String words) {
      this.words = words;
    }
  }

  /**
   * A single value.
   *
   * @param at where
   * @param tag custom tag, or empty
   * @param type what Ansible takes it for
   * @param text as written, quotes and escapes resolved
   * @param quoted whether it stood in quotes or was a block scalar
   */
  record Scalar(Position at, String tag, Type type, String text, boolean quoted)
      implements YamlNode {

    /** Whether nothing is said. */
    public boolean isNull() {
      return type == Type.NULL;
    }

    /** The boolean; empty for any other type. */
    public Optional<Boolean> asBoolean() {
      return type == Type.BOOLEAN ? Yaml11.toBoolean(text) : Optional.empty();
    }

    /** The integer; empty for any other type. */
    public Optional<BigInteger> asInteger() {
      return type == Type.INTEGER ? Yaml11.toInteger(text) : Optional.empty();
    }

    /** The floating point number; empty for any other type. */
    public Optional<Double> asDouble() {
      return type == Type.FLOAT
          ? Yaml11.toDouble(text).or(() -> Yaml11.toInteger(text).map(BigInteger::doubleValue))
          : Optional.empty(); // !!float 1 is an integer's text.
    }

    @Override
    public String described() {
      return switch (type) {
        case NULL -> type.words;
        case TAGGED -> type.words + " " + tag;
        case TEXT, BOOLEAN, INTEGER, FLOAT, TIMESTAMP -> type.words + " \"" + text + "\"";
      };
    }
  }
}
