package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import verdigris.problem.ProblemException;

/** Ansible itself says what the inventories of {@code src/test/resources/inventories} mean. */
class InventoryOracleIT {

  static List<AnsibleCase> cases() {
    return AnsibleCase.all();
  }

  @Test
  void thereAreAtLeastThirtyInventories() {
    assertThat(cases()).hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void groupsHostsAndVariablesAreAnsibles(AnsibleCase inventory) {
    JsonNode expected = Ansible.list(inventory.directory(), inventory.forAnsible());
    Inventory ours = inventory.read();
    assertThat(groups(ours)).isEqualTo(groups(expected));
    assertThat(variables(ours)).isEqualTo(variables(expected));
  }

  @Test
  void aDirectoryWithOtherFilesIsReadAsAnsibleReadsIt() {
    Path directory = Path.of("src/test/resources/inventory-with-others");
    JsonNode expected = Ansible.listWhatCanBeRead(directory);
    Inventory ours =
        Inventory.read(List.of(directory.toString()), VaultPasswords.none(), List.of());
    assertThat(groups(ours)).isEqualTo(groups(expected));
    assertThat(variables(ours)).isEqualTo(variables(expected));
    assertThat(ours.warnings()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void secretsAreAnsibles(AnsibleCase inventory) {
    Inventory ours = inventory.read();
    for (String host : ours.hosts()) {
      ours.variables(host)
          .forEach(
              (name, value) -> {
                if (value.content() instanceof Value.Encrypted(VaultText vault)) {
                  List<String> passwords =
                      inventory.forAnsible().stream()
                          .skip(inventory.forAnsible().indexOf("-i") + 2)
                          .toList();
                  assertThat(ours.text(name, value))
                      .isEqualTo(Ansible.decrypt(inventory.directory(), passwords, vault.text()));
                }
              });
    }
  }

  @Test
  void randomInventoriesAreAnsibles(@TempDir Path directory) throws IOException {
    List<String> sources = new RandomInventories(Long.getLong("seed", 15)).write(directory, 1500);
    JsonNode expected = Ansible.list(sources);
    int read = 0;
    for (int i = 0; i < sources.size(); i++) {
      String source = sources.get(i);
      if (expected.get(i).isTextual()) {
        assertThatThrownBy(() -> Inventory.read(List.of(source), VaultPasswords.none(), List.of()))
            .as("%s, for which Ansible says %s", source, expected.get(i))
            .isInstanceOf(ProblemException.class);
        continue;
      }
      String text = Files.readString(Path.of(source));
      Inventory ours = Inventory.read(List.of(source), VaultPasswords.none(), List.of());
      assertThat(groups(ours)).as(text).isEqualTo(groups(expected.get(i)));
      assertThat(variables(ours)).as(text).isEqualTo(variables(expected.get(i)));
      read++;
    }
    assertThat(read).isGreaterThan(200);
  }

  @Test
  void patternsSelectAnsiblesHosts() {
    List<String> patterns =
        List.of(
            "all",
            "*",
            "web",
            "db",
            "db-replica",
            "web1",
            "lone",
            "web:db",
            "web,db",
            "web:&db",
            "web:!web1",
            "!web1",
            "&db",
            "!db:site",
            "web[0]",
            "web[-1]",
            "web[1:2]",
            "web[1:]",
            "db*",
            "db*[0]",
            "web?",
            "web[!12]",
            "w*,&*2",
            "~web[12]",
            "~(web|db)1",
            "~eb",
            "web[12]",
            "web[:]",
            "nobody",
            "site:!db:&web",
            " web1 , db1 ",
            "db3,db1,db2",
            "site[2:4]",
            "all[0]",
            "ungrouped",
            "*[1]",
            "empty",
            "web1:web1",
            "db?:!*2",
            "web[0:0]",
            "web[2:9]");
    JsonNode expected = Ansible.hosts(AnsibleCase.ALL.resolve("patterns"), "hosts", patterns);
    Inventory ours = AnsibleCase.of("patterns").read();
    for (int i = 0; i < patterns.size(); i++) {
      assertThat(selected(ours, patterns.get(i)))
          .as(patterns.get(i))
          .isEqualTo(texts(expected.get(i)));
    }
  }

  @Test
  void hostsComeInAnsiblesOrder() {
    for (String name : List.of("plain-ini", "ranges", "ini-sections", "order", "ungrouped-yaml")) {
      AnsibleCase inventory = AnsibleCase.of(name);
      String source = inventory.forAnsible().get(1);
      JsonNode expected = Ansible.hosts(inventory.directory(), source, List.of("all"));
      assertThat(inventory.read().hosts()).as(name).isEqualTo(texts(expected.get(0)));
    }
  }

  /** Where Ansible warns and finds nothing, we refuse. */
  private static List<String> selected(Inventory inventory, String pattern) {
    try {
      return inventory.select(pattern);
    } catch (ProblemException _) {
      return List.of();
    }
  }

  /** Group, then hosts and children; like Ansible, without empty groups. */
  private static Map<String, List<List<String>>> groups(Inventory inventory) {
    Map<String, List<List<String>>> groups = new TreeMap<>();
    for (String group : inventory.groups()) {
      List<String> hosts = group.equals("all") ? List.of() : inventory.members(group);
      if (!hosts.isEmpty() || !inventory.children(group).isEmpty()) {
        groups.put(group, List.of(hosts, inventory.children(group)));
      }
    }
    return groups;
  }

  private static Map<String, List<List<String>>> groups(JsonNode listed) {
    Map<String, List<List<String>>> groups = new TreeMap<>();
    listed
        .properties()
        .forEach(
            group -> {
              if (!group.getKey().equals("_meta")) {
                JsonNode content = group.getValue();
                groups.put(
                    group.getKey(),
                    List.of(texts(content.path("hosts")), texts(content.path("children"))));
              }
            });
    return groups;
  }

  private static List<String> texts(JsonNode array) {
    return IntStream.range(0, array.size()).mapToObj(i -> array.get(i).asText()).toList();
  }

  private static Map<String, Map<String, String>> variables(Inventory inventory) {
    Map<String, Map<String, String>> hosts = new TreeMap<>();
    for (String host : inventory.hosts()) {
      SequencedMap<String, Value> variables = inventory.variables(host);
      if (!variables.isEmpty()) {
        Map<String, String> typed = new TreeMap<>();
        variables.forEach((name, value) -> typed.put(name, Typed.of(value)));
        hosts.put(host, typed);
      }
    }
    return hosts;
  }

  private static Map<String, Map<String, String>> variables(JsonNode listed) {
    Map<String, Map<String, String>> hosts = new TreeMap<>();
    for (var host : listed.path("_meta").path("hostvars").properties()) {
      Map<String, String> typed = new TreeMap<>();
      host.getValue().properties().forEach(e -> typed.put(e.getKey(), Typed.of(e.getValue())));
      hosts.put(host.getKey(), typed);
    }
    return hosts;
  }
}
