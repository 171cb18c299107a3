package verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reviewed plan depends on. */
class WorkplaceTest {
  private static final String HOSTS =
      """
      orders:
        hosts:
          blue: { ansible_host: 198.18.0.2 }
          green: { ansible_host: 198.18.0.3 }
        vars: { keep: 1GB }
      others:
        hosts:
          teal: { ansible_host: 198.18.0.9 }
      """;
  private static final String PLAYBOOK =
      """
      topology: orders
      hosts: orders
      source: { host: blue, instance: { name: main } }
      primary: { host: blue, version: "11" }
      standbys:
        - { host: green, follows: blue, version: "11" }
      replication: { user: replicator }
      settings: { wal_keep_size: "{{ keep }}" }
      """;

  @TempDir Path directory;

  private SequencedMap<String, String> inputs(String hosts) throws IOException {
    Path inventory = Files.writeString(directory.resolve("hosts.yml"), hosts);
    Path playbook = Files.writeString(directory.resolve("orders.yml"), PLAYBOOK);
    var options = new InventoryOptions();
    options.sources = List.of(inventory.toString());
    try (Workplace workplace = Workplace.open(options, playbook)) {
      return workplace.inputs();
    }
  }

  @Test
  void anotherMachineBehindANameIsAnotherInput() throws IOException {
    assertThat(inputs(HOSTS.replace("198.18.0.3", "198.18.0.4"))).isNotEqualTo(inputs(HOSTS));
  }

  @Test
  void anotherValueOfAVariableThatThePlaybookUsesIsAnotherInput() throws IOException {
    assertThat(inputs(HOSTS.replace("1GB", "2GB"))).isNotEqualTo(inputs(HOSTS));
  }

  @Test
  void whatThePlaybookDoesNotUseIsNoInput() throws IOException {
    String other = HOSTS.replace("198.18.0.9", "198.18.0.8") + "        ansible_user: somebody\n";
    assertThat(inputs(other.replace("        ansible_user: somebody\n", "")))
        .isEqualTo(inputs(HOSTS));
  }
}
