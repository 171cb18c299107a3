package verdigris.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/** Looks up variables that Ansible itself understands, and collects what is wrong with them. */
final class AnsibleSettings {
  private final SequencedMap<String, Value> variables;
  private final BiFunction<String, Value, String> text;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param variables of a host, by precedence
   * @param text gives the text of a variable, decrypted, or throws
   */
  AnsibleSettings(SequencedMap<String, Value> variables, BiFunction<String, Value, String> text) {
    this.variables = variables;
    this.text = text;
  }

  /** A variable, and its text, which is not empty. */
  record Setting(String name, Value value, String text) {
    /** For "found …"; hides a secret. */
    String described() {
      return value.described();
    }
  }

  /** The last of the names that is set to more than nothing, as in Ansible's plugins. */
  Optional<Setting> find(List<String> names) {
    return names.reversed().stream()
        .filter(name -> value(name).isPresent())
        .findFirst()
        .flatMap(name -> text(name, value(name).orElseThrow()))
        .filter(setting -> !setting.text().isEmpty());
  }

  Optional<Setting> find(String name) {
    return find(List.of(name));
  }

  /** Those of the names that are set, without opening a vault. */
  List<String> set(List<String> names) {
    return names.stream()
        .filter(name -> value(name).filter(v -> !v.asText().equals(Optional.of(""))).isPresent())
        .toList();
  }

  /** As Ansible's boolean(): true, yes, on, 1, t, y and their opposites. */
  boolean flag(String name, boolean otherwise) {
    Optional<Setting> setting = find(name);
    if (setting.isEmpty()) {
      return otherwise;
    }
    return switch (setting.get().text().strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1", "1.0", "t", "y" -> true;
      case "false", "no", "off", "0", "0.0", "f", "n" -> false;
      default -> {
        wrong(name, "yes or no is expected, found " + setting.get().described() + ".");
        yield otherwise;
      }
    };
  }

  /** A number within bounds; 0 where nothing is set. */
  int number(List<String> names, int least, int most) {
    Optional<Setting> setting = find(names);
    if (setting.isEmpty()) {
      return 0;
    }
    String digits = setting.get().text().strip();
    int number = digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
    if (number >= least && number <= most) {
      return number;
    }
    wrong(
        setting.get().name(),
        "a number from %d to %d is expected, found %s."
            .formatted(least, most, setting.get().described()));
    return 0;
  }

  /** Something that Ansible would honour and we do not. */
  void refuse(String name, String detail, String remedy) {
    problem(Kind.NOT_SUPPORTED, name, detail, remedy);
  }

  void wrong(String name, String detail) {
    problem(Kind.WRONG_VALUE, name, detail, "");
  }

  /** Problems found elsewhere. */
  void add(List<Problem> more) {
    problems.addAll(more);
  }

  /**
   * @throws ProblemException when there was any problem
   */
  void throwIfWrong() {
    if (!problems.isEmpty()) {
      throw new ProblemException(problems.stream().distinct().toList());
    }
  }

  private void problem(Kind kind, String name, String detail, String remedy) {
    problems.add(Problem.of(kind, value(name).orElseThrow().at(), name + ": " + detail, remedy));
  }

  private Optional<Setting> text(String name, Value value) {
    try {
      return Optional.of(new Setting(name, value, text.apply(name, value)));
    } catch (ProblemException e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  private Optional<Value> value(String name) {
    return Optional.ofNullable(variables.get(name))
        .filter(value -> !(value.content() instanceof Value.Nothing));
  }
}
