package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.input.WrittenInventory.ini;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.host.HostAddress;
import verdigris.host.HostAddress.Become;
import verdigris.host.HostAddress.SshOption;
import verdigris.host.HostAddress.Transport;

class ConnectionVariablesTest {
  @TempDir Path dir;

  @Test
  void aHostWithoutVariablesIsReachedByItsNameAndTakesPrivilegesWithSudo() {
    assertThat(address("blue"))
        .isEqualTo(
            new HostAddress(
                "blue",
                Transport.SSH,
                "blue",
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new Become(true, "sudo", "root")));
  }

  @Test
  void everythingThatAnsibleSaysAboutTheConnectionIsTakenOver() {
    assertThat(
            address(
                "blue ansible_host=10.1.0.4 ansible_port=2222 ansible_user=deploy"
                    + " ansible_ssh_private_key_file=~/.ssh/lab ansible_become=yes"
                    + " ansible_become_method=sudo ansible_become_user=admin"
                    + " ansible_ssh_common_args='-J bastion -o ConnectTimeout=5'"))
        .isEqualTo(
            new HostAddress(
                "blue",
                Transport.SSH,
                "10.1.0.4",
                2222,
                Optional.of("deploy"),
                Optional.of("~/.ssh/lab"),
                List.of(
                    new SshOption("ProxyJump", "bastion"), new SshOption("ConnectTimeout", "5")),
                new Become(true, "sudo", "admin")));
  }

  @Test
  void thisMachineNeedsNoSshVariables() {
    HostAddress address =
        address("here ansible_connection=local ansible_password=x ansible_ssh_common_args='-W a'");
    assertThat(address.connection()).isEqualTo(Transport.LOCAL);
    assertThat(address.sshOptions()).isEmpty();
  }

  @Test
  void privilegesMayBeForbidden() {
    assertThat(address("blue ansible_become=False ansible_become_method=su").become().allowed())
        .isFalse();
  }

  @Test
  void oldNamesCountAndWinAsInAnsible() {
    HostAddress address =
        address(
            "blue ansible_host=new ansible_ssh_host=old ansible_ssh_port=22 ansible_ssh_user=u");
    assertThat(address.address()).isEqualTo("old");
    assertThat(address.port()).isEqualTo(22);
    assertThat(address.user()).contains("u");
  }

  @Test
  void argumentsOfSshComeInTheOrderInWhichAnsibleGivesThem() {
    assertThat(
            address(
                    "blue ansible_ssh_extra_args='-i third' ansible_ssh_common_args='-i second'"
                        + " ansible_ssh_args='-C -o ControlMaster=auto -o ControlPersist=60s -i first'")
                .sshOptions())
        .extracting(SshOption::value)
        .containsExactly("first", "second", "third");
  }

  @Test
  void theTimeoutIsOnesThatSshKnows() {
    assertThat(address("blue ansible_ssh_timeout=7").sshOptions())
        .containsExactly(new SshOption("ConnectTimeout", "7"));
    assertThat(address("blue ansible_timeout=7 ansible_ssh_args='-oConnectTimeout=3'").sshOptions())
        .containsExactly(new SshOption("ConnectTimeout", "3"));
  }

  @Test
  void whatOnlyConcernsAnsiblesModulesIsNoProblem() {
    assertThat(
            address(
                    "blue ansible_python_interpreter=/usr/bin/python3 ansible_pipelining=yes"
                        + " ansible_remote_tmp=/tmp ansible_ssh_retries=3 ansible_shell_type=sh"
                        + " ansible_ssh_transfer_method=piped ansible_become_flags='-H -S -n'")
                .sshOptions())
        .isEmpty();
  }

  @Test
  void passwordsAreRefusedInTheirPlacesWithoutBeingShown() {
    problems("blue ansible_password=geheim ansible_become_password=geheim")
        .containsExactly(
            "hosts:1:23 ansible_password: Verdigris gives no passwords.",
            "hosts:1:54 ansible_become_password: Verdigris gives no passwords.");
  }

  @Test
  void anotherWayToTakePrivilegesIsRefused() {
    problems("blue ansible_become_method=su ansible_become_flags=-E ansible_become_exe=doas")
        .containsExactly(
            "hosts:1:28 ansible_become_method: privileges are taken with sudo only; found \"su\".",
            "hosts:1:74 ansible_become_exe: privileges are taken with sudo only; found \"doas\".",
            "hosts:1:52 ansible_become_flags: sudo is run with -H and -n; found \"-E\".");
  }

  @Test
  void anotherTransportIsRefused() {
    problems("blue ansible_connection=docker")
        .containsExactly(
            "hosts:1:25 ansible_connection: hosts are reached by ssh, or are this machine (local);"
                + " found \"docker\".");
  }

  @Test
  void hostsAreAlwaysChecked() {
    problems(
            "blue ansible_host_key_checking=no ansible_ssh_common_args='-o"
                + " StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null'")
        .containsExactly(
            "hosts:1:32 ansible_host_key_checking: hosts are always checked.",
            "hosts:1:60 ansible_ssh_common_args: StrictHostKeyChecking=no is not honoured: hosts"
                + " are always checked.",
            "hosts:1:60 ansible_ssh_common_args: UserKnownHostsFile=/dev/null would leave no host"
                + " that can be checked.");
  }

  @Test
  void argumentsOfSshThatAreNotUnderstoodAreRefused() {
    problems(
            "blue ansible_ssh_common_args='-A -p 22 -o ProxyCommand=\"ssh -W %h:%p x\" -o"
                + " Ciphers=none word -J'")
        .containsExactly(
            "hosts:1:31 ansible_ssh_common_args: The argument -A is not honoured.",
            "hosts:1:31 ansible_ssh_common_args: -p is not honoured.",
            "hosts:1:31 ansible_ssh_common_args: The SSH option ProxyCommand is not honoured.",
            "hosts:1:31 ansible_ssh_common_args: The SSH option Ciphers is not honoured.",
            "hosts:1:31 ansible_ssh_common_args: The argument word is not honoured.",
            "hosts:1:31 ansible_ssh_common_args: Nothing follows -J.");
  }

  @Test
  void aPortMustBeOne() {
    problems("blue ansible_port=70000")
        .containsExactly(
            "hosts:1:19 ansible_port: a number from 1 to 65535 is expected, found \"70000\".");
    problems("blue ansible_port=ssh")
        .containsExactly(
            "hosts:1:19 ansible_port: a number from 1 to 65535 is expected, found \"ssh\".");
  }

  @Test
  void aSecretAboutTheConnectionIsOpenedButNotShown() {
    AnsibleCase vault = AnsibleCase.of("vault-inline");
    Value secret = vault.read().variable("h1", "secret").orElseThrow();
    var inventory =
        Inventory.read(
            List.of(vault.directory().resolve("hosts.yml").toString()),
            vault.passwords(),
            List.of("{\"ansible_user\": {\"__ansible_vault\": " + quoted(secret) + "}}"));
    assertThat(inventory.address("h1").user()).contains("top s3cret");
    var wrong =
        Inventory.read(
            List.of(vault.directory().resolve("hosts.yml").toString()),
            vault.passwords(),
            List.of("{\"ansible_port\": {\"__ansible_vault\": " + quoted(secret) + "}}"));
    ini(dir, "")
        .problems(() -> wrong.address("h1"))
        .containsExactly(
            "--extra-vars:1:38 ansible_port: a number from 1 to 65535 is expected, found <vault>.");
  }

  private static String quoted(Value secret) {
    if (secret.content() instanceof Value.Encrypted(VaultText vault)) {
      return "\"" + vault.text().replace("\n", "\\n") + "\"";
    }
    throw new AssertionError(secret);
  }

  private HostAddress address(String line) {
    return ini(dir, line + "\n").read().address(line.split(" ", 2)[0]);
  }

  private ListAssert<String> problems(String line) {
    return ini(dir, "").problems(() -> address(line));
  }
}
