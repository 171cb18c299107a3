package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verdigris.input.YamlNode.Mapping;
import verdigris.input.YamlNode.Scalar;
import verdigris.input.YamlNode.Sequence;
import verdigris.problem.Kind;
import verdigris.problem.Problem;

class LocatedYamlTest {

  @Test
  void everyNodeKnowsItsLineAndColumn() {
    Mapping root = mapping("topology: orders\nstandbys:\n  - { host: blue }\n");

    assertThat(root.at()).hasToString("f.yml:1:1");
    assertThat(root.entry("standbys").orElseThrow().key().at()).hasToString("f.yml:2:1");
    Sequence standbys = (Sequence) root.get("standbys").orElseThrow();
    Mapping first = (Mapping) standbys.items().getFirst();
    assertThat(first.get("host").orElseThrow().at()).hasToString("f.yml:3:13");
  }

  @Test
  void anEmptyDocumentIsNothingAtTheBeginning() {
    LocatedYaml yaml = LocatedYaml.parse("f.yml", "# only a comment\n");

    assertThat(yaml.problems()).isEmpty();
    assertThat(yaml.root().described()).isEqualTo("nothing");
    assertThat(yaml.root().at()).hasToString("f.yml:1:1");
  }

  /** The expected values were printed by PyYAML 6.0.3. */
  @ParameterizedTest
  @CsvSource({
    "yes, BOOLEAN, true",
    "Off, BOOLEAN, false",
    "y, TEXT, y",
    "017, INTEGER, 15",
    "0o17, TEXT, 0o17",
    "08, TEXT, 08",
    "0x1F, INTEGER, 31",
    "0b10, INTEGER, 2",
    "1_000, INTEGER, 1000",
    "1__0, INTEGER, 10",
    "-0, INTEGER, 0",
    "+1, INTEGER, 1",
    "1:30, INTEGER, 90",
    "60:00, INTEGER, 3600",
    "1:60, TEXT, 1:60",
    "190:20:30.15, FLOAT, 685230.15",
    ".5, FLOAT, 0.5",
    "5., FLOAT, 5.0",
    "08.5, FLOAT, 8.5",
    "15.10, FLOAT, 15.1",
    "1e3, TEXT, 1e3",
    "1.5e+3, FLOAT, 1500.0",
    "1.e+5, FLOAT, 100000.0",
    ".e5, TEXT, .e5",
    "+.inf, FLOAT, Infinity",
    "-.INF, FLOAT, -Infinity",
    ".NaN, FLOAT, NaN",
    "~, NULL, null",
    "Null, NULL, null",
    "nULL, TEXT, nULL",
    "2001-12-14, TIMESTAMP, 2001-12-14",
    "2001-12-14t21:59:43.10-05:00, TIMESTAMP, 2001-12-14t21:59:43.10-05:00",
    "2001-1-4, TEXT, 2001-1-4",
    "0x, TEXT, 0x",
    "0b_, TEXT, 0b_",
    "_, TEXT, _",
    "60s, TEXT, 60s",
  })
  void aPlainScalarMeansWhatPyYamlTakesItFor(String text, YamlNode.Type type, String value) {
    Scalar scalar = (Scalar) mapping("k: " + text).get("k").orElseThrow();

    assertThat(scalar.type()).isEqualTo(type);
    assertThat(scalar.text()).isEqualTo(text);
    assertThat(valueOf(scalar)).isEqualTo(value);
  }

  private static String valueOf(Scalar scalar) {
    return switch (scalar.type()) {
      case BOOLEAN -> scalar.asBoolean().orElseThrow().toString();
      case INTEGER -> scalar.asInteger().orElseThrow().toString();
      case FLOAT -> scalar.asDouble().orElseThrow().toString();
      case NULL -> "null";
      case TEXT, TIMESTAMP, TAGGED -> scalar.text();
    };
  }

  @Test
  void aQuotedScalarIsAlwaysText() {
    Mapping root = mapping("a: \"yes\"\nb: '15.10'\nc: |\n  1\n");

    for (String key : List.of("a", "b", "c")) {
      Scalar scalar = (Scalar) root.get(key).orElseThrow();
      assertThat(scalar.type()).isEqualTo(YamlNode.Type.TEXT);
      assertThat(scalar.quoted()).isTrue();
    }
  }

  @Test
  void anExplicitTagOverridesTheForm() {
    Mapping root = mapping("a: !!str 5\nb: !!int '5'\nc: !!float 1\n");

    assertThat(((Scalar) root.get("a").orElseThrow()).type()).isEqualTo(YamlNode.Type.TEXT);
    assertThat(((Scalar) root.get("b").orElseThrow()).asInteger()).isPresent();
    assertThat(((Scalar) root.get("c").orElseThrow()).asDouble()).contains(1.0);
  }

  @Test
  void anExplicitTagMustFitTheValue() {
    assertThat(LocatedYaml.parse("f", "a: !!int five").problems())
        .singleElement()
        .satisfies(p -> assertThat(p.where()).hasToString("f:1:4"));
  }

  @Test
  void customTagsAreKept() {
    Mapping root =
        mapping("p: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  61\nq: !unsafe '{{ x }}'\n");

    Scalar vault = (Scalar) root.get("p").orElseThrow();
    assertThat(vault.tag()).isEqualTo("!vault");
    assertThat(vault.type()).isEqualTo(YamlNode.Type.TAGGED);
    assertThat(vault.text()).isEqualTo("$ANSIBLE_VAULT;1.1;AES256\n61\n");
    assertThat(root.get("q").orElseThrow().tag()).isEqualTo("!unsafe");
  }

  @Test
  void aKeyGivenTwiceIsReportedAndTheLastOneWins() {
    LocatedYaml yaml = LocatedYaml.parse("f.yml", "a: 1\nb: 2\n'a': 3\n");

    assertThat(yaml.duplicateKeys())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.kind()).isEqualTo(Kind.DUPLICATE_KEY);
              assertThat(p.where()).hasToString("f.yml:3:1");
              assertThat(p.detail()).contains("line 1");
            });
    Mapping root = (Mapping) yaml.root();
    assertThat(((Scalar) root.get("a").orElseThrow()).text()).isEqualTo("3");
    assertThat(root.entries()).hasSize(2);
  }

  @Test
  void aliasesAndMergeKeysAreResolved() {
    Mapping root =
        mapping(
            """
            one: &one { a: 1, b: 1 }
            two: &two { b: 2, c: 2 }
            same: *one
            both:
              c: 3
              <<: [*one, *two]
            """);

    assertThat(root.get("same")).isEqualTo(root.get("one"));
    Mapping both = (Mapping) root.get("both").orElseThrow();
    assertThat(both.entries().stream().map(e -> e.key().text() + e.value().described()))
        .containsExactlyInAnyOrder(
            "athe integer \"1\"", "bthe integer \"1\"", "cthe integer \"3\"");
  }

  @Test
  void anOverriddenMergedKeyIsNotADuplicate() {
    assertThat(LocatedYaml.parse("f", "x: &x {a: 1}\ny: {<<: *x, a: 2}").duplicateKeys()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a:\\n\\tb: 1      | 2:1 | spaces
          a: b: c         | 1:5 | quotes
          a: [1, 2        | 1:9 | bracket
          a: 'x           | 1:6 | quotes
          a: 1\\n b: 2     | 2:3 | column
          a: *nobody      | 1:4 | anchor
          a: @home        | 1:4 | quotes
          a: 1\\n---\\nb: 2 | 2:1 | one document
          """)
  void aSyntaxErrorSaysWhereAndWhatToDo(String text, String place, String remedy) {
    LocatedYaml yaml = LocatedYaml.parse("f.yml", text.replace("\\n", "\n").replace("\\t", "\t"));

    assertThat(yaml.problems()).hasSize(1);
    Problem problem = yaml.problems().getFirst();
    assertThat(problem.kind()).isEqualTo(Kind.YAML_SYNTAX);
    assertThat(problem.where()).hasToString("f.yml:" + place);
    assertThat(problem.detail()).isNotBlank();
    assertThat(problem.remedy()).contains(remedy);
  }

  @Test
  void aControlCharacterIsNamedWithItsPlace() {
    String before = "# 😀\n".repeat(2000);
    assertThat(LocatedYaml.parse("f.yml", before + "b: \u0007\n").problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.where()).hasToString("f.yml:2001:4");
              assertThat(p.detail()).contains("U+0007");
            });
  }

  @Test
  void aliasesMustNotGrowWithoutLimit() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)));
    }
    assertThat(LocatedYaml.parse("f", laughs.toString()).problems()).isNotEmpty();
  }

  @Test
  void anAliasInsideOfItselfIsAProblem() {
    assertThat(LocatedYaml.parse("f", "a: &a [1, *a]").problems()).isNotEmpty();
    assertThat(LocatedYaml.parse("f", "&a {*a : 1}").problems()).isNotEmpty();
  }

  @Test
  void nestingHasALimit() {
    assertThat(LocatedYaml.parse("f", "[".repeat(100_000)).problems()).isNotEmpty();
  }

  @Test
  void aListAsKeyIsAProblem() {
    assertThat(LocatedYaml.parse("f", "? [1, 2]\n: x").problems()).hasSize(1);
    assertThat(LocatedYaml.parse("f", "port: {{ port }}").problems())
        .singleElement()
        .satisfies(p -> assertThat(p.remedy()).contains("needs quotes"));
  }

  @Test
  void aByteOrderMarkMovesNoColumn() {
    assertThat(mapping("\uFEFFa: 1").entry("a").orElseThrow().key().at()).hasToString("f.yml:1:1");
  }

  private static Mapping mapping(String text) {
    LocatedYaml yaml = LocatedYaml.parse("f.yml", text);
    assertThat(yaml.problems()).isEmpty();
    return (Mapping) yaml.root();
  }
}
