package verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.cli.Program.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import verdigris.Golden;
import verdigris.cli.Program.Said;
import verdigris.input.Inventory;
import verdigris.input.InventoryContext;
import verdigris.input.Playbook;
import verdigris.input.VaultPasswords;

/** What the program makes of its arguments. */
class CommandLineTest {
  @TempDir Path directory = Path.of("");

  @Test
  void theReferenceOfCommandsIsWhatHelpPrints() throws IOException {
    CommandLine program = Verdigris.commandLine().setUsageHelpWidth(100);
    var text = new StringBuilder("# Commands\n\nMade from the program's own `--help`.\n");
    section(text, program);
    program.getSubcommands().values().stream()
        .filter(c -> !c.getCommandSpec().usageMessage().hidden())
        .forEach(c -> section(text, c.setUsageHelpWidth(100)));
    Golden.assertMatches("docs/commands.md", text.toString());
  }

  private static void section(StringBuilder text, CommandLine command) {
    text.append("\n## %s\n\n```\n".formatted(command.getCommandSpec().qualifiedName()))
        .append(command.getUsageMessage(Ansi.OFF).stripTrailing())
        .append("\n```\n");
  }

  @Test
  void noCommandIsAProblemWithARemedy() {
    Said said = run();

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("A command is needed").contains("verdigris --help");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheOneThatWasMeant() {
    Said said = run("aply");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("Did you mean \"apply\"?").doesNotContain("\tat ");
  }

  @Test
  void aMistypedOptionIsAnsweredWithTheOneThatWasMeant() {
    Said said = run("plan", "-i", "hosts.yml", "--detailed-exit-code", "orders.yml");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("Did you mean \"--detailed-exitcode\"?");
  }

  @Test
  void theHiddenCommandIsNeverSuggested() {
    assertThat(run("trian").err()).doesNotContain("train");
  }

  @Test
  void aMissingInventoryIsNamedAndTheCommandsOwnHelpRecommended() {
    Said said = run("plan", "orders.yml");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("--inventory").contains("verdigris plan --help");
  }

  @Test
  void problemsOfACommandWithJsonLeaveStandardOutputEmpty() {
    Said said = run("facts", "--json", "-i", directory.resolve("nowhere.yml").toString());

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains("nowhere.yml");
  }

  @Test
  void theVersionGoesToStandardOutput() {
    Said said = run("--version");

    assertThat(said.code()).isZero();
    assertThat(said.out()).startsWith("verdigris ");
  }

  @Test
  void withoutColourNothingIsPainted() {
    assertThat(run("--help").out() + run("aply", "--no-color").err()).doesNotContain("\u001B");
  }

  @Test
  void theExampleIsReadWithoutProblemsOrWarnings() throws IOException {
    Said said = run("init", directory.toString());

    Path playbook = directory.resolve("playbooks/orders.yml");
    Inventory inventory =
        Inventory.read(
            List.of(directory.resolve("inventory.yml").toString()),
            VaultPasswords.read(List.of()),
            List.of());
    var context =
        new InventoryContext(
            inventory,
            name -> name.equals("REPLICATOR_PASSWORD") ? Optional.of("x") : Optional.empty());
    Playbook read = Playbook.read(playbook, context);
    assertThat(said.code()).isZero();
    assertThat(inventory.warnings()).isEmpty();
    assertThat(read.warnings()).isEmpty();
    assertThat(read.declaration().hosts()).containsExactly("blue", "green");
    assertThat(inventory.address("blue").user()).contains("deploy");
  }

  @Test
  void initNeverWritesOverAFileAndThenWritesNone() throws IOException {
    Path playbook = directory.resolve("playbooks/orders.yml");
    Files.createDirectories(directory.resolve("playbooks"));
    Files.writeString(playbook, "mine");

    Said said = run("init", directory.toString());

    assertThat(said.code()).isEqualTo(1);
    assertThat(Files.readString(playbook)).isEqualTo("mine");
    assertThat(directory.resolve("inventory.yml")).doesNotExist();
  }

  @Test
  void aKeyWithoutHostsToDiscoverIsAMistake() {
    assertThat(run("init", "--private-key", "k", directory.toString()).code()).isEqualTo(1);
    assertThat(directory.resolve("inventory.yml")).doesNotExist();
  }

  @Test
  void everyHostThatCannotBeUnderstoodIsReported() {
    Said said = run("init", "--discover", "a b,deploy@db1,db1", directory.toString());

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("\"a b\"").contains("named twice");
  }
}
