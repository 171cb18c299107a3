package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.world.Declaration;

class SourceConfigurationTest {
  private static final String DEBIAN =
      """
      listen_addresses = '*'
      max_connections = 100 # (change requires restart)
      include_dir = 'conf.d'
      """;

  @Test
  void aSourceThatListensNeedsOnlyTheRuleForItsStandby() {
    Comparison comparison =
        compare(Examples.orders(), Examples.running(11, DEBIAN, Examples.DEBIAN_HBA));
    assertThat(ResourceHarness.printed(comparison.changes()))
        .isEqualTo(
            """
            change /etc/postgresql/11/main/pg_hba.conf
              --- /etc/postgresql/11/main/pg_hba.conf
              +++ /etc/postgresql/11/main/pg_hba.conf
              @@ -2,3 +2,6 @@
               local   all             all                                     peer
               host    all             all             127.0.0.1/32            md5
               host    replication     all             127.0.0.1/32            md5
              +# BEGIN verdigris
              +host replication replicator 10.1.0.5/32 scram-sha-256
              +# END verdigris
            """);
    assertThat(comparison.activation()).isEqualTo(Activation.RELOAD);
    assertThat(comparison.effects()).isEmpty();
  }

  @Test
  void aSourceThatDoesAllThatIsNeededIsLeftAlone() {
    String hba = Examples.DEBIAN_HBA + "host replication replicator 10.1.0.0/24 md5\n";
    Comparison comparison = compare(Examples.orders(), Examples.running(11, DEBIAN, hba));
    assertThat(comparison.isConverged()).isTrue();
  }

  @Test
  void aSourceThatListensOnlyLocallyNeedsARestart() {
    String config = DEBIAN.replace("'*'", "'localhost'");
    Comparison comparison =
        compare(Examples.orders(), Examples.running(11, config, Examples.DEBIAN_HBA));
    assertThat(comparison.activation()).isEqualTo(Activation.RESTART);
    assertThat(comparison.effects())
        .containsExactly(
            new SettingEffect(
                "listen_addresses", "localhost", "localhost,10.1.0.4", Activation.RESTART));
    assertThat(ResourceHarness.printed(comparison.changes()))
        .contains("write /etc/postgresql/11/main/conf.d/zz-verdigris.conf")
        .contains("+listen_addresses = 'localhost,10.1.0.4'")
        .doesNotContain("include_if_exists");
  }

  @Test
  void aSettingThatIsTooSmallIsRaisedAndALargerOneIsNot() {
    String config = DEBIAN + "max_wal_senders = 1\nmax_replication_slots = 40\n";
    Comparison comparison =
        compare(Examples.orders(), Examples.running(11, config, Examples.DEBIAN_HBA));
    assertThat(comparison.effects())
        .containsExactly(new SettingEffect("max_wal_senders", "1", "10", Activation.RESTART));
    assertThat(ResourceHarness.printed(comparison.changes()))
        .as("it was assigned after include_dir, so our file must be read again after that")
        .contains("+include_if_exists = 'conf.d/zz-verdigris.conf'");
  }

  @Test
  void enoughIsNotChangedToTheUsual() {
    String config = "max_wal_senders = 5\n" + DEBIAN;
    Comparison comparison =
        compare(Examples.orders(), Examples.running(11, config, Examples.DEBIAN_HBA));
    assertThat(comparison.effects()).isEmpty();
  }

  @Test
  void walLevelMinimalIsRaised() {
    String config = "wal_level = minimal\nmax_wal_senders = 0\n" + DEBIAN;
    Comparison comparison =
        compare(Examples.orders(), Examples.running(11, config, Examples.DEBIAN_HBA));
    assertThat(comparison.effects())
        .extracting(SettingEffect::toString)
        .containsExactly(
            "wal_level: minimal -> replica (restart)", "max_wal_senders: 0 -> 10 (restart)");
  }

  @Test
  void whatOtherSlotsOfASourceMayKeepIsNotBounded() {
    Comparison comparison =
        compare(Examples.orders(), Examples.running(13, DEBIAN, Examples.DEBIAN_HBA));
    assertThat(ResourceHarness.printed(comparison.changes()))
        .doesNotContain("max_slot_wal_keep_size");
    assertThat(comparison.effects()).isEmpty();
  }

  @Test
  void aLimitThatAnEarlierVersionSetIsTakenBack() {
    InstanceFacts.Files files =
        new InstanceFacts.Files(
            DEBIAN,
            OwnFile.text(List.of(new Assigned("max_slot_wal_keep_size", "20GB"))),
            "",
            Examples.DEBIAN_HBA,
            "",
            Optional.empty());
    Comparison comparison = compare(Examples.orders(), Examples.running(13, files));
    assertThat(ResourceHarness.printed(comparison.changes()))
        .contains("-max_slot_wal_keep_size = 20GB");
  }

  private static Declaration declared(String... settings) {
    return Examples.standbyOf11(Examples.settings(settings), List.of());
  }

  private static InstanceFacts withOurs(String... settings) {
    List<Assigned> ours =
        Examples.settings(settings).entrySet().stream()
            .map(e -> new Assigned(e.getKey(), e.getValue()))
            .toList();
    return Examples.running(
        11,
        new InstanceFacts.Files(
            DEBIAN, OwnFile.text(ours), "", Examples.DEBIAN_HBA, "", Optional.empty()));
  }

  @Test
  void aSettingThatIsTakenOutAndNeedsARestartWaitsForItUntilItCame() {
    Comparison comparison = compare(declared(), withOurs("max_connections", "500"));
    assertThat(comparison.effects())
        .containsExactly(new SettingEffect("max_connections", "500", "100", Activation.RESTART));
    assertThat(comparison.activation()).isEqualTo(Activation.RESTART);
    assertThat(ResourceHarness.printed(comparison.changes()))
        .contains("+# taken out, in effect until a restart: max_connections = 500");
  }

  @Test
  void aSettingThatIsTakenOutWithoutAnotherValueComingBackNeedsNoRestart() {
    Comparison comparison = compare(declared(), withOurs("max_connections", "100"));
    assertThat(comparison.activation()).isEqualTo(Activation.RELOAD);
    assertThat(comparison.effects()).isEmpty();
  }

  @Test
  void whatOthersChangedAndLeftWaitingIsNoReasonToRestart() {
    InstanceFacts before = Examples.running(11, DEBIAN, Examples.DEBIAN_HBA);
    InstanceFacts edited =
        Examples.activated(
            Examples.with(
                before,
                new InstanceFacts.Files(
                    DEBIAN.replace("= 100", "= 300"),
                    "",
                    "",
                    Examples.DEBIAN_HBA,
                    "",
                    Optional.empty()),
                before.server().known().orElseThrow()),
            Activation.RELOAD);
    Comparison comparison = source(declared(), edited, Optional.empty()).compare();
    assertThat(comparison.activation()).isEqualTo(Activation.RELOAD);
  }

  /** A running server that shows this for a setting, from this source. */
  private static InstanceFacts showing(
      InstanceFacts instance, String name, String raw, String source, boolean pending) {
    return Examples.withSetting(
        instance,
        new ServerFacts.Setting(name, raw, raw, "", "postmaster", source, "", 0, "", pending));
  }

  private static List<SettingEffect> effects(InstanceFacts instance, String name, String value) {
    return source(declared(name, value), instance, Optional.empty()).compare().effects();
  }

  @Test
  void aValueThatLeavesTheChoiceToTheServerIsInEffectWhateverTheServerChose() {
    InstanceFacts chosen =
        showing(withOurs("wal_buffers", "-1"), "wal_buffers", "512", "override", false);
    assertThat(effects(chosen, "wal_buffers", "-1")).isEmpty();
    InstanceFacts fixed =
        showing(withOurs("wal_buffers", "-1"), "wal_buffers", "512", "configuration file", true);
    assertThat(effects(fixed, "wal_buffers", "-1")).hasSize(1);
  }

  @Test
  void whatTheConnectionOrArchivingHidesIsReadFromTheFiles() {
    for (List<String> hidden :
        List.of(
            List.of("tcp_keepalives_idle", "60", "0"),
            List.of("archive_command", "cp %p /x/%f", "(disabled)"))) {
      String name = hidden.get(0);
      InstanceFacts shown =
          showing(withOurs(name, hidden.get(1)), name, hidden.get(2), "configuration file", false);
      assertThat(effects(shown, name, hidden.get(1))).as(name).isEmpty();
      assertThat(effects(shown, name, "61")).as(name).hasSize(1);
    }
  }

  @Test
  void modesAreComparedAsNumbers() {
    InstanceFacts shown =
        showing(
            withOurs("log_file_mode", "0640"),
            "log_file_mode",
            "0640",
            "configuration file",
            false);
    assertThat(effects(shown, "log_file_mode", "0640")).isEmpty();
    assertThat(effects(shown, "log_file_mode", "0600"))
        .containsExactly(new SettingEffect("log_file_mode", "0640", "0600", Activation.RELOAD));
  }

  @Test
  void theTargetsSettingsAreNotForASourceOfAnotherMajor() {
    Declaration declaration =
        Examples.orders(
            Examples.settings("shared_buffers", "4GB"), List.of("host all all all md5"));
    Comparison comparison = compare(declaration, Examples.running(11, DEBIAN, Examples.DEBIAN_HBA));
    assertThat(ResourceHarness.printed(comparison.changes()))
        .doesNotContain("shared_buffers")
        .doesNotContain("+host all all all md5");
  }

  @Test
  void aSourceThatIsItselfDeclaredGetsTheSettingsAndRulesOfThePlaybook() {
    Declaration declaration =
        Examples.standbyOf11(
            Examples.settings("wal_keep_size", "8GB", "work_mem", "64MB", "max_connections", "200"),
            List.of("host orders app 10.20.0.0/16 md5"));
    Comparison comparison = compare(declaration, Examples.running(11, DEBIAN, Examples.DEBIAN_HBA));
    assertThat(ResourceHarness.printed(comparison.changes()))
        .contains("+wal_keep_segments = 512\n", "+work_mem = 64MB\n", "+max_connections = 200\n")
        .contains("+host orders app 10.20.0.0/16 md5\n");
    assertThat(comparison.activation()).isEqualTo(Activation.RESTART);
    assertThat(comparison.effects())
        .extracting(SettingEffect::name)
        .containsExactly("wal_keep_segments", "work_mem", "max_connections");
    assertThat(comparison.unmanaged())
        .contains("/etc/postgresql/11/main/postgresql.conf:2 max_connections (overridden)")
        .contains("/etc/postgresql/11/main/postgresql.conf:1 listen_addresses")
        .contains("/etc/postgresql/11/main/pg_hba.conf: host replication all 127.0.0.1/32 md5");
  }

  @Test
  void aDifferenceThatChangesNoEffectiveValueNeedsOnlyAReload() {
    Declaration declaration =
        Examples.standbyOf11(Examples.settings("max_connections", "100"), List.of());
    Comparison comparison = compare(declaration, Examples.running(11, DEBIAN, Examples.DEBIAN_HBA));
    assertThat(comparison.changes()).hasSize(2);
    assertThat(comparison.activation()).isEqualTo(Activation.RELOAD);
  }

  @Test
  void aStoppedServerNeedsNoActivation() {
    Comparison comparison =
        compare(
            Examples.orders(),
            Examples.stopped(
                Examples.running(11, DEBIAN.replace("*", "localhost"), Examples.DEBIAN_HBA)));
    assertThat(comparison.changes()).hasSize(2);
    assertThat(comparison.activation()).isEqualTo(Activation.NONE);
  }

  @Test
  void alterSystemThatOverridesADeclaredSettingIsABlocker() {
    Declaration declaration =
        Examples.standbyOf11(Examples.settings("work_mem", "64MB"), List.of());
    InstanceFacts blue =
        Examples.running(
            11,
            new InstanceFacts.Files(
                DEBIAN, "", "work_mem = '4MB'\n", Examples.DEBIAN_HBA, "", Optional.empty()));
    Comparison comparison = compare(declaration, blue);
    assertThat(comparison.problems())
        .extracting(Problem::kind)
        .containsExactly(Kind.SETTING_OVERRIDDEN);
    assertThat(comparison.problems().getFirst().remedy()).contains("ALTER SYSTEM RESET work_mem;");
  }

  @Test
  void alterSystemThatSaysTheSameIsNone() {
    Declaration declaration =
        Examples.standbyOf11(Examples.settings("work_mem", "64MB"), List.of());
    InstanceFacts blue =
        Examples.running(
            11,
            new InstanceFacts.Files(
                DEBIAN, "", "work_mem = '65536'\n", Examples.DEBIAN_HBA, "", Optional.empty()));
    assertThat(compare(declaration, blue).problems()).isEmpty();
  }

  @Test
  void aRefusedDeclarationIsAProblem() {
    Declaration declaration =
        Examples.standbyOf11(
            Examples.settings(
                "shared_bufers", "4GB", "work_mem", "much", "hash_mem_multiplier", "2"),
            List.of("host all all 10.0.0.0 md5"));
    assertThat(compare(declaration, Examples.running(11, DEBIAN, Examples.DEBIAN_HBA)).problems())
        .extracting(Problem::kind)
        .containsExactly(
            Kind.UNKNOWN_SETTING,
            Kind.INVALID_SETTING,
            Kind.UNKNOWN_SETTING,
            Kind.INVALID_HBA_LINE);
  }

  @Test
  void aFileThatIsBrokenAlreadyIsABlocker() {
    Comparison comparison =
        compare(Examples.orders(), Examples.running(11, DEBIAN, "host all all 10.0.0.0 md5\n"));
    assertThat(comparison.problems())
        .extracting(Problem::kind)
        .containsExactly(Kind.CONFIGURATION_INVALID);
    assertThat(comparison.problems().getFirst().detail())
        .contains("/etc/postgresql/11/main/pg_hba.conf line 1");
  }

  @Test
  void aFileWithAPasswordThatIsNotKnownIsNotWrittenBack() {
    String hba = "host all all all ldap ldapserver=x ldapbindpasswd=<hidden>\n";
    Comparison comparison = compare(Examples.orders(), Examples.running(11, DEBIAN, hba));
    assertThat(comparison.problems()).extracting(Problem::kind).containsExactly(Kind.UNMANAGEABLE);
  }

  @Test
  void encryptionThatTheServerDoesNotOfferIsABlocker() {
    Declaration declared = Examples.orders();
    Declaration.Replication replication = declared.replication();
    Declaration requiring =
        Examples.with(
            declared,
            new Declaration.Replication(
                replication.user(),
                replication.password(),
                true,
                "require",
                replication.address(),
                Optional.empty()));
    assertThat(compare(requiring, Examples.running(11, DEBIAN, Examples.DEBIAN_HBA)).problems())
        .extracting(Problem::kind)
        .containsExactly(Kind.UNMANAGEABLE);
    Comparison encrypted =
        compare(requiring, Examples.running(11, "ssl = on\n" + DEBIAN, Examples.DEBIAN_HBA));
    assertThat(ResourceHarness.printed(encrypted.changes()))
        .contains("+hostssl replication replicator 10.1.0.5/32 scram-sha-256");
  }

  @Test
  void aPlainServerWithoutAConfigurationDirectoryGetsALineAtItsEnd() {
    String config = "listen_addresses = 'localhost'";
    Comparison comparison =
        compare(Examples.orders(), Examples.running(11, config, Examples.DEBIAN_HBA));
    assertThat(ResourceHarness.printed(comparison.changes()))
        .contains("+include_if_exists = 'conf.d/zz-verdigris.conf'\t# read last");
  }

  @Test
  void whatReplicationNoLongerNeedsStaysUntilSomebodyTakesItAway() {
    InstanceFacts blue =
        Examples.running(
            11,
            new InstanceFacts.Files(
                DEBIAN,
                OwnFile.text(List.of(new Assigned("max_wal_senders", "20"))),
                "",
                Examples.DEBIAN_HBA,
                "",
                Optional.empty()));
    Comparison comparison = compare(Examples.orders(), blue);
    assertThat(comparison.effects()).isEmpty();
    assertThat(comparison.changes()).hasSize(1);
  }

  @Test
  void aFollowing13IsToldInOurFileWhomToFollow() {
    Upstream green = new Upstream("green", "10.1.0.5", 5433, new LinkedHashMap<>());
    InstanceFacts blue = Examples.running(13, DEBIAN, Examples.DEBIAN_HBA);
    Comparison comparison =
        ResourceHarness.compare(
            blue, instance -> source(Examples.orders(), instance, Optional.of(green)).compare());
    assertThat(ResourceHarness.printed(comparison.changes()))
        .contains("+primary_conninfo = 'host=10.1.0.5 port=5433 user=replicator")
        .contains("+primary_slot_name = verdigris_blue");
  }

  private static Comparison compare(Declaration declaration, InstanceFacts blue) {
    return ResourceHarness.compare(
        blue, instance -> source(declaration, instance, Optional.empty()).compare());
  }

  private static SourceConfiguration source(
      Declaration declaration, InstanceFacts instance, Optional<Upstream> upstream) {
    return new SourceConfiguration(
        declaration,
        "blue",
        Examples.host("blue", 16 * Examples.GIGABYTE),
        instance,
        upstream,
        Examples.addresses(),
        Examples.PLAYBOOK);
  }
}
