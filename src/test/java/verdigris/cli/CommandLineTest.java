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
import verdigris.history.Journals;
import verdigris.input.Inventory;
import verdigris.input.InventoryContext;
import verdigris.input.Playbook;
import verdigris.input.VaultPasswords;
import verdigris.plan.Plans;
import verdigris.planfile.PlanFile;

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
        .forEach(
            c -> {
              section(text, c.setUsageHelpWidth(100));
              c.getSubcommands().values().forEach(s -> section(text, s.setUsageHelpWidth(100)));
            });
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
  void whyTellsOfAStepByItsNumberOrItsKeyWithoutQuotes() {
    Path plan = directory.resolve("plan.yaml");
    PlanFile.write(plan, Plans.upgrade());

    Said byKey = run("why", plan.toString(), "promote", "green:11/main");

    assertThat(byKey.code()).isZero();
    assertThat(byKey.out())
        .contains("Step 18: promote green:11/main")
        .contains("Source:")
        .isEqualTo(run("why", plan.toString(), "18").out());
    assertThat(run("why", "--json", plan.toString(), "18").out()).contains("\"number\": 18");
  }

  @Test
  void whyOfAStepThatIsNotThereAsksWhichOneWasMeant() {
    Path plan = directory.resolve("plan.yaml");
    PlanFile.write(plan, Plans.upgrade());

    Said said = run("why", plan.toString(), "promot green:11/main");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .contains("Did you mean \"promote green:11/main\"?")
        .contains("verdigris show " + plan);
    assertThat(run("why", plan.toString(), "31").err()).contains("its steps are 1 to 30");
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
  void theExampleLeavesJournalsOutOfGitAndWhatARepositoryHasAsItIs() throws IOException {
    Path mine = directory.resolve("mine");
    Files.createDirectories(mine);
    Files.writeString(mine.resolve(".gitignore"), "mine");
    run("init", mine.toString());
    run("init", directory.resolve("new").toString());

    assertThat(mine.resolve(".gitignore")).hasContent("mine");
    assertThat(directory.resolve("new/.gitignore")).content().contains("runs/**/*.jsonl");
    assertThat(directory.resolve("new/.gitattributes")).content().contains("runs/** -text");
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
  void theHistoryIsListedAndVerifiedAndAReportIsMadeOfIt() throws IOException {
    Path runs = directory.resolve("runs");
    Files.createDirectories(runs.resolve("orders"));
    Files.write(runs.resolve("orders/20261128-042742-d7e5.jsonl"), Journals.recorded("upgrade"));
    Said listed = run("history", "--runs", runs.toString());

    assertThat(listed.code()).isZero();
    assertThat(listed.err()).contains("it has one now");
    assertThat(listed.out())
        .contains("20261128-042742-d7e5", "dana@ops1", "done", "at most 8.00 s", "4be0a51f6d");
    assertThat(run("history", "verify", "--runs", runs.toString()).out())
        .contains("1 record is as written");
    assertThat(run("history", "--json", "orders", "--runs", runs.toString()).out())
        .contains("\"seconds\": 7.995");
    Path page = directory.resolve("last.html");
    assertThat(run("report", "last", "--runs", runs.toString(), "-o", page.toString()).code())
        .isZero();
    assertThat(Files.readString(page)).contains("<svg").contains("20261128-042742-d7e5");
    assertThat(run("report", runs.resolve("orders/20261128-042742-d7e5.record.json").toString()))
        .extracting(Said::out)
        .isEqualTo(Files.readString(page));
  }

  @Test
  void anAlteredHistoryEndsWithOneAndNamesTheRecord() throws IOException {
    Path runs = directory.resolve("runs/orders");
    Files.createDirectories(runs);
    Files.write(runs.resolve("20261128-042742-d7e5.jsonl"), Journals.recorded("upgrade"));
    run("history", "--runs", directory.resolve("runs").toString());
    Path record = runs.resolve("20261128-042742-d7e5.record.json");
    Files.writeString(record, Files.readString(record).replace("dana@ops1", "lee@ops1"));

    Said said = run("history", "verify", "--runs", directory.resolve("runs").toString());
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("history-altered").contains("20261128-042742-d7e5.record.json");
  }

  @Test
  void aRunThatIsNotThereIsAskedForInVain() throws IOException {
    Files.createDirectories(directory.resolve("runs"));
    Said said = run("report", "nothing", "--runs", directory.resolve("runs").toString());

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("no run \"nothing\"").contains("verdigris history");
    assertThat(run("history", "--runs", directory.resolve("no").toString()).err())
        .contains("apply was started");
  }

  @Test
  void everyHostThatCannotBeUnderstoodIsReported() {
    Said said = run("init", "--discover", "a b,deploy@db1,db1", directory.toString());

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("\"a b\"").contains("named twice");
  }
}
