package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.input.WrittenInventory.ini;
import static verdigris.input.WrittenInventory.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

class InventoryProblemsTest {
  @TempDir Path dir;

  @Test
  void everyWrongLineOfAnIniFileIsReportedAtOnce() {
    ini(
            dir,
            """
            [web]
            web1 ansible_user=deploy oops
              web2 name="not closed
            db[1-3]
            db[01:3]
            [web:varz]
            never=looked at
            [a b]
            [web:vars]
            no equals sign
            [web:children]
            nobody
            two words
            [nowhere:vars]
            x=1
            """)
        .problems()
        .containsExactly(
            "hosts:2:26 key=value is expected behind a host.",
            "hosts:3:13 The quote \" is not closed.",
            "hosts:4:1 The host db[1-3] cannot be understood: A range is [begin:end] or"
                + " [begin:end:step].",
            "hosts:5:1 The host db[01:3] cannot be understood: Begin and end must have the same"
                + " length when begin has leading zeros.",
            "hosts:6:6 The section [web:varz] has an unknown type.",
            "hosts:8:1 The section header [a b] is malformed.",
            "hosts:10:1 key=value is expected in a section of variables.",
            "hosts:13:1 A group name is expected, found: two words",
            "hosts:12:1 The group nobody, a child of web, is not declared.",
            "hosts:14:1 [nowhere:vars] sets variables of a group that is not declared.");
  }

  private List<String> ofDirectory(String name, String text) throws IOException {
    Files.writeString(dir.resolve("hosts.yml"), "orders: { hosts: { blue: } }\n");
    Files.writeString(dir.resolve(name), text);
    try {
      return Inventory.read(List.of(dir.toString()), VaultPasswords.none(), List.of())
          .warnings()
          .stream()
          .map(Problem::detail)
          .toList();
    } catch (ProblemException e) {
      return e.problems().stream().map(p -> p.kind().name()).toList();
    }
  }

  @Test
  void aFileOfADirectoryThatIsNoInventoryIsLeftOutWithAWarning() throws IOException {
    assertThat(ofDirectory("known_hosts", "198.18.0.2 ssh-ed25519 AAAAC3Nza\n"))
        .containsExactly("It is no inventory, and was left out, as Ansible leaves it out.");
  }

  @Test
  void halfAnInventoryInADirectoryIsAProblem() throws IOException {
    assertThat(ofDirectory("more", "teal\nazure oops\n")).containsExactly("INI_SYNTAX");
  }

  @Test
  void whatIsCalledAnInventoryAndIsNoneIsAProblem() throws IOException {
    assertThat(ofDirectory("more.yml", "a b c: [\n")).containsExactly("YAML_SYNTAX");
  }

  @Test
  void everyWrongNodeOfAYamlFileIsReportedAtOnce() {
    yaml(
            dir,
            """
            all:
              hosts:
                - web1
                - web2
              children:
                web:
                  hosts:
                    w1: text
                    5: {}
                    w[1-2]:
                  vars: [1]
                broken: 5
                7:
                  hosts:
            db:
              vars:
                colour: !colour red
            """)
        .problems()
        .containsExactly(
            "hosts.yml:3:5 hosts must be a mapping, found a list.",
            "hosts.yml:8:13 The variables of host w1 must be a mapping, found the text \"text\".",
            "hosts.yml:9:9 The name of a host must be a text, found the integer \"5\".",
            "hosts.yml:10:9 The host w[1-2] cannot be understood: A range is [begin:end] or"
                + " [begin:end:step].",
            "hosts.yml:11:13 vars must be a mapping, found a list.",
            "hosts.yml:12:13 The child broken of all is no group.",
            "hosts.yml:13:5 The name of a group must be a text, found the integer \"7\".",
            "hosts.yml:17:13 The tag !colour is not known to Ansible here.");
  }

  @Test
  void problemsOfAllFilesAreReportedTogether() {
    ini(dir, "[web]\nweb1 oops\n")
        .with("group_vars/web.yml", "a: [1\n")
        .with("group_vars/all/x.yml", "- a\n")
        .with("host_vars/web1.json", "{\"a\": [}")
        .extra("oops", "@" + dir.resolve("missing.yml"))
        .problems()
        .hasSize(6)
        .contains(
            "hosts:2:6 key=value is expected behind a host.",
            "group_vars/all/x.yml:1:1 A file of variables is a mapping, found a list.",
            "--extra-vars:1:1 key=value is expected.",
            "missing.yml There is no such file.")
        .anyMatch(line -> line.startsWith("group_vars/web.yml:2:1 "))
        .anyMatch(line -> line.startsWith("host_vars/web1.json:1:8 "));
  }

  @Test
  void aCircleOfGroupsIsAProblemWhereItCloses() {
    ini(dir, "[a:children]\nb\n[b:children]\nc\n[c:children]\na\n")
        .problems()
        .containsExactly("hosts:6:1 a cannot be a child of c: c already stands below a.");
  }

  @Test
  void nothingCanBeAboveAll() {
    ini(dir, "[site:children]\nall\n")
        .problems()
        .containsExactly("hosts:2:1 all is above every group and cannot be a child.");
  }

  @Test
  void ungroupedBelongsToAllOnly() {
    yaml(dir, "all:\n  children:\n    ungrouped:\n      hosts: {h: }\n").problems().isEmpty();
    ini(dir, "[site:children]\nungrouped\n")
        .problems()
        .containsExactly(
            "hosts:2:1 ungrouped has the hosts that are in no group; as a child of site Ansible"
                + " loses them.");
  }

  @Test
  void aPriorityMustBeANumber() {
    ini(dir, "[web]\nw1\n[web:vars]\nansible_group_priority = high\n")
        .problems()
        .containsExactly("hosts:4:26 ansible_group_priority must be a number, found \"high\".");
  }

  @Test
  void aScriptIsNotRun() {
    var script = ini(dir, "#!/bin/sh\necho '{}'\n");
    assertThat(dir.resolve("hosts").toFile().setExecutable(true)).isTrue();
    script
        .problems()
        .containsExactly(
            "hosts:1:1 It is a script that prints an inventory; Verdigris runs no inventory"
                + " scripts.");
  }

  @Test
  void aPluginIsNotRun() {
    yaml(dir, "# cloud\nplugin: amazon.aws.aws_ec2\nregions: [eu-central-1]\n")
        .problems()
        .containsExactly(
            "hosts.yml:2:1 The file configures an inventory plugin, the text"
                + " \"amazon.aws.aws_ec2\", which only Ansible can run.");
  }

  @Test
  void aMissingInventoryIsAProblem() {
    var read = ini(dir, "");
    read.problems(
            () ->
                Inventory.read(
                    List.of(dir.resolve("nowhere").toString()), VaultPasswords.none(), List.of()))
        .containsExactly("nowhere There is no such inventory.");
  }

  @Test
  void brokenYamlIsAProblemOfYamlAndNotOfIni() {
    yaml(dir, "all:\n  hosts:\n    web1:\n   web2:\n")
        .problems()
        .hasSize(1)
        .first()
        .asString()
        .startsWith("hosts.yml:4:4 ");
  }

  @Test
  void aFileWithoutExtensionIsIniUnlessItsFirstLineIsYaml() {
    ini(dir, "web1 oops\n")
        .problems()
        .containsExactly("hosts:1:6 key=value is expected behind a host.");
    ini(dir, "---\nall:\n  hosts: [web1\n")
        .problems()
        .hasSize(1)
        .first()
        .asString()
        .startsWith("hosts:4:1 ");
  }

  @Test
  void whatAnsibleSkipsIsAWarningAndNoProblem() {
    Inventory inventory =
        yaml(
                dir,
                """
                x-common: [1, 2]
                all:
                  hosts: {web1: {a: 1, a: 2}}
                  host: {web2: }
                """)
            .read();
    assertThat(inventory.hosts()).containsExactly("web1");
    assertThat(inventory.warnings())
        .extracting(Problem::kind)
        .containsExactly(Kind.DUPLICATE_KEY, Kind.WRONG_VALUE, Kind.UNKNOWN_KEY);
  }

  @Test
  void variablesThatNobodyUsesStopNothing() {
    Inventory inventory =
        ini(
                dir,
                """
                [web]
                web1 greeting="{{ lookup('env', 'HOME') }}" ansible_winrm_transport=ntlm
                win1 ansible_connection=winrm ansible_password=geheim
                """)
            .read();
    assertThat(inventory.hosts()).containsExactly("web1", "win1");
    assertThat(inventory.address("web1").address()).isEqualTo("web1");
    assertThat(inventory.variables("web1")).containsKey("greeting");
  }

  @Test
  void aVariableThatIsUsedMustNotBeAnExpression() {
    Inventory inventory =
        ini(dir, "web1 path=/x ansible_host=\"{{ inventory_hostname }}.example.com\"\n").read();
    ini(dir, "web1 path=/x ansible_host=\"{{ inventory_hostname }}.example.com\"\n")
        .problems(() -> inventory.address("web1"))
        .containsExactly(
            "hosts:1:28 ansible_host holds a template expression of Jinja, which Verdigris does"
                + " not evaluate.");
    assertThat(inventory.variable("web1", "path").orElseThrow().asText()).contains("/x");
  }

  @Test
  void anUnsafeValueIsNoExpression() {
    Inventory inventory =
        yaml(dir, "all: {hosts: {web1: {a: !unsafe \"{{ x }}\", b: \"{{ x }}\"}}}\n").read();
    assertThat(inventory.variable("web1", "a").orElseThrow().asText()).contains("{{ x }}");
    yaml(dir, "").problems(() -> inventory.variable("web1", "b")).hasSize(1);
  }
}
