package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.problem.ProblemException;
import verdigris.problem.Where.Position;

/** The vaults were made by {@code ansible-vault}. */
class VaultTest {
  @TempDir Path dir;

  @Test
  void anInlineValueIsOpenedWithThePasswordOfAScript() {
    Inventory inventory = AnsibleCase.of("vault-inline").read();
    assertThat(text(inventory, "secret")).isEqualTo("top s3cret");
    assertThat(text(inventory, "multi")).isEqualTo("two\nlines ü\n");
  }

  @Test
  void theVaultIdChoosesThePassword() {
    Inventory inventory = AnsibleCase.of("vault-ids").read();
    assertThat(text(inventory, "a")).isEqualTo("in prod");
    assertThat(text(inventory, "b")).isEqualTo("in dev");
    assertThat(text(inventory, "c")).isEqualTo("whole file");
  }

  @Test
  void aVaultIdIsOnlyAHint() throws IOException {
    AnsibleCase ids = AnsibleCase.of("vault-ids");
    var passwords =
        VaultPasswords.read(
            List.of("other@" + ids.directory().resolve("prod.txt"), passwordFile("devpw")));
    Inventory inventory =
        Inventory.read(List.of(ids.directory().resolve("hosts").toString()), passwords, List.of());
    assertThat(text(inventory, "a")).isEqualTo("in prod");
  }

  @Test
  void valuesOfAnEncryptedFileKeepTheirTypesAndAreNeverShown() {
    Inventory inventory = AnsibleCase.of("vault-file").read();
    var variables = inventory.variables("d1");
    assertThat(value(inventory, "d1", "secret_int").content())
        .isEqualTo(new Value.Whole(java.math.BigInteger.valueOf(5)));
    assertThat(variables.toString())
        .contains("plain=1", "secret_int=<vault>", "secret_list=<vault>")
        .doesNotContain("s3cret ü");
  }

  @Test
  void nothingIsOpenedUntilItIsAskedFor() {
    Path inline = AnsibleCase.of("vault-inline").directory();
    Inventory inventory = readWithoutPassword(inline.resolve("hosts.yml"));
    assertThat(value(inventory, "h1", "plain").asText()).contains("1");
    assertThat(inventory.variables("h1").toString()).contains("secret=<vault>");
    assertThat(problem(() -> text(inventory, "secret")))
        .isEqualTo(
            inline.resolve("hosts.yml")
                + ":5:15 The vault cannot be opened: It is encrypted, and no vault password was"
                + " given.");
  }

  @Test
  void anEncryptedFileStopsOnlyThoseWhoNeedIt() {
    Path directory = AnsibleCase.of("vault-file").directory();
    Inventory inventory = readWithoutPassword(directory.resolve("hosts"));
    assertThat(inventory.hosts()).containsExactly("d1", "w1");
    assertThat(problem(() -> inventory.address("d1")))
        .isEqualTo(
            directory.resolve("group_vars/db/vault.yml")
                + ":1:1 The vault cannot be opened: It is encrypted, and no vault password was"
                + " given.");
  }

  @Test
  void aWrongPasswordIsSaidAndNotShown() throws IOException {
    AnsibleCase inline = AnsibleCase.of("vault-inline");
    var passwords = VaultPasswords.read(List.of(passwordFile("geheim")));
    Inventory inventory =
        Inventory.read(
            List.of(inline.directory().resolve("hosts.yml").toString()), passwords, List.of());
    assertThat(problem(() -> text(inventory, "secret")))
        .endsWith("It is encrypted, and none of the 1 given passwords opens it.")
        .doesNotContain("geheim");
    assertThat(passwords.toString()).doesNotContain("geheim");
  }

  @Test
  void aDamagedTextIsNotOpened() throws IOException {
    for (String damaged :
        List.of(
            "$ANSIBLE_VAULT;1.1;AES256\n6161\n",
            "$ANSIBLE_VAULT;1.1;AES256\nzz\n",
            "$ANSIBLE_VAULT;1.3;AES256\n6161\n",
            "$ANSIBLE_VAULT;1.1;AES\n6161\n",
            "$ANSIBLE_VAULT\n",
            "")) {
      var passwords = VaultPasswords.read(List.of(passwordFile("x")));
      Position at = new Position("f", 1, 1);
      assertThat(problem(() -> passwords.open(new VaultText(damaged), at)))
          .startsWith("f:1:1 The vault cannot be opened: The ");
    }
  }

  @Test
  void aPasswordFileMustHoldAPassword() throws IOException {
    String empty = passwordFile(" \n");
    assertThat(problem(() -> VaultPasswords.read(List.of(empty, dir + "/none", "x@prompt"))))
        .isEqualTo(
            empty
                + " The vault cannot be opened: The vault password is empty.\n"
                + dir
                + "/none The vault cannot be opened: There is no such file of a vault password.\n"
                + "prompt The vault cannot be opened: A password cannot be typed in.");
  }

  @Test
  void aScriptThatFailsGivesNoPassword() throws IOException {
    Path script = Path.of(passwordFile("#!/bin/sh\nexit 3\n"));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    assertThat(problem(() -> VaultPasswords.read(List.of(script.toString()))))
        .endsWith("The vault password script ended with status 3.");
  }

  @Test
  void aClientScriptIsToldTheVaultId() throws IOException {
    Path script = dir.resolve("keyring-client.sh");
    Files.writeString(script, "#!/bin/sh\ntest \"$1\" = --vault-id && echo ${2}pw\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Path ids = AnsibleCase.of("vault-ids").directory();
    Inventory inventory =
        Inventory.read(
            List.of(ids.resolve("hosts").toString()),
            VaultPasswords.read(List.of("prod@" + script, "dev@" + script)),
            List.of());
    assertThat(text(inventory, "a")).isEqualTo("in prod");
  }

  private static Inventory readWithoutPassword(Path source) {
    return Inventory.read(List.of(source.toString()), VaultPasswords.none(), List.of());
  }

  private static String text(Inventory inventory, String name) {
    String host = inventory.hosts().getFirst();
    return inventory.text(name, value(inventory, host, name));
  }

  private static Value value(Inventory inventory, String host, String name) {
    return inventory.variable(host, name).orElseThrow();
  }

  private String passwordFile(String text) throws IOException {
    return Files.writeString(dir.resolve("password"), text).toString();
  }

  private static String problem(Runnable use) {
    try {
      use.run();
    } catch (ProblemException e) {
      return String.valueOf(e.getMessage());
    }
    return "no problem";
  }
}
