package verdigris.planfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.input.LocatedYaml;
import verdigris.input.YamlNode;
import verdigris.plan.PlanDocument;
import verdigris.plan.Plans;

/** {@code docs/plan-file.md} names every key that is written and read, and no other. */
class PlanFilePageTest {
  private static final Pattern ROW = Pattern.compile("\\| `([a-z_0-9]+)` \\|.*");

  @Test
  void thePageNamesEveryKeyThatTheReaderKnowsInItsOrder() throws IOException {
    SequencedMap<String, List<String>> page = page();
    assertThat(page.get("The file")).isEqualTo(PlanReader.DOCUMENT_KEYS);
    assertThat(page.get("A part")).isEqualTo(PlanReader.PART_KEYS);
    assertThat(page.get("A step")).isEqualTo(PlanReader.STEP_KEYS);
    assertThat(page.get("A need")).isEqualTo(PlanReader.NEED_KEYS);
    assertThat(page.get("A change")).isEqualTo(PlanReader.CHANGE_KEYS);
    assertThat(page.get("An input")).isEqualTo(PlanReader.INPUT_KEYS);
    assertThat(page.get("A fact")).isEqualTo(PlanReader.FACT_KEYS);
  }

  @Test
  void theWriterWritesEveryKeyInTheOrderOfThePage() throws IOException {
    SequencedMap<String, List<String>> page = page();
    var written = new LinkedHashMap<String, List<String>>();
    for (PlanDocument plan : List.of(rehearsed(Plans.upgrade()), Plans.restart())) {
      YamlNode root = LocatedYaml.parse("plan.yaml", PlanFile.yaml(plan)).rootOrThrow();
      collect("The file", (YamlNode.Mapping) root, written);
    }
    page.forEach(
        (section, keys) ->
            assertThat(written.get(section)).as(section).containsExactlyInAnyOrderElementsOf(keys));
    assertThat(LocatedYaml.parse("p", PlanFile.yaml(rehearsed(Plans.upgrade()))).rootOrThrow())
        .isInstanceOfSatisfying(
            YamlNode.Mapping.class, m -> assertThat(keys(m)).isEqualTo(page.get("The file")));
  }

  private static void collect(
      String section, YamlNode.Mapping mapping, SequencedMap<String, List<String>> written) {
    List<String> known = written.computeIfAbsent(section, _ -> new ArrayList<>());
    keys(mapping).stream().filter(k -> !known.contains(k)).forEach(known::add);
    for (YamlNode.Entry entry : mapping.entries()) {
      mappings(entry.value()).forEach(m -> collect(section(entry.key().text()), m, written));
    }
  }

  private static String section(String list) {
    return switch (list) {
      case "parts" -> "A part";
      case "steps" -> "A step";
      case "needs" -> "A need";
      case "changes" -> "A change";
      case "inputs" -> "An input";
      case "facts" -> "A fact";
      default -> list;
    };
  }

  private static Stream<YamlNode.Mapping> mappings(YamlNode node) {
    return node instanceof YamlNode.Sequence sequence
        ? sequence.items().stream()
            .filter(YamlNode.Mapping.class::isInstance)
            .map(YamlNode.Mapping.class::cast)
        : Stream.empty();
  }

  private static List<String> keys(YamlNode.Mapping mapping) {
    return mapping.entries().stream().map(e -> e.key().text()).toList();
  }

  private static SequencedMap<String, List<String>> page() throws IOException {
    var page = new LinkedHashMap<String, List<String>>();
    String section = "";
    for (String line : Files.readAllLines(Path.of("docs/plan-file.md"))) {
      section = line.startsWith("## ") ? line.substring(3) : section;
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        page.computeIfAbsent(section, _ -> new ArrayList<>()).add(row.group(1));
      }
    }
    return page;
  }

  private static PlanDocument rehearsed(PlanDocument plan) {
    return new PlanDocument(
        plan.topology(),
        plan.target(),
        plan.inputs(),
        plan.from(),
        plan.source(),
        plan.facts(),
        plan.steps(),
        plan.end(),
        plan.outageSeconds(),
        "2026-11-01",
        plan.pointOfNoReturn(),
        plan.parts(),
        plan.unmanaged());
  }
}
