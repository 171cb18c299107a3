package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.input.WrittenInventory.ini;
import static verdigris.input.WrittenInventory.yaml;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.problem.ProblemException;
import verdigris.problem.Where.Position;

class InventoryTest {
  @TempDir Path dir;

  private static final String ORDERS =
      """
      [orders:children]
      databases
      poolers

      [databases]
      blue ansible_host=10.1.0.1 role=primary
      green ansible_host=10.1.0.2

      [poolers]
      proxy[1:2]

      [orders:vars]
      ansible_user=deploy
      port=5432
      """;

  @Test
  void hostsOfAGroupComeInTheOrderOfTheFile() {
    Inventory inventory = ini(dir, ORDERS).read();
    assertThat(inventory.group("orders")).contains(List.of("blue", "green", "proxy1", "proxy2"));
    assertThat(inventory.hosts()).containsExactly("blue", "green", "proxy1", "proxy2");
    assertThat(inventory.groups())
        .containsExactly("all", "ungrouped", "orders", "databases", "poolers");
  }

  @Test
  void thereAreOnlyTheGroupsOfTheInventory() {
    Inventory inventory = ini(dir, ORDERS).read();
    assertThat(inventory.group("order")).isEmpty();
    assertThat(inventory.group("ungrouped")).contains(List.of());
  }

  @Test
  void everyVariableKnowsTheLineThatWon() {
    Inventory inventory =
        ini(dir, ORDERS)
            .with("group_vars/databases.yml", "---\nport: 5433\ndirs:\n  data: /srv\n")
            .with("host_vars/blue.yml", "ansible_user: root\n")
            .read();
    assertThat(at(inventory, "blue", "role")).isEqualTo(position("hosts", 6, 33));
    assertThat(at(inventory, "blue", "port")).isEqualTo(position("group_vars/databases.yml", 2, 7));
    assertThat(at(inventory, "blue", "dirs")).isEqualTo(position("group_vars/databases.yml", 4, 3));
    assertThat(at(inventory, "blue", "ansible_user"))
        .isEqualTo(position("host_vars/blue.yml", 1, 15));
    assertThat(at(inventory, "proxy1", "port")).isEqualTo(position("hosts", 14, 6));
  }

  @Test
  void theNearerWins() {
    Inventory inventory =
        yaml(
                dir,
                """
                all:
                  vars: {a: all, b: all, c: all, d: all, e: all, f: all}
                  children:
                    parent:
                      vars: {b: parent, c: parent, d: parent, e: parent, f: parent}
                      children:
                        child:
                          vars: {c: child, d: child, e: child, f: child}
                          hosts:
                            h: {e: host, f: host}
                """)
            .with("group_vars/all.yml", "d: file of all\n")
            .with("host_vars/h.yml", "f: file of host\n")
            .read();
    assertThat(inventory.variables("h").toString())
        .isEqualTo("{a=all, b=parent, c=child, d=file of all, e=host, f=file of host}");
  }

  @Test
  void extraVariablesWinOverEverything() {
    Inventory inventory =
        ini(dir, "h a=host b=host\n")
            .with("host_vars/h.yml", "a: file\n")
            .with("more.yml", "c: [1]\n")
            .extra("a=extra", "{b: 5}", "@" + dir.resolve("more.yml"))
            .read();
    assertThat(inventory.variables("h").toString()).isEqualTo("{a=extra, b=5, c=[1]}");
    assertThat(at(inventory, "h", "a")).isEqualTo(new Position("--extra-vars", 1, 1));
  }

  @Test
  void aMappingIsReplacedAndNotMerged() {
    Inventory inventory =
        ini(dir, "[g]\nh cfg=\"{'a': 1}\"\n").with("host_vars/h.yml", "cfg: {b: 2}\n").read();
    assertThat(inventory.variables("h").toString()).isEqualTo("{cfg={b=2}}");
  }

  @Test
  void anInventoryMayBeAListOfHosts() {
    Inventory inventory =
        Inventory.read(List.of("blue,green:2222,"), VaultPasswords.none(), List.of());
    assertThat(inventory.hosts()).containsExactly("blue", "green");
    assertThat(inventory.address("green").port()).isEqualTo(2222);
  }

  @Test
  void anEmptyInventoryHasNoHosts() {
    assertThat(ini(dir, "# nothing\n").read().hosts()).isEmpty();
    assertThat(yaml(dir, "---\n").read().hosts()).isEmpty();
  }

  @Test
  void aHostThatIsNotThereHasNoVariables() {
    Inventory inventory = ini(dir, "blue\n").read();
    ini(dir, "blue\n")
        .problems(() -> inventory.variables("grean"))
        .containsExactly("grean The inventory has no host grean.");
  }

  @Test
  void theExamplesSayTheSame() {
    Inventory yaml = example("example.yml");
    Inventory ini = example("example.ini");
    assertThat(yaml.hosts()).isNotEmpty().isEqualTo(ini.hosts());
    for (String host : yaml.hosts()) {
      assertThat(yaml.address(host)).isEqualTo(ini.address(host));
      assertThat(yaml.variables(host).toString()).isEqualTo(ini.variables(host).toString());
    }
  }

  @Test
  void aLimitSelectsHosts() {
    Inventory inventory = ini(dir, ORDERS).read();
    assertThat(inventory.select("databases:poolers:!proxy2"))
        .containsExactly("blue", "green", "proxy1");
    assertThat(inventory.select("orders:&p*")).containsExactly("proxy1", "proxy2");
    assertThat(inventory.select("orders[1:2]")).containsExactly("green", "proxy1");
    assertThat(inventory.select("~(blue|green)$")).containsExactly("blue", "green");
    assertThat(inventory.select("green,blue")).containsExactly("green", "blue");
  }

  @Test
  void aLimitMayStandInAFile() {
    WrittenInventory written = ini(dir, ORDERS).with("retry", "green\n\nproxy1\n");
    assertThat(written.read().select("@" + dir.resolve("retry")))
        .containsExactly("green", "proxy1");
  }

  @Test
  void aMistypedLimitIsAProblemAndNotEverything() {
    Inventory inventory = ini(dir, ORDERS).read();
    for (String wrong :
        List.of("bleu", "orders:!bleu", "orders:&nobody", "x*", "~^x", "@" + dir + "/x")) {
      ini(dir, ORDERS).problems(() -> inventory.select(wrong)).as(wrong).hasSize(1);
    }
    ini(dir, ORDERS)
        .problems(() -> inventory.select("orders[9]"))
        .containsExactly(" orders[9] asks for one of 4 hosts that is not there.");
    ini(dir, ORDERS)
        .problems(() -> inventory.select("~("))
        .containsExactly(" \"~(\" is no regular expression: Unclosed group.");
  }

  private static Inventory example(String name) {
    try {
      return Inventory.read(List.of("inventories/" + name), VaultPasswords.none(), List.of());
    } catch (ProblemException e) {
      throw new AssertionError(e);
    }
  }

  private static Position at(Inventory inventory, String host, String name) {
    return inventory.variable(host, name).orElseThrow().at();
  }

  private Position position(String file, int line, int column) {
    return new Position(dir.resolve(file).toString(), line, column);
  }
}
