package verdigris.planfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.Golden;
import verdigris.input.LocatedYaml;
import verdigris.input.SourceText;
import verdigris.input.YamlNode;
import verdigris.plan.PlanDocument;
import verdigris.plan.Plans;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where.Position;

class PlanFileTest {
  private static final String GOLDEN = "src/test/resources/golden/planfile/";

  private static final List<String> AWKWARD =
      List.of(
          "",
          " ",
          "0x1F",
          "1_000",
          "017",
          "2026-01-01",
          "12:30:45",
          "1e3",
          ".inf",
          "yes",
          "No",
          "on",
          "~",
          "null",
          "true",
          "a: b",
          "a #b",
          "#a",
          "- a",
          "? a",
          "trailing ",
          " leading",
          "a\tb",
          "'",
          "\"",
          "\\n",
          "a\nb",
          "a\r\nb",
          "é ü 漢字 \uD83D\uDE00",
          "\u0000",
          "\u001B[31mred",
          "\u202Etxet",
          "\u2028",
          "\u00A0",
          "%",
          "@a",
          "`a`",
          "&a",
          "*a",
          "!a",
          "{a}",
          "[a]",
          "<<",
          "=",
          "|",
          ">",
          "---",
          "...");

  @Test
  void aPlanIsWrittenForReview() throws IOException {
    Golden.assertMatches(GOLDEN + "fresh.yaml", PlanFile.yaml(Plans.fresh()));
    Golden.assertMatches(GOLDEN + "three-parts.yaml", PlanFile.yaml(Plans.threeParts()));
    Golden.assertMatches(GOLDEN + "upgrade.yaml", PlanFile.yaml(Plans.upgrade()));
    Golden.assertMatches(GOLDEN + "nothing.yaml", PlanFile.yaml(Plans.nothing()));
  }

  @Test
  void everyExampleComesBackAsItWas() {
    Stream.of(
            Plans.fresh(),
            Plans.restart(),
            Plans.stranded(),
            Plans.nothing(),
            Plans.threeParts(),
            Plans.upgrade())
        .forEach(plan -> assertThat(parse(PlanFile.yaml(plan))).isEqualTo(plan));
  }

  @Test
  void awkwardTextsStayTexts() {
    for (String text : AWKWARD) {
      YamlNode root = LocatedYaml.parse("a", "- " + YamlScalar.of(text)).rootOrThrow();
      assertThat(((YamlNode.Sequence) root).items())
          .map(n -> ((YamlNode.Scalar) n).type() + " " + ((YamlNode.Scalar) n).text())
          .containsExactly("TEXT " + text);
    }
  }

  @Test
  void whatAReviewerCannotSeeIsWrittenAsAnEscape() {
    assertThat(YamlScalar.of("\u001B[31mred \u202Eevil\u00A0"))
        .isEqualTo("\"\\u001B[31mred \\u202Eevil\\u00A0\"");
    assertThat(YamlScalar.fitsLiteral("-a\n+\u202Eb\n")).isFalse();
  }

  @Test
  void onlyAPlainWordStandsWithoutQuotes() {
    assertThat(Stream.of("prepare", "green", "point_of-1").map(YamlScalar::of))
        .containsExactly("prepare", "green", "point_of-1");
    assertThat(Stream.of("yes", "Null", "1a", "a.b", "a b", "-a", "a-").map(YamlScalar::of))
        .allMatch(s -> s.startsWith("\"") && s.endsWith("\""));
  }

  @Test
  void diffsAreLiteralBlocksThatKeepTheirBlanksAndTheirLastLineBreak() {
    for (String diff :
        List.of("-a\n+b\n", "-a\n+b", " a\n-b\n", "\n-b\n", "-a\n\n\n", "\t\n-a\n", "-a\n \n")) {
      PlanDocument plan =
          Plans.withFirstStep(
              Plans.fresh(),
              s -> {
                var changes = new LinkedHashMap<String, String>();
                changes.put("f", diff);
                return new PlanDocument.StepDocument(
                    s.key(),
                    s.title(),
                    s.why(),
                    s.host(),
                    s.part(),
                    s.after(),
                    0,
                    List.of(),
                    List.of(),
                    changes,
                    s.prospect());
              });
      assertThat(PlanFile.yaml(plan)).contains("diff: |");
      assertThat(parse(PlanFile.yaml(plan))).isEqualTo(plan);
    }
  }

  @Test
  void aPlanThatWasCutOffIsRefusedThoughItIsYaml() {
    String yaml = PlanFile.yaml(Plans.fresh());
    String cut = yaml.substring(0, yaml.indexOf("  - \"blue: pg_hba.conf"));
    assertThat(problems(cut))
        .extracting(p -> p.where().toString() + " " + p.detail())
        .containsExactly(
            "plan.yaml:%d:1 The plan is cut off: its last line must be \"...\"."
                .formatted(cut.lines().count()));
  }

  @Test
  void aPlanThatWasCutOffAfterAnyByteIsRefusedWithItsPlace() {
    byte[] whole = PlanFile.yaml(Plans.nothing()).getBytes(StandardCharsets.UTF_8);
    for (int end = 0; end < whole.length - 1; end++) {
      String cut = new String(whole, 0, end, StandardCharsets.UTF_8);
      assertThat(problems(cut)).as(cut).isNotEmpty().allMatch(p -> p.where() instanceof Position);
    }
    assertThat(parse(new String(whole, 0, whole.length - 1, StandardCharsets.UTF_8)))
        .isEqualTo(Plans.nothing());
  }

  @Test
  void aFileThatIsNoTextIsRefused(@TempDir Path directory) throws IOException {
    byte[] picture = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13};
    Path file = Files.write(directory.resolve("plan.yaml"), picture);
    ProblemException e = catchThrowableOfType(ProblemException.class, () -> PlanFile.read(file));
    assertThat(e.problems())
        .extracting(p -> p.kind().id() + " " + p.where().toString().replaceFirst(".*/", ""))
        .containsExactly("file-unreadable plan.yaml:1:1");
    Files.write(file, new byte[0]);
    ProblemException empty =
        catchThrowableOfType(ProblemException.class, () -> PlanFile.read(file));
    assertThat(empty.problems())
        .extracting(p -> p.detail())
        .containsExactly(
            "This is not a plan: expected a mapping that begins with \"format: 1\", found nothing.");
  }

  @Test
  void anUnknownKeyIsNamedWithTheNearestKnownOne() {
    List<Problem> found = problems(PlanFile.yaml(Plans.fresh()).replaceFirst("why:", "wy:"));
    assertThat(found)
        .extracting(Problem::detail)
        .containsExactly("The key \"wy\" is not known here.", "The key \"why\" is missing here.");
    assertThat(found.getFirst().remedy()).endsWith("Did you mean \"why\"?");
    assertThat(found.getFirst().where().toString()).matches("plan.yaml:\\d+:5");
  }

  @Test
  void aHigherMinorFormatMayHaveNewKeysAndAHigherMajorIsRefused() {
    String yaml = PlanFile.yaml(Plans.fresh());
    assertThat(parse(yaml.replace("format: 1\n", "format: 1.3\nnew_key: 7\n")))
        .isEqualTo(Plans.fresh());
    assertThat(problems(yaml.replace("format: 1\n", "format: 1\nnew_key: 7\n"))).hasSize(1);
    assertThat(problems(yaml.replace("format: 1\n", "format: 2\nnew_key: 7\n")))
        .extracting(p -> p.where() + " " + p.detail())
        .containsExactly(
            "plan.yaml:2:9 Expected a plan of format 1, which is what this Verdigris reads, found the integer \"2\".");
  }

  @Test
  void whatIsNoPlanIsToldSoOnce() {
    for (String text : List.of("", "- a\n", "topology: orders\nhosts: orders\n", "just words")) {
      assertThat(problems(text)).hasSize(1);
      assertThat(problems(text).getFirst().detail()).startsWith("This is not a plan");
    }
  }

  @Test
  void anEditedStructureIsReportedAllAtOnceWithPlaces() {
    String yaml =
        PlanFile.yaml(Plans.fresh())
            .replaceFirst("part: prepare", "part: whenever")
            .replace("outage_seconds: 0", "outage_seconds: none")
            .replace("from:\n", "from: nowhere\nold_from:\n")
            .replace("host: blue", "host: 2026-01-01");
    assertThat(problems(yaml))
        .extracting(Problem::detail)
        .contains(
            "Expected one of prepare, cutover, finish, found \"whenever\".",
            "Expected a whole number from 0 for outage_seconds, found the text \"none\".",
            "Expected a list for from, found the text \"nowhere\".",
            "Expected a text, in quotes for host, found the date \"2026-01-01\".");
  }

  @Test
  void stepsInAnotherOrderOrTwiceAreRefused() {
    PlanDocument plan = Plans.fresh();
    var reversed =
        new PlanDocument(
            plan.topology(),
            plan.target(),
            plan.inputs(),
            plan.from(),
            plan.source(),
            plan.facts(),
            Stream.concat(plan.steps().reversed().stream(), plan.steps().stream().limit(1))
                .toList(),
            plan.end(),
            0,
            "",
            "no such step",
            plan.parts(),
            plan.unmanaged());
    assertThat(problems(PlanFile.yaml(reversed)))
        .extracting(Problem::detail)
        .contains(
            "The step \"install green:11\" is listed twice.",
            "The step comes after \"install green:11\", which is not above it.",
            "The plan has no step \"no such step\".");
  }

  @Test
  void aFileIsReplacedAtOnceAndLeftAloneWhenNothingChanged(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("plans/orders.yaml");
    assertThat(PlanFile.write(file, Plans.fresh())).isTrue();
    assertThat(PlanFile.write(file, Plans.fresh())).isFalse();
    assertThat(PlanFile.write(file, Plans.nothing())).isTrue();
    assertThat(PlanFile.read(file)).isEqualTo(Plans.nothing());
    try (Stream<Path> files = Files.list(directory.resolve("plans"))) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aSymbolicLinkStaysOne(@TempDir Path directory) throws IOException {
    Path real = directory.resolve("real.yaml");
    Path link = directory.resolve("link.yaml");
    Files.writeString(real, "old");
    Files.createSymbolicLink(link, real);
    PlanFile.write(link, Plans.fresh());
    assertThat(link).isSymbolicLink();
    assertThat(PlanFile.read(real)).isEqualTo(Plans.fresh());
  }

  @Test
  void aPlaceThatCannotBeWrittenIsAProblem(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "").resolve("plan.yaml");
    ProblemException e =
        catchThrowableOfType(ProblemException.class, () -> PlanFile.write(file, Plans.fresh()));
    assertThat(e.problems().getFirst().kind().id()).isEqualTo("file-unwritable");
  }

  private static List<Problem> problems(String yaml) {
    return catchThrowableOfType(ProblemException.class, () -> parse(yaml)).problems();
  }

  private static PlanDocument parse(String yaml) {
    return PlanFile.parse(new SourceText("plan.yaml", yaml));
  }
}
