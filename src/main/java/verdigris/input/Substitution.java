package verdigris.input;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verdigris.input.PlaybookContext.Encrypted;
import verdigris.input.PlaybookContext.Plain;
import verdigris.input.YamlNode.Scalar;
import verdigris.problem.Kind;
import verdigris.problem.Where.Position;

/**
 * Replaces {@code {{ name }}} by an inventory variable and {@code {{ env.NAME }}} by the
 * environment's. Plain names only: a playbook is reviewed, so nothing is computed in it.
 */
final class Substitution {
  private static final Pattern OPENING = Pattern.compile("\\{\\{|\\{%|(?<!\\$)\\{#");
  private static final Pattern PLAIN_NAME =
      Pattern.compile("\\{\\{\\s*(env\\.)?([A-Za-z_][A-Za-z0-9_]*)\\s*\\}\\}");
  private static final String REMEDY =
      "Write {{ name }} for a variable of the inventory or {{ env.NAME }} for one of the environment; filters and expressions are not evaluated.";

  private Substitution() {}

  /**
   * The text with everything replaced.
   *
   * @param placeholders names that stand for something at run time and stay as {@code {{name}}}
   * @return empty when a problem was reported
   */
  static Optional<String> in(Scalar scalar, List<String> placeholders, Scan scan) {
    String text = scalar.text();
    if (scalar.tag().equals("!unsafe")) {
      return Optional.of(text);
    }
    StringBuilder result = new StringBuilder();
    Matcher opening = OPENING.matcher(text);
    Matcher name = PLAIN_NAME.matcher(text);
    boolean broken = false;
    int done = 0;
    while (opening.find(done)) {
      int begin = opening.start();
      result.append(text, done, begin);
      if (!name.region(begin, text.length()).lookingAt()) {
        scan.problem(
            Kind.WRONG_VALUE, place(scalar, begin), "This is not a plain variable name.", REMEDY);
        return Optional.empty();
      }
      Optional<String> value = value(name, placeholders, place(scalar, begin), scan);
      value.ifPresent(result::append);
      broken |= value.isEmpty();
      done = name.end();
    }
    return broken
        ? Optional.empty()
        : Optional.of(result.append(text, done, text.length()).toString());
  }

  private static Optional<String> value(
      Matcher name, List<String> placeholders, Position at, Scan scan) {
    String word = name.group(2);
    if (name.group(1) != null) {
      return environment(word, at, scan);
    }
    return placeholders.contains(word) ? Optional.of("{{" + word + "}}") : variable(word, at, scan);
  }

  private static Optional<String> environment(String name, Position at, Scan scan) {
    Optional<String> value = scan.context().environment(name);
    if (value.isEmpty()) {
      scan.problem(
          Kind.UNDEFINED_VARIABLE,
          at,
          "The environment has no variable " + name + ".",
          "export " + name + "=…");
    }
    return value;
  }

  private static Optional<String> variable(String name, Position at, Scan scan) {
    var found = scan.context().variable(scan.group(), name);
    if (found.isEmpty()) {
      scan.problem(
          Kind.UNDEFINED_VARIABLE,
          at,
          "Group %s has no variable %s; one that hosts differ in does not count."
              .formatted(scan.group(), name),
          "Define it in group_vars, or with -e " + name + "=….");
      return Optional.empty();
    }
    return switch (found.get()) {
      case Plain(String text) when OPENING.matcher(text).find() -> {
        scan.problem(
            Kind.NOT_SUPPORTED,
            at,
            "The inventory's value of " + name + " is itself a template.",
            "Give it a plain value.");
        yield Optional.empty();
      }
      case Plain(String text) -> Optional.of(text);
      case Encrypted() -> {
        scan.problem(
            Kind.SECRET_IN_PLAIN_TEXT,
            at,
            name + " is encrypted in the inventory; here it would be shown in every plan.",
            "Use { vault: " + name + " } where a secret is taken.");
        yield Optional.empty();
      }
    };
  }

  /** Where in the file an offset of the text is; of a text over several lines, its beginning. */
  private static Position place(Scalar scalar, int offset) {
    if (scalar.text().indexOf('\n') >= 0) {
      return scalar.at();
    }
    int quote = scalar.quoted() ? 1 : 0;
    Position at = scalar.at();
    int column = at.column() + quote + scalar.text().codePointCount(0, offset);
    return new Position(at.file(), at.line(), column);
  }
}
