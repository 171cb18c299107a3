package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import verdigris.problem.ProblemException;
import verdigris.problem.Where.Position;

/** Thousands of small random texts, to Python's and Ansible's own functions and to ours. */
class PythonOracleIT {
  private static final int TEXTS = 4000;
  private static final long SEED = Long.getLong("seed", 15);

  @Test
  void literalsAreTypedAsByPython() {
    List<String> pieces =
        List.of(
            "1", "0", "7", "12", "007", "1.5", ".5", "5.", "1e3", "0x1f", "0o7", "0b1", "1_0", "_",
            "True", "False", "None", "'a'", "\"b\"", "'", "\"", "'''", "\\", "\\n", "\\x41", "r'",
            "b'", "u'", "u'ü'", "[", "]", "(", ")", "{", "}", ",", ":", " ", "-", "+", "#", "a",
            "set()", "1j", "e", "é", "=", "...");
    agree("literal", texts(pieces, 8), PythonOracleIT::literal);
  }

  @Test
  void hostLinesAreSplitAsByPython() {
    List<String> pieces =
        List.of(
            "a", "b=c", " ", "  ", "\t", "'", "\"", "\\", "#", "=", "ü", "\\\"", "\\'", "''", ";");
    agree("words", texts(pieces, 9), PythonOracleIT::words);
  }

  @Test
  void hostEntriesAreExpandedAsByAnsible() {
    List<String> pieces =
        List.of(
            "db",
            "a",
            "Z",
            "1",
            "01",
            "10",
            "[1:3]",
            "[01:03]",
            "[a:c]",
            "[y:B]",
            "[3:1]",
            "[0:9:4]",
            "[:2]",
            "[1:]",
            "[",
            "]",
            ":",
            "22",
            ".",
            "-",
            "_",
            "::",
            "::1",
            "fe80::1",
            "10.0.0.1",
            "[::1]",
            "ü",
            " ",
            "[f:1f]",
            "ffff:",
            "256",
            "!",
            "[1:3:0]");
    agree("names", texts(pieces, 5), PythonOracleIT::names);
  }

  @Test
  void globsMatchAsPythons() {
    List<String> pieces =
        List.of(
            "a", "b", "-", "*", "?", "[", "]", "!", "^", "[ab]", "[!a]", "[a-c]", ".", "\\", "&");
    Random random = new Random(SEED);
    List<String> texts = new ArrayList<>();
    for (String glob : texts(pieces, 5)) {
      texts.add(glob + " " + text(List.of("a", "b", "c", "-", ".", "]"), 3, random));
    }
    agree("glob", texts, PythonOracleIT::glob);
  }

  @Test
  void extraVariablesAreReadAsByAnsible() {
    List<String> pieces =
        List.of(
            "a=", "b=", "=", "x", "y", " ", "  ", "'", "\"", "\\", "\\n", "\\=", "{{", "}}", "{%",
            "%}", "ü", "\\x41", "5");
    List<String> texts =
        texts(pieces, 7).stream()
            .filter(t -> !t.isEmpty() && "abxyü5".indexOf(t.charAt(0)) >= 0)
            .toList();
    agree("pairs", texts, PythonOracleIT::pairs);
  }

  private static void agree(String what, List<String> texts, Function<String, String> ours) {
    JsonNode expected = Ansible.evaluate(what, texts);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String theirs = Typed.of(expected.get(i));
      String mine = ours.apply(texts.get(i));
      boolean withoutKey = what.equals("pairs") && theirs.contains("_raw_params");
      if (!mine.equals(withoutKey ? "nothing" : theirs)) {
        differences.add("%s: %s, but ours %s".formatted(texts.get(i), theirs, mine));
      }
    }
    assertThat(differences).isEmpty();
  }

  private static List<String> texts(List<String> pieces, int most) {
    Random random = new Random(SEED);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      texts.add(text(pieces, most, random));
    }
    return texts;
  }

  private static String text(List<String> pieces, int most, Random random) {
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }

  private static String literal(String text) {
    return PythonLiteral.parse(new Position("text", 1, 1), text)
        .map(value -> "[" + Typed.of(value) + "]")
        .orElse("nothing");
  }

  private static String words(String text) {
    try {
      return ShellWords.split(text, true).stream()
          .map(word -> "text " + word.text())
          .toList()
          .toString();
    } catch (ShellWords.Unfinished _) {
      return "nothing";
    }
  }

  private static String names(String text) {
    try {
      HostNames names = HostNames.of(text);
      return List.of(
              names.names().stream().map(name -> "text " + name).toList(),
              "integer " + names.port())
          .toString();
    } catch (HostNames.Malformed _) {
      return "nothing";
    }
  }

  private static String glob(String text) {
    String[] both = text.split(" ", 2);
    return "boolean " + Glob.compile(both[0]).matcher(both[1]).matches();
  }

  private static String pairs(String text) {
    try {
      var problems = new ArrayList<verdigris.problem.Problem>();
      var variables = ExtraVariables.read(List.of(text), VaultPasswords.none(), problems);
      if (!problems.isEmpty()) {
        return "nothing";
      }
      TreeMap<String, String> typed = new TreeMap<>();
      variables.forEach((key, value) -> typed.put(key, Typed.of(value)));
      return typed.toString();
    } catch (ProblemException _) {
      return "nothing";
    }
  }
}
