package verdigris.planfile;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import verdigris.input.YamlNode;
import verdigris.input.YamlNode.Mapping;
import verdigris.input.YamlNode.Scalar;
import verdigris.input.YamlNode.Sequence;
import verdigris.problem.DidYouMean;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * The keys of one mapping in a plan file. Whatever is not as expected is reported with its place,
 * and a stand-in is returned so that the rest can be read too.
 *
 * @param mapping the node
 * @param problems where to report
 */
record PlanKeys(Mapping mapping, Consumer<Problem> problems) {
  private static final BigInteger LARGEST = BigInteger.valueOf(Integer.MAX_VALUE);

  /** Reports keys that are not among these. */
  void only(List<String> known) {
    for (YamlNode.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      if (!known.contains(key)) {
        String expected = "Expected here: " + String.join(", ", known) + ".";
        report(
            entry.key().at(),
            "The key \"" + key + "\" is not known here.",
            Stream.of(expected, DidYouMean.question(key, known))
                .filter(s -> !s.isEmpty())
                .reduce((a, b) -> a + " " + b)
                .orElse(""));
      }
    }
  }

  /** A text that must be there. */
  String text(String key) {
    return required(key).flatMap(n -> text(key, n)).orElse("");
  }

  /** A text; empty when it is not there. */
  String optionalText(String key) {
    return mapping.get(key).flatMap(n -> text(key, n)).orElse("");
  }

  /** A whole number from 0; 0 when it is not there. */
  int number(String key) {
    Optional<YamlNode> node = mapping.get(key);
    if (node.isEmpty()) {
      return 0;
    }
    Optional<BigInteger> number =
        node.get() instanceof Scalar scalar ? scalar.asInteger() : Optional.empty();
    if (number.isEmpty() || number.get().signum() < 0 || number.get().compareTo(LARGEST) > 0) {
      expected(key, "a whole number from 0", node.get());
      return 0;
    }
    return number.get().intValue();
  }

  /** Like {@link #number}, but it must be there. */
  int requiredNumber(String key) {
    return required(key).isPresent() ? number(key) : 0;
  }

  /** Texts of a list; none when it is not there. */
  List<String> texts(String key) {
    return items(key).stream().flatMap(n -> text("an item of " + key, n).stream()).toList();
  }

  /** Like {@link #texts}, but the list must be there. */
  List<String> requiredTexts(String key) {
    return required(key).isPresent() ? texts(key) : List.of();
  }

  /** Mappings of a list; none when it is not there. */
  List<PlanKeys> mappings(String key) {
    return items(key).stream().flatMap(n -> mapping(key, n).stream()).toList();
  }

  /** Like {@link #mappings}, but the list must be there. */
  List<PlanKeys> requiredMappings(String key) {
    return required(key).isPresent() ? mappings(key) : List.of();
  }

  /** Where a key's value stands, or the mapping when there is no such key. */
  Where at(String key) {
    return mapping.get(key).map(YamlNode::at).orElse(mapping.at());
  }

  /** Reports something about a key's value. */
  void wrong(String key, String detail, String remedy) {
    report(at(key), detail, remedy);
  }

  private Optional<PlanKeys> mapping(String key, YamlNode node) {
    if (node instanceof Mapping found) {
      return Optional.of(new PlanKeys(found, problems));
    }
    expected("an item of " + key, "a mapping", node);
    return Optional.empty();
  }

  private List<YamlNode> items(String key) {
    Optional<YamlNode> node = mapping.get(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof Sequence sequence) {
      return sequence.items();
    }
    expected(key, "a list", node.get());
    return List.of();
  }

  private Optional<String> text(String key, YamlNode node) {
    if (node instanceof Scalar scalar && scalar.type() == YamlNode.Type.TEXT) {
      return Optional.of(scalar.text());
    }
    expected(key, "a text, in quotes", node);
    return Optional.empty();
  }

  private Optional<YamlNode> required(String key) {
    Optional<YamlNode> node = mapping.get(key);
    if (node.isEmpty()) {
      report(mapping.at(), "The key \"" + key + "\" is missing here.", PlanReader.PLAN_AGAIN);
    }
    return node;
  }

  private void expected(String key, String what, YamlNode found) {
    report(
        found.at(),
        "Expected " + what + " for " + key + ", found " + found.described() + ".",
        PlanReader.PLAN_AGAIN);
  }

  private void report(Where where, String detail, String remedy) {
    problems.accept(Problem.of(Kind.PLAN_FILE, where, detail, remedy));
  }
}
