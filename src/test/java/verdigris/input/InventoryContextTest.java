package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.action.Secret;

class InventoryContextTest {
  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        directory.resolve("hosts.ini"),
        """
        proxy
        [orders]
        blue  only_here=1 differs=1 same=7
        green differs=2 same=7
        [orders:vars]
        pg_port=5433
        slots=True
        replicator=hunter2
        [all:vars]
        domain=example.org
        """);
    Files.createDirectories(directory.resolve("group_vars"));
    Files.writeString(
        directory.resolve("group_vars/orders.yml"),
        """
        sealed: !vault |
          $ANSIBLE_VAULT;1.1;AES256
          61
        template: "{{ domain }}"
        """);
  }

  @Test
  void aGroupsVariableIsWhatAllItsHostsHave() {
    assertThat(variable("pg_port")).contains(new PlaybookContext.Plain("5433"));
    assertThat(variable("domain")).contains(new PlaybookContext.Plain("example.org"));
    assertThat(variable("same")).contains(new PlaybookContext.Plain("7"));
  }

  @Test
  void whatOnlyOneHostSaysIsNotTheGroups() {
    assertThat(variable("only_here")).isEmpty();
    assertThat(variable("differs")).isEmpty();
    assertThat(variable("nobody")).isEmpty();
    assertThat(context().variable("nowhere", "pg_port")).isEmpty();
  }

  @Test
  void anExtraVariableWins() {
    assertThat(context("pg_port=6000").variable("orders", "pg_port"))
        .contains(new PlaybookContext.Plain("6000"));
  }

  @Test
  void anEncryptedVariableIsKnownWithoutItsPassword() {
    assertThat(variable("sealed")).contains(new PlaybookContext.Encrypted());
  }

  @Test
  void aPlaybookIsReadWithTheInventory() {
    String text =
        """
        topology: orders
        hosts: orders
        source: { host: blue, instance: { port: "{{ pg_port }}" } }
        primary: { host: green, version: "15" }
        replication: { slots: "{{ slots }}", password: { vault: sealed } }
        """;

    Playbook playbook = Playbook.parse(new SourceText("p.yml", text), context());

    assertThat(playbook.warnings()).isEmpty();
    assertThat(playbook.declaration().hosts()).containsExactly("blue", "green");
    assertThat(playbook.declaration().source())
        .isEqualTo(new verdigris.world.Declaration.Existing("blue", "main", 0, 5433));
    assertThat(playbook.declaration().replication().slots()).isTrue();
  }

  @Test
  void aSecretsValueComesFromTheGroup() {
    PlaybookSecrets secrets = context().secrets(directory.resolve("p.yml"), "orders");

    assertThat(secrets.value(new Secret("replicator"))).isEqualTo("hunter2");
    assertThat(secrets.value(PlaybookSecrets.environment("HOME"))).isEqualTo("/root");
  }

  private Optional<PlaybookContext.Variable> variable(String name) {
    return context().variable("orders", name);
  }

  private InventoryContext context(String... extraVariables) {
    Inventory inventory =
        Inventory.read(
            List.of(directory.resolve("hosts.ini").toString()),
            VaultPasswords.read(List.of()),
            List.of(extraVariables));
    return new InventoryContext(
        inventory, name -> name.equals("HOME") ? Optional.of("/root") : Optional.empty());
  }
}
