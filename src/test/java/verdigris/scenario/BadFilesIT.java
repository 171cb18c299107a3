package verdigris.scenario;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the user's own files is said with its place, and no host is touched. */
class BadFilesIT {
  private static BadHosts hosts;
  private static Map<String, HostState> before;
  @TempDir Path directory;
  private BadInput program;

  @BeforeAll
  static void startHosts() {
    hosts = BadHosts.start(_ -> {}, "blue", "green");
    before = hosts.states();
  }

  @AfterAll
  static void removeHosts() {
    try {
      hosts.mustBe(before);
    } finally {
      hosts.close();
    }
  }

  @BeforeEach
  void enterDirectory() {
    program = new BadInput(directory, hosts);
  }

  private Path playbook(String from, String to) {
    return program.playbook(from, to);
  }

  @Test
  void aQuoteThatIsNotClosed() {
    program
        .refuses(1, playbook("settings:", "hba: [ \"host\nsettings:"))
        .says("orders.yml:10:1", "not valid YAML", "Close the quotes");
  }

  @Test
  void aTabWhereYamlWantsSpaces() {
    program
        .refuses(1, playbook("\nhosts:", "\n\thosts:"))
        .says("orders.yml:2:1", "not valid YAML", "Indent with spaces");
  }

  @Test
  void aPlaybookThatIsNotUtf8() {
    byte[] latin1 =
        BadInput.PLAYBOOK
            .replace("orders\n", "m\u00fcller\n")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    program.refuses(1, program.file("orders.yml", latin1)).says("orders.yml", "UTF-8");
  }

  @Test
  void aKeyThatStandsTwice() {
    program
        .refuses(1, playbook("settings:", "hosts: orders\nsettings:"))
        .says("orders.yml:8:1", "given twice", "line 2", "Remove one");
  }

  @Test
  void aSettingThatNobodyKnows() {
    program
        .refuses(1, playbook("wal_keep_size", "wal_keep_sizes"))
        .says("orders.yml:8:13", "wal_keep_sizes", "PostgreSQL 11", "Did you mean");
  }

  @Test
  void aSettingThatThisMajorVersionDoesNotHaveYet() {
    program
        .refuses(1, playbook("wal_keep_size", "max_slot_wal_keep_size"))
        .says("orders.yml:8:13", "max_slot_wal_keep_size", "exists from 13", "Remove the setting");
  }

  @Test
  void aValueThatTheSettingDoesNotTake() {
    program
        .refuses(1, playbook("512MB", "512 parsecs"))
        .says("orders.yml:8:13", "\"parsecs\"", "Correct the value");
  }

  @Test
  void anHbaLineThatPostgresqlWouldRefuse() {
    program
        .refuses(
            1, playbook("settings:", "hba: [ \"host orders app 10.20.0.0/99 md5\" ]\nsettings:"))
        .says("orders.yml:8:8", "10.20.0.0/99", "Correct the line");
  }

  @Test
  void aSecretThatIsNotThere() {
    program
        .refuses(1, playbook("replicator.secret", "replicator.secrets"))
        .says("replicator.secrets", "secret cannot be had");
  }

  @Test
  void aHostThatIsNotInTheInventory() {
    program
        .refuses(1, playbook("host: green", "host: greeen"))
        .says("orders.yml:6:", "greeen", "Did you mean \"green\"");
  }

  @Test
  void anInventoryThatIsNotThere() {
    program
        .refuses(1, directory.resolve("nowhere.yml"), program.playbook())
        .says("nowhere.yml", "cannot be read");
  }
}
