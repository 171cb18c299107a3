package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import verdigris.problem.Kind;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** Any text gives a tree or problems, never another exception. */
class LocatedYamlPropertyTest {

  @Property(tries = 3000)
  void anyTextGivesATreeOrProblems(@ForAll String text) {
    readable(text);
  }

  @Property(tries = 5000)
  void anyMixtureOfYamlsOwnSignsGivesATreeOrProblems(@ForAll("yamlish") String text) {
    readable(text);
  }

  @Property(tries = 3000)
  void anyDamagedPlaybookGivesATreeOrProblems(
      @ForAll("yamlish") String noise, @ForAll("places") int place, @ForAll("cuts") int cut) {
    String whole =
        """
        topology: orders
        primary: { host: green, version: "15" }
        standbys:
          - { host: blue, follows: green, version: "15" }
        hba: [ "host orders app 10.20.0.0/16 scram-sha-256" ]
        """;
    int from = Math.min(place, whole.length());
    readable(
        whole.substring(0, from) + noise + whole.substring(Math.min(from + cut, whole.length())));
  }

  @Property(tries = 3000)
  void anyBytesGiveATextOrAProblem(@ForAll byte[] bytes) {
    try {
      readable(SourceText.decode("f", bytes).text());
    } catch (ProblemException e) {
      assertThat(e.problems()).hasSize(1);
    }
  }

  @Property
  void whatIsQuotedComesBackAsText(@ForAll("plain") String text) {
    LocatedYaml yaml = LocatedYaml.parse("f", "'" + text.replace("'", "''") + "'");

    assertThat(yaml.root())
        .isInstanceOfSatisfying(YamlNode.Scalar.class, s -> assertThat(s.text()).isEqualTo(text));
  }

  @Provide
  Arbitrary<String> yamlish() {
    return Arbitraries.of(
            "a",
            "b: ",
            ": ",
            ":",
            "- ",
            "\n",
            "\n  ",
            "\n\t",
            "? ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "'",
            "\"",
            "&a ",
            "*a ",
            "*a",
            "<<: ",
            "!",
            "!vault ",
            "!<",
            ">",
            "|",
            "|2-",
            "%YAML 1.1",
            "%TAG ! x",
            "---",
            "...",
            "#",
            " #",
            "\\x",
            "\\U0010ffff",
            "\\u",
            "%41",
            "!%zz ",
            "!!int ",
            "!!float ",
            "!!bool ",
            "!!binary ",
            "!!set ",
            "!!omap ",
            "!!python/object:os ",
            "0x",
            "1:1",
            "_",
            "-",
            "@",
            "`",
            "~",
            "=",
            "é",
            "😀",
            "\uFEFF",
            "\u0085",
            "\u2028",
            "\u0000",
            "\r")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<Integer> places() {
    return Arbitraries.integers().between(0, 200);
  }

  @Provide
  Arbitrary<Integer> cuts() {
    return Arbitraries.integers().between(0, 30);
  }

  @Provide
  Arbitrary<String> plain() {
    return Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(60);
  }

  private static void readable(String text) {
    LocatedYaml yaml = LocatedYaml.parse("f", text);

    assertThat(yaml.problems()).allMatch(p -> p.kind() == Kind.YAML_SYNTAX);
    assertThat(yaml.problems()).allMatch(p -> isIn(text, p.where()));
    assertThat(yaml.problems()).allMatch(p -> !p.detail().isBlank());
  }

  private static boolean isIn(String text, Where where) {
    return switch (where) {
      case Where.Position(String file, int line, int column) ->
          file.equals("f")
              && line >= 1
              && column >= 1
              && line <= text.codePoints().filter(LocatedYamlPropertyTest::breaksLine).count() + 1;
      case Where.InFile(String file) -> file.equals("f");
      default -> false;
    };
  }

  private static boolean breaksLine(int c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }
}
