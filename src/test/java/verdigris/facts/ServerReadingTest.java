package verdigris.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verdigris.postgres.Lsn;
import verdigris.postgres.Version;

/** What recorded answers of real servers are read into. */
class ServerReadingTest {
  private static final String PRIMARY = "debian12-primary-11";
  private static final String STANDBY = "debian12-standby-11";

  @Test
  void aPrimaryKnowsWhereItWritesAndWhoFollows() {
    ServerFacts server = ProbeHarness.server(PRIMARY);

    assertThat(server.version()).isEqualTo(new Version(11, 22));
    assertThat(server.inRecovery()).isFalse();
    assertThat(server.timeline()).isEqualTo(1);
    assertThat(server.wal().current()).isPresent();
    assertThat(server.wal().received()).isEmpty();
    assertThat(server.wal().replayed()).isEmpty();
    assertThat(server.wal().replayAgeSeconds()).isEqualTo(-1);
    assertThat(server.receiver()).isEmpty();
    ServerFacts.Sender sender = server.senders().getFirst();
    assertThat(sender.applicationName()).isEqualTo("green");
    assertThat(sender.state()).isEqualTo("streaming");
    assertThat(sender.clientAddress()).isEqualTo("198.18.66.12");
    ServerFacts.Slot slot = server.slots().getFirst();
    assertThat(slot.name()).isEqualTo("green_slot");
    assertThat(slot.activePid()).isEqualTo(sender.pid());
    assertThat(slot.restart()).isPresent();
    assertThat(slot.walStatus()).isEmpty();
  }

  @Test
  void aStandbyKnowsWhatItHasAndFromWhom() {
    ServerFacts server = ProbeHarness.server(STANDBY);

    assertThat(server.inRecovery()).isTrue();
    assertThat(server.wal().current()).isEmpty();
    assertThat(server.wal().received()).isPresent();
    assertThat(server.wal().replayed()).isPresent();
    assertThat(server.wal().replayPaused()).isFalse();
    ServerFacts.Receiver receiver = server.receiver().orElseThrow();
    assertThat(receiver.status()).isEqualTo("streaming");
    assertThat(receiver.timeline()).isEqualTo(1);
    assertThat(receiver.slotName()).isEqualTo("green_slot");
    assertThat(receiver.senderHost()).isEqualTo("blue");
    assertThat(receiver.senderPort()).isEqualTo(5432);
    assertThat(server.systemId()).isEqualTo(ProbeHarness.server(PRIMARY).systemId());
  }

  @ParameterizedTest
  @CsvSource({
    "setting could not be applied, postmaster, true",
    "setting could not be applied, user, false",
    "parameter \"archive_mode\" cannot be changed without restarting the server, '', true",
    "unrecognized configuration parameter, '', false"
  })
  void whatWaitsForARestartIsNoErrorOfItsFile(String error, String context, boolean waits) {
    assertThat(new ServerFacts.FileError("", 0, "", error).waitsForRestart(context))
        .isEqualTo(waits);
  }

  @Test
  void settingsAreTheServersAndNotTheSessions() {
    ServerFacts server = ProbeHarness.server(PRIMARY);

    ServerFacts.Setting zone = server.setting("TimeZone").orElseThrow();
    assertThat(zone.value()).isEqualTo("Etc/UTC");
    assertThat(zone.sourceFile()).isEqualTo("/etc/postgresql/11/main/postgresql.conf");
    assertThat(server.setting("application_name")).isEmpty();
    assertThat(server.setting("transaction_read_only")).isEmpty();
    ServerFacts.Setting memory = server.setting("work_mem").orElseThrow();
    assertThat(memory.value()).isEqualTo("8MB");
    assertThat(memory.rawValue()).isEqualTo("8192");
    assertThat(memory.unit()).isEqualTo("kB");
    assertThat(memory.bootValue()).isEqualTo("4096");
    assertThat(server.setting("wal_level").orElseThrow().context()).isEqualTo("postmaster");
  }

  @ParameterizedTest
  @CsvSource({"12", "13", "14", "16", "17"})
  void aPasswordInPrimaryConninfoIsHidden(int major) {
    ServerFacts server = ProbeHarness.server("plain-" + major);

    assertThat(server.setting("primary_conninfo").orElseThrow().value())
        .isEqualTo("host=a password=<hidden> user=b");
  }

  @Test
  void rulesOfPgHbaAreReadWithTheirErrorsAndWithoutTheirSecrets() {
    List<ServerFacts.HbaRule> rules = ProbeHarness.server(PRIMARY).hba();

    assertThat(rules)
        .contains(
            new ServerFacts.HbaRule(
                100,
                "host",
                List.of("orders"),
                List.of("app"),
                "198.18.0.0/15",
                "scram-sha-256",
                List.of(),
                ""));
    assertThat(rules.get(rules.size() - 2).options())
        .containsExactly("radiusservers=10.0.0.9", "radiussecrets=<hidden>");
    assertThat(rules.getLast().error()).contains("invalid authentication method \"ldap\"");
  }

  @Test
  void aSecretThatPostgresqlQuotesInAnErrorIsHidden() {
    List<String> row =
        Arrays.asList(
            "7",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "could not parse RADIUS secret list \"hush hush\"");

    assertThat(ProbeHarness.answer(new HbaProbe(), List.of(row)).getFirst().error())
        .isEqualTo("could not parse RADIUS secret list \"<hidden>\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0 | 255.0.0.0 | 10.0.0.0/8",
        "0.0.0.0 | 0.0.0.0 | 0.0.0.0/0",
        "198.18.0.0 | 255.254.0.0 | 198.18.0.0/15",
        "127.0.0.1 | 255.255.255.255 | 127.0.0.1/32",
        "::1 | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | ::1/128",
        "fe80:: | ffc0:: | fe80::/10",
        ":: | :: | ::/0",
        "10.0.0.0 | 255.0.255.0 | 10.0.0.0 255.0.255.0",
        "samenet | '' | samenet",
      })
  void addressAndMaskBecomeOne(String address, String mask, String expected) {
    assertThat(HbaProbe.cidr(address, mask)).isEqualTo(expected);
  }

  @Test
  void rolesTellTheKindOfTheirPasswordAndNotMore() {
    List<ServerFacts.Role> roles = ProbeHarness.server(PRIMARY).roles().known().orElseThrow();

    assertThat(roles)
        .extracting(ServerFacts.Role::name)
        .containsExactly("app", "postgres", "replicator", "report");
    assertThat(roles.getFirst().password()).isEqualTo(ServerFacts.PasswordKind.SCRAM);
    assertThat(roles.getFirst().scramSalt()).startsWith("4096:").doesNotContain("$");
    assertThat(roles.get(1).superuser()).isTrue();
    assertThat(roles.getLast().password()).isEqualTo(ServerFacts.PasswordKind.MD5);
  }

  @Test
  void whatOnlyADatabaseKnowsIsReadThere() {
    ServerFacts server = ProbeHarness.server(PRIMARY);
    ServerFacts.Database postgres = server.databases().get(1);

    assertThat(postgres.contents().known().orElseThrow().unloggedTables())
        .containsExactly("public.cache");
    assertThat(postgres.contents().known().orElseThrow().extensions())
        .contains(new ServerFacts.Extension("hstore", "1.5", "public"));
    assertThat(server.databases().getFirst().contents()).isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void collationVersionsAreThereFromFifteen() {
    assertThat(ProbeHarness.server(PRIMARY).databases())
        .allMatch(d -> d.collationVersion().isEmpty());
    assertThat(ProbeHarness.server("debian12-standby-15").databases())
        .anyMatch(d -> d.collationVersion().equals("2.36"));
  }

  @Test
  void aSlotOnThirteenAndLaterHasAStatus() {
    List<String> row = Arrays.asList("s", "physical", null, "f", null, "0/1000", "-5", "reserved");

    ServerFacts.Slot slot = ProbeHarness.answer(new SlotsProbe(), List.of(row)).getFirst();

    assertThat(slot.walStatus()).isEqualTo("reserved");
    assertThat(slot.restart()).contains(new Lsn(0x1000));
    assertThat(slot.retainedBytes()).isZero();
  }

  @Test
  void aSystemIdentifierBeyondTheSignedRangeIsWhatPgControldataPrints() {
    List<String> row =
        Arrays.asList("150018", "-1", "1", "f", "0/1", null, null, "f", null, "0", "5", null, null);

    assertThat(ProbeHarness.answer(new StateProbe(true), List.of(row)).systemId().value())
        .isEqualTo("18446744073709551615");
  }

  @Test
  void aPrimarysHistorySaysWhereItLeftEarlierTimelines() {
    String history =
        "1\t0/3000000\tno recovery target specified\n\n2\t0/A0028B8\tbefore 2000-01-01 00:00\n";
    List<String> row =
        Arrays.asList(
            "150018", "1", "3", "f", "0/B", null, null, "f", null, "0", "5", null, history);

    assertThat(ProbeHarness.answer(new StateProbe(true), List.of(row)).wal().forks())
        .containsExactly(
            new ServerFacts.Fork(1, new Lsn(0x3000000)),
            new ServerFacts.Fork(2, new Lsn(0xA0028B8)));
  }

  @Test
  void somebodyWhoIsNoSuperuserIsToldApart() {
    assertThat(ServerReading.queries(11, false))
        .noneMatch(
            q ->
                q.contains("pg_authid")
                    || q.contains("pg_hba_file_rules")
                    || q.contains("FROM pg_file_settings"));
    assertThat(ServerReading.queries(11, true)).anyMatch(q -> q.contains("pg_authid"));
  }
}
