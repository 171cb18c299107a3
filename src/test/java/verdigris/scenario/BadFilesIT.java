package verdigris.scenario;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.lab.Lab;

/** What is wrong with the user's own files is said with its place, and no host is touched. */
class BadFilesIT {
  private static Lab lab;
  @TempDir Path directory;
  private BadInput program;

  @BeforeAll
  static void startHosts() {
    lab = Lab.start("blue", "green");
  }

  @AfterAll
  static void removeHosts() {
    lab.close();
  }

  @BeforeEach
  void enterDirectory() {
    program = new BadInput(directory, lab);
  }

  private Path playbook(String from, String to) {
    return program.file("orders.yml", BadInput.PLAYBOOK.replace(from, to));
  }

  @Test
  void aQuoteThatIsNotClosed() {
    program
        .stops(1, playbook("settings:", "hba: [ \"host\nsettings:"))
        .says("orders.yml:10:1", "not valid YAML", "Close the quotes");
  }

  @Test
  void aTabWhereYamlWantsSpaces() {
    program
        .stops(1, playbook("\nhosts:", "\n\thosts:"))
        .says("orders.yml:2:1", "not valid YAML", "Indent with spaces");
  }

  @Test
  void aPlaybookThatIsNotUtf8() {
    byte[] latin1 =
        BadInput.PLAYBOOK
            .replace("orders\n", "m\u00fcller\n")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    program.stops(1, program.file("orders.yml", latin1)).says("orders.yml", "UTF-8");
  }

  @Test
  void aKeyThatStandsTwice() {
    program
        .stops(1, playbook("settings:", "hosts: orders\nsettings:"))
        .says("orders.yml:8:1", "given twice", "line 2", "Remove one");
  }

  @Test
  void aSettingThatNobodyKnows() {
    program
        .stops(1, playbook("wal_keep_size", "wal_keep_sizes"))
        .says("orders.yml:8:13", "wal_keep_sizes", "PostgreSQL 11", "Did you mean");
  }

  @Test
  void aSettingThatThisMajorVersionDoesNotHaveYet() {
    program
        .stops(1, playbook("wal_keep_size", "max_slot_wal_keep_size"))
        .says("orders.yml:8:13", "max_slot_wal_keep_size", "exists from 13", "Remove the setting");
  }

  @Test
  void aValueThatTheSettingDoesNotTake() {
    program
        .stops(1, playbook("512MB", "512 parsecs"))
        .says("orders.yml:8:13", "\"parsecs\"", "Correct the value");
  }

  @Test
  void anHbaLineThatPostgresqlWouldRefuse() {
    program
        .stops(1, playbook("settings:", "hba: [ \"host orders app 10.20.0.0/99 md5\" ]\nsettings:"))
        .says("orders.yml:8:8", "10.20.0.0/99", "Correct the line");
  }

  @Test
  void aSecretThatIsNotThere() {
    program
        .stops(1, playbook("replicator.secret", "replicator.secrets"))
        .says("replicator.secrets", "secret cannot be had");
  }

  @Test
  void aHostThatIsNotInTheInventory() {
    program
        .stops(1, playbook("host: green", "host: greeen"))
        .says("orders.yml:6:", "greeen", "Did you mean \"green\"");
  }

  @Test
  void anInventoryThatIsNotThere() {
    program
        .stops(1, directory.resolve("nowhere.yml"), playbook("", ""))
        .says("nowhere.yml", "cannot be read");
  }

  @Test
  void anotherMinorVersionThanTheSourceRuns() {
    program
        .stops(4, playbook("\"11\"", "\"11.21\""))
        .says("blue", "runs PostgreSQL 11.22", "declares 11.21", "declare \"11\"");
  }
}
