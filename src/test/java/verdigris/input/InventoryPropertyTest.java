package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import verdigris.input.YamlNode.Mapping;
import verdigris.problem.Problem;
import verdigris.problem.Where.Position;

/** Whatever a file says, it is an inventory or a list of problems. */
class InventoryPropertyTest {
  private static final List<String> INI =
      List.of(
          "[a]",
          "[b]",
          "[a:vars]",
          "[a:children]",
          "[b:children]",
          "[c:children]",
          "[all]",
          "[ungrouped]",
          "[",
          "]",
          "\n",
          "\n",
          "\n",
          " ",
          "a",
          "b",
          "c",
          "all",
          "x=1",
          "=",
          "'",
          "\"",
          "\\",
          "#",
          ":22",
          "[1:2]",
          "ansible_group_priority=2",
          "{{ x }}",
          "\u00a0",
          "ü");
  private static final List<String> YAML =
      List.of(
          "all:",
          "hosts:",
          "children:",
          "vars:",
          "a:",
          "b:",
          "\n",
          "\n  ",
          "\n    ",
          "\n      ",
          " ",
          "x",
          "5",
          "[1]",
          "{a: 1}",
          "!vault x",
          "!unsafe y",
          "- ",
          "~",
          "plugin: x",
          "a[1:2]:",
          "&n ",
          "*n",
          "<<: *n",
          "ansible_group_priority: 3",
          "\"",
          "'");

  @Provide
  Arbitrary<String> ini() {
    return pieces(INI);
  }

  @Provide
  Arbitrary<String> yaml() {
    return pieces(YAML);
  }

  private static Arbitrary<String> pieces(List<String> pieces) {
    return Arbitraries.of(pieces).list().ofMaxSize(25).map(list -> String.join("", list));
  }

  @Property
  void anIniFileIsAnInventoryOrProblems(@ForAll("ini") String text) {
    InventoryDraft draft = new InventoryDraft();
    IniSource.read(new SourceText("hosts", text), draft);
    holds(draft, text);
  }

  @Property
  void aYamlFileIsAnInventoryOrProblems(@ForAll("yaml") String text) {
    InventoryDraft draft = new InventoryDraft();
    LocatedYaml yaml = LocatedYaml.parse("hosts.yml", text);
    if (yaml.root() instanceof Mapping mapping) {
      YamlSource.read(mapping, false, draft);
    }
    holds(draft, text);
  }

  private static void holds(InventoryDraft draft, String text) {
    draft.finish();
    for (Problem problem : draft.problems()) {
      if (problem.where() instanceof Position(String _, int line, int column)) {
        assertThat(line).isBetween(1, (int) text.lines().count() + 1);
        assertThat(column).isPositive();
      }
    }
    if (draft.problems().isEmpty()) {
      InventoryGroups groups = InventoryGroups.of(draft);
      assertThat(groups.allHosts())
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(draft.hosts().keySet());
      groups.allHosts().forEach(host -> assertThat(groups.groupsOf(host)).isNotEmpty());
    }
  }
}
