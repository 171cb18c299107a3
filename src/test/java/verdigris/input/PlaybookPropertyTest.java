package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** Whatever is damaged in a playbook, its reader answers with places in the file. */
class PlaybookPropertyTest {

  @Property(tries = 5000)
  void aDamagedPlaybookIsReadOrExplained(
      @ForAll @IntRange(max = 1500) int place,
      @ForAll @IntRange(max = 20) int cut,
      @ForAll("pieces") String piece)
      throws IOException {
    String whole = Files.readString(Path.of("playbooks/orders-15.yml"));
    int from = Math.min(place, whole.length());
    String text =
        whole.substring(0, from) + piece + whole.substring(Math.min(from + cut, whole.length()));

    for (Problem problem : problems(text)) {
      assertThat(problem.detail()).isNotBlank();
      assertThat(problem.where())
          .isInstanceOfSatisfying(
              Where.Position.class,
              at -> assertThat(at.line()).isBetween(1, (int) text.lines().count() + 2));
    }
  }

  @Property(tries = 1000)
  void aDurationMeansItsSeconds(
      @ForAll @IntRange(min = 1, max = 24) int number, @ForAll("units") String unit) {
    String text = "limits: { outage: " + number + unit + " }";
    Scan scan = Scan.begin(SmallInventory.orders(), "orders");
    YamlNode node =
        ((YamlNode.Mapping) LocatedYaml.parse("f", text).root()).get("limits").orElseThrow();

    long seconds =
        number
            * switch (unit) {
              case "s" -> 1L;
              case "h" -> 3600L;
              default -> 60L;
            };
    assertThat(PolicyKeys.LIMITS.read(node, scan).orElseThrow().outageSeconds()).isEqualTo(seconds);
  }

  @Provide
  Arbitrary<String> units() {
    return Arbitraries.of("s", "m", "min", "h");
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "",
            " ",
            "\n",
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            ",",
            "\"",
            "'",
            "{{ x }}",
            "{{",
            "}}",
            "no",
            "15.10",
            "&a ",
            "*a",
            "!vault ",
            "<<: ",
            "- ",
            "~",
            "\t",
            "é",
            "host",
            "{ vault: x }")
        .list()
        .ofMaxSize(3)
        .map(parts -> String.join("", parts));
  }

  private static List<Problem> problems(String text) {
    try {
      return Playbook.parse(new SourceText("p.yml", text), SmallInventory.orders()).warnings();
    } catch (ProblemException e) {
      return e.problems();
    }
  }
}
