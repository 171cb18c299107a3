package verdigris.input;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verdigris.input.YamlNode.Scalar;
import verdigris.problem.DidYouMean;
import verdigris.problem.Kind;

/** The forms of single values in a playbook. */
final class Forms {
  private static final List<YamlNode.Type> TEXT = List.of(YamlNode.Type.TEXT);
  private static final List<YamlNode.Type> TEXT_OR_INTEGER =
      List.of(YamlNode.Type.TEXT, YamlNode.Type.INTEGER);
  private static final List<YamlNode.Type> ANYTHING_SAID =
      List.of(
          YamlNode.Type.TEXT,
          YamlNode.Type.BOOLEAN,
          YamlNode.Type.INTEGER,
          YamlNode.Type.FLOAT,
          YamlNode.Type.TIMESTAMP);

  /** Stands for something when a command runs. */
  static final List<String> PLACEHOLDERS = List.of("host", "port");

  private Forms() {}

  /** Text of a form. */
  static Form<String> text(Pattern form, String expected) {
    return matching(form, expected, TEXT, matcher -> Optional.of(matcher.group()), Forms::quote);
  }

  /** A setting's value: any single value, as written. */
  static Form<String> asWritten(String expected) {
    return new ScalarForm<>(
        expected,
        ANYTHING_SAID,
        Optional::of,
        _ -> "For an empty value write ''.",
        List.of(),
        () -> {
          ObjectNode schema = JsonNodeFactory.instance.objectNode();
          schema.putArray("type").add("string").add("number").add("boolean");
          return schema;
        });
  }

  /** A command for the user's shell; {@code {{host}}} and {@code {{port}}} stay in it. */
  static Form<String> command() {
    return new ScalarForm<>(
        "a command such as \"./smoke.sh {{host}}\"",
        TEXT,
        text -> text.isBlank() ? Optional.empty() : Optional.of(text),
        Forms::quote,
        PLACEHOLDERS,
        () -> JsonNodeFactory.instance.objectNode().put("type", "string"));
  }

  /** A program and its arguments, as words; no shell ever sees them. */
  static Form<List<String>> program() {
    return new ScalarForm<>(
        "a program with its arguments such as ./clients.sh",
        TEXT,
        Forms::programWords,
        Forms::quote,
        List.of(),
        () -> JsonNodeFactory.instance.objectNode().put("type", "string"));
  }

  private static Optional<List<String>> programWords(String line) {
    try {
      List<String> words =
          ShellWords.split(line, false).stream().map(ShellWords.Word::text).toList();
      return words.isEmpty() || words.getFirst().isBlank() ? Optional.empty() : Optional.of(words);
    } catch (ShellWords.Unfinished e) {
      return Optional.empty();
    }
  }

  static Form<Integer> integer(int least, int most, String example) {
    return new ScalarForm<>(
        "an integer from %d to %d such as %s".formatted(least, most, example),
        List.of(YamlNode.Type.INTEGER),
        text ->
            Yaml11.toInteger(text)
                .filter(n -> n.compareTo(BigInteger.valueOf(least)) >= 0)
                .filter(n -> n.compareTo(BigInteger.valueOf(most)) <= 0)
                .map(BigInteger::intValueExact),
        scalar -> scalar.quoted() ? "Remove the quotes." : "",
        List.of(),
        orVariable(
            () -> {
              ObjectNode schema = JsonNodeFactory.instance.objectNode();
              return schema.put("type", "integer").put("minimum", least).put("maximum", most);
            }));
  }

  static Form<Boolean> yesOrNo() {
    return new ScalarForm<>(
        "true or false",
        List.of(YamlNode.Type.BOOLEAN),
        Yaml11::toBoolean,
        scalar -> scalar.quoted() ? "Remove the quotes." : "",
        List.of(),
        orVariable(() -> JsonNodeFactory.instance.objectNode().put("type", "boolean")));
  }

  /** One of some words. */
  static Form<String> words(String... words) {
    return choice(List.of(words), word -> word);
  }

  /** One of some values, each written as its word. */
  static <T> Form<T> choice(List<T> values, Function<T, String> word) {
    List<String> words = values.stream().map(word).toList();
    return new ScalarForm<>(
        (words.size() == 1 ? "the word " : "one of ") + String.join(", ", words),
        TEXT,
        text -> values.stream().filter(value -> word.apply(value).equals(text)).findFirst(),
        scalar -> DidYouMean.question(scalar.text(), words),
        List.of(),
        orVariable(
            () -> {
              ObjectNode schema = JsonNodeFactory.instance.objectNode();
              words.forEach(schema.withArray("enum")::add);
              return schema;
            }));
  }

  /** Text of a form that means something else. */
  static <T> Form<T> matching(
      Pattern form,
      String expected,
      List<YamlNode.Type> types,
      Function<Matcher, Optional<T>> meaning,
      Function<Scalar, String> advice) {
    return new ScalarForm<>(
        expected,
        types,
        text -> {
          Matcher matcher = form.matcher(text);
          return matcher.matches() ? meaning.apply(matcher) : Optional.empty();
        },
        advice,
        List.of(),
        orVariable(
            () -> {
              ObjectNode schema = JsonNodeFactory.instance.objectNode();
              if (types.contains(YamlNode.Type.INTEGER)) {
                schema.putArray("type").add("string").add("integer");
              } else {
                schema.put("type", "string");
              }
              return schema.put("pattern", "^(?:" + form.pattern() + ")$");
            }));
  }

  static <T> Form<T> matching(
      Pattern form,
      String expected,
      Function<Matcher, Optional<T>> meaning,
      Function<Scalar, String> advice) {
    return matching(form, expected, TEXT, meaning, advice);
  }

  /** Like {@link #matching} for what may also be written as an integer. */
  static <T> Form<T> matchingInteger(
      Pattern form,
      String expected,
      Function<Matcher, Optional<T>> meaning,
      Function<Scalar, String> advice) {
    return matching(form, expected, TEXT_OR_INTEGER, meaning, advice);
  }

  /** A day; as ISO 8601 text. */
  static Form<String> date() {
    return matching(
        Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        "a date such as 2026-12-31",
        List.of(YamlNode.Type.TEXT, YamlNode.Type.TIMESTAMP),
        matcher -> day(matcher.group()),
        _ -> "");
  }

  private static Optional<String> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text).toString());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Reports a custom tag; {@code !unsafe} means "no template" and is right for single values. */
  static boolean refuseTag(YamlNode node, Scan scan) {
    boolean fine = node.tag().isEmpty() || (node instanceof Scalar && node.tag().equals("!unsafe"));
    if (!fine) {
      scan.problem(
          Kind.WRONG_VALUE,
          node.at(),
          "Found the tag " + node.tag() + "; a playbook takes values without tags.",
          node.tag().equals("!vault")
              ? "Keep the encrypted value in group_vars; a password is named with { vault: NAME }."
              : "");
    }
    return !fine;
  }

  private static String quote(Scalar scalar) {
    return switch (scalar.type()) {
      case BOOLEAN ->
          "YAML takes " + scalar.text() + " for a boolean; put it in quotes if it is meant.";
      case INTEGER, FLOAT, TIMESTAMP -> "Put it in quotes if it is meant.";
      case TEXT, NULL, TAGGED -> "";
    };
  }

  private static Supplier<ObjectNode> orVariable(Supplier<ObjectNode> form) {
    return () -> {
      ObjectNode schema = JsonNodeFactory.instance.objectNode();
      schema
          .putArray("anyOf")
          .add(form.get())
          .add(JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/variable"));
      return schema;
    };
  }
}
