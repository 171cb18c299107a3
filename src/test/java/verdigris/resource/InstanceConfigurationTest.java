package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verdigris.Golden;
import verdigris.facts.InstanceFacts;
import verdigris.postgres.ConfFile;
import verdigris.postgres.HbaFile;
import verdigris.postgres.HbaSyntax;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.world.Declaration;

class InstanceConfigurationTest {
  /** A lived-in 11: what people write into it over the years. */
  static final String BLUE =
      """
      data_directory = '/var/lib/postgresql/11/main'
      hba_file = '/etc/postgresql/11/main/pg_hba.conf'
      ident_file = '/etc/postgresql/11/main/pg_ident.conf'
      external_pid_file = '/var/run/postgresql/11-main.pid'
      listen_addresses = '10.1.0.4,localhost'
      port = 5432
      max_connections = 300
      unix_socket_directories = '/var/run/postgresql'
      ssl = on
      ssl_cert_file = '/etc/ssl/certs/ssl-cert-snakeoil.pem'
      ssl_key_file = '/etc/ssl/private/ssl-cert-snakeoil.key'
      password_encryption = on
      shared_buffers = 4GB
      effective_cache_size = 12GB
      work_mem = 32MB
      huge_pages = on
      wal_keep_segments = 64
      checkpoint_completion_target = 0.5
      archive_mode = on
      archive_command = 'cp %p /backup/%f'
      operator_precedence_warning = off
      vacuum_cleanup_index_scale_factor = 0.2
      default_with_oids = off
      synchronous_standby_names = 'reports'
      shared_preload_libraries = 'pg_stat_statements'
      pg_stat_statements.max = 10000
      stats_temp_directory = '/var/run/postgresql/11-main.pg_stat_tmp'
      log_line_prefix = '%m [%p] %q%u@%d '
      datestyle = 'iso, mdy'
      timezone = 'Etc/UTC'
      lc_messages = 'C.UTF-8'
      default_text_search_config = 'pg_catalog.english'
      include_dir = 'conf.d'
      """;

  private static final String BLUE_HBA =
      Examples.DEBIAN_HBA + "host orders app 10.20.0.0/16 md5\nhost all all 10.0.0.0/8 reject\n";

  @ParameterizedTest
  @ValueSource(ints = {11, 13, 15, 17})
  void everyFileOfAStandbyIsRenderedForItsMajor(int major) throws IOException {
    InstanceConfiguration.Rendered rendered =
        ResourceHarness.deterministic(() -> green(major, Optional.of(blueUpstream())).render());
    String directory = "src/test/resources/golden/green-" + major + "/";
    Golden.assertMatches(directory + "postgresql.conf", rendered.postgresql());
    Golden.assertMatches(directory + "pg_hba.conf", rendered.hba());
    Golden.assertMatches(
        directory + (major < 12 ? "recovery.conf" : "zz-verdigris.conf"), rendered.recovery());
    Golden.assertMatches(
        directory + "decisions.txt",
        rendered.decisions().stream().map(d -> d + "\n").collect(Collectors.joining()));
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 12, 13, 14, 15, 16, 17, 18})
  void noMajorGetsALineThatItRefuses(int major) {
    InstanceConfiguration.Rendered rendered = green(major, Optional.of(blueUpstream())).render();
    ConfFile config = ConfFile.parse(rendered.postgresql());
    assertThat(config.entries()).noneMatch(ConfFile.Broken.class::isInstance);
    for (ConfFile.Assignment assignment : config.assignments()) {
      DeclaredSettings checked =
          DeclaredSettings.of(
              Examples.settings("x." + assignment.name(), "1"), major, 16 << 20, Examples.PLAYBOOK);
      assertThat(checked.problems()).isEmpty();
      assertThat(
              verdigris.postgres.SettingTranslation.to(
                  verdigris.postgres.SettingCatalogue.builtIn(),
                  major,
                  assignment.name(),
                  assignment.value(),
                  16 << 20))
          .as(assignment.name())
          .isInstanceOf(verdigris.postgres.Translated.Kept.class);
    }
    assertThat(HbaFile.parse(rendered.hba(), major).broken()).isEmpty();
  }

  @Test
  void noNameIsAssignedTwice() {
    ConfFile config = ConfFile.parse(green(15, Optional.of(blueUpstream())).render().postgresql());
    assertThat(config.assignments()).extracting(ConfFile.Assignment::name).doesNotHaveDuplicates();
  }

  @Test
  void thePlaybookOverridesWhatTheSourceHas() {
    InstanceConfiguration.Rendered rendered =
        green(15, Examples.settings("shared_buffers", "8GB"), Optional.empty()).render();
    assertThat(rendered.postgresql())
        .contains("shared_buffers = 8GB")
        .doesNotContain("shared_buffers = 4GB");
  }

  @Test
  void aStandbyNeverUndercutsItsPrimary() {
    SequencedMap<String, String> limits = Examples.settings("max_connections", "500");
    Upstream upstream = new Upstream("blue", "10.1.0.4", 5432, limits);
    InstanceConfiguration.Rendered rendered =
        green(11, Examples.settings("max_connections", "100"), Optional.of(upstream)).render();
    assertThat(rendered.postgresql())
        .contains("max_connections = 500")
        .doesNotContain("max_connections = 100");
    assertThat(rendered.decisions())
        .extracting(Decision::toString)
        .contains("max_connections: set to 500 instead of 100; blue has it");
  }

  @Test
  void theUpstreamsLimitsAreReadFromIt() {
    InstanceFacts blue = Examples.running(11, BLUE, BLUE_HBA);
    assertThat(Upstream.of("blue", "10.1.0.4", blue).limits())
        .containsEntry("max_connections", "300")
        .containsEntry("max_wal_senders", "10");
  }

  @Test
  void aSmallerHostGetsLessMemory() {
    InstanceConfiguration small = green(15, 4 * Examples.GIGABYTE);
    assertThat(small.render().postgresql()).contains("shared_buffers = 1GB\n");
    assertThat(small.render().decisions())
        .extracting(Decision::toString)
        .contains("shared_buffers: set to 1GB; green has less memory than blue; it was 4GB there");
    assertThat(green(15, 64 * Examples.GIGABYTE).render().postgresql())
        .contains("shared_buffers = 4GB\n");
  }

  @Test
  void aPrimaryFollowsNobody() {
    InstanceConfiguration primary = green(15, Optional.empty());
    assertThat(primary.render().recovery()).isEmpty();
    assertThat(new InstanceFiles(primary).following(SecretState.UNCHECKED)).isEmpty();
  }

  @Test
  void conninfoHoldsNothingThatLibpq11DoesNotKnow() {
    RecoveryConfiguration following =
        green(11, Optional.of(blueUpstream())).following().orElseThrow();
    assertThat(following.conninfo())
        .isEqualTo(
            "host=10.1.0.4 port=5432 user=replicator"
                + " passfile=/var/lib/postgresql/11/.verdigris-main.pgpass"
                + " sslmode=prefer application_name=verdigris_green");
  }

  @Test
  void aRefusedDeclarationIsOneProblemEach() {
    Declaration declaration =
        Examples.orders(
            Examples.settings(
                "operator_precedence_warning",
                "on",
                "shared_buffers",
                "much",
                "data_directory",
                "/x"),
            List.of("host all all nowhere! md5"));
    assertThatThrownBy(
            () -> green(declaration, 15, 16 * Examples.GIGABYTE, Optional.empty()).render())
        .isInstanceOfSatisfying(
            ProblemException.class,
            thrown ->
                assertThat(thrown.problems())
                    .extracting(Problem::kind)
                    .containsExactly(
                        Kind.UNKNOWN_SETTING,
                        Kind.INVALID_SETTING,
                        Kind.INVALID_SETTING,
                        Kind.INVALID_HBA_LINE));
  }

  @Test
  void aWayBackThatIsKeptInStepNeedsLogicalDecoding() {
    Declaration declaration =
        Examples.declaration(
            new Declaration.Primary("green", "main", new Declaration.Wanted(15, Optional.empty())),
            List.of(),
            new LinkedHashMap<>(),
            List.of(),
            "logical",
            true);
    assertThat(
            green(declaration, 15, 16 * Examples.GIGABYTE, Optional.empty()).render().postgresql())
        .contains("wal_level = logical");
  }

  @Test
  void aFreshTopologyStartsFromTheDefaults() {
    InstanceConfiguration fresh =
        new InstanceConfiguration(
            Examples.orders(),
            "green",
            Examples.host("green", 16 * Examples.GIGABYTE),
            Placement.debian(15, "main", 5432),
            Optional.empty(),
            Optional.empty(),
            Examples.addresses(),
            Templates.builtIn(),
            Examples.PLAYBOOK);
    assertThat(fresh.render().decisions()).isEmpty();
    assertThat(fresh.render().hba()).contains("local all postgres peer\n", "local all all peer\n");
  }

  @Test
  void aPasswordOfAnotherProgramIsNotTakenOver() {
    String hba = "host all all all ldap ldapserver=x ldapbindpasswd=<hidden>\n";
    String config = BLUE + "ssl_passphrase_command = 'echo password=<hidden>'\n";
    InstanceConfiguration.Rendered rendered =
        green(
                Examples.orders(),
                15,
                Examples.running(11, config, hba),
                16 * Examples.GIGABYTE,
                Optional.empty())
            .render();
    assertThat(rendered.postgresql() + rendered.hba()).doesNotContain("hidden");
    assertThat(rendered.decisions())
        .extracting(Decision::toString)
        .contains(
            "ssl_passphrase_command: left out; it holds a password, which Verdigris does not read; declare it again",
            "host all all all ldap: left out; it holds a password, which Verdigris does not read; declare it again");
  }

  @Test
  void aNewDebianInstanceHasEveryFileThatPgCtlclusterReads() {
    List<Change> changes =
        new InstanceFiles(green(11, Optional.of(blueUpstream())))
            .creation(InstanceFacts.Boot.MANUAL);
    assertThat(changes)
        .extracting(Change::summary)
        .containsExactly(
            "create directory /etc/postgresql/11 (postgres, 755)",
            "create directory /etc/postgresql/11/main (postgres, 755)",
            "create directory /etc/postgresql/11/main/conf.d (postgres, 755)",
            "write /etc/postgresql/11/main/postgresql.conf",
            "write /etc/postgresql/11/main/pg_hba.conf",
            "write /etc/postgresql/11/main/pg_ident.conf",
            "write /etc/postgresql/11/main/start.conf",
            "write /etc/postgresql/11/main/environment",
            "write /etc/postgresql/11/main/pg_ctl.conf",
            "write /var/lib/postgresql/11/main/postgresql.auto.conf");
    assertThat(InstanceFiles.startConf(InstanceFacts.Boot.DISABLED)).endsWith("\ndisabled\n");
  }

  @Test
  void theLayoutOfRpmsHasEverythingInTheDataDirectory() {
    InstanceConfiguration debian = green(15, Optional.of(blueUpstream()));
    InstanceConfiguration rhel =
        new InstanceConfiguration(
            debian.declaration(),
            debian.host(),
            debian.facts(),
            Placement.rhel(15, 5432),
            debian.baseline(),
            debian.upstream(),
            debian.addresses(),
            debian.templates(),
            debian.playbook());
    assertThat(rhel.render().postgresql())
        .contains("include_if_exists = 'verdigris.conf'")
        .doesNotContain("data_directory", "/etc/postgresql");
    InstanceFiles files = new InstanceFiles(rhel);
    assertThat(files.creation(InstanceFacts.Boot.AUTO))
        .extracting(Change::summary)
        .containsExactly(
            "write /var/lib/pgsql/15/data/postgresql.conf",
            "write /var/lib/pgsql/15/data/pg_hba.conf",
            "write /var/lib/pgsql/15/data/pg_ident.conf",
            "write /var/lib/pgsql/15/data/postgresql.auto.conf");
    assertThat(files.following(SecretState.SAME))
        .extracting(Change::summary)
        .containsExactly(
            "write /var/lib/pgsql/15/data/verdigris.conf",
            "write /var/lib/pgsql/15/data/standby.signal");
  }

  @Test
  void theMarkerIsWrittenLast() {
    assertThat(
            new InstanceFiles(green(15, Optional.of(blueUpstream())))
                .following(SecretState.UNCHECKED))
        .extracting(Change::summary)
        .containsExactly(
            "write /var/lib/postgresql/15/.verdigris-main.pgpass",
            "write /etc/postgresql/15/main/conf.d/zz-verdigris.conf",
            "write /var/lib/postgresql/15/main/standby.signal");
    assertThat(
            new InstanceFiles(green(11, Optional.of(blueUpstream()))).following(SecretState.SAME))
        .extracting(Change::summary)
        .containsExactly("write /var/lib/postgresql/11/main/recovery.conf");
  }

  @Test
  void thePasswordFileShowsThePasswordByName() {
    Change passfile =
        new InstanceFiles(green(15, Optional.of(blueUpstream())))
            .following(SecretState.UNCHECKED)
            .getFirst();
    assertThat(passfile.details())
        .containsExactly(
            "--- /dev/null",
            "+++ /var/lib/postgresql/15/.verdigris-main.pgpass",
            "@@ -0,0 +1 @@",
            "+10.1.0.4:*:replication:replicator:<secret:replicator>");
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 12, 13, 15, 17})
  void aChangedPlaybookChangesTheFilesAndThenNothing(int major) {
    InstanceFacts made = made(green(major, Optional.of(blueUpstream())));
    InstanceConfiguration changed =
        green(
            major,
            Examples.settings("work_mem", "64MB", "max_connections", "400"),
            Optional.of(blueUpstream()));
    Comparison comparison =
        ResourceHarness.compare(
            made, instance -> new InstanceFiles(changed).compare(instance, SecretState.SAME));
    assertThat(comparison.effects())
        .containsExactlyInAnyOrder(
            new SettingEffect("work_mem", "32MB", "64MB", Activation.RELOAD),
            new SettingEffect("max_connections", "300", "400", Activation.RESTART));
    assertThat(comparison.activation()).isEqualTo(Activation.RESTART);
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 12, 13, 15, 17})
  void whatWasMadeIsAsWanted(int major) {
    InstanceConfiguration wanted = green(major, Optional.of(blueUpstream()));
    Comparison comparison =
        ResourceHarness.compare(
            made(wanted),
            instance -> new InstanceFiles(wanted).compare(instance, SecretState.SAME));
    assertThat(comparison.isConverged()).isTrue();
  }

  @Test
  void aSettingThatIsNoLongerThereGoesBackToItsDefault() {
    InstanceFacts made =
        made(green(15, Examples.settings("maintenance_work_mem", "1GB"), Optional.empty()));
    Comparison comparison =
        ResourceHarness.compare(
            made,
            instance ->
                new InstanceFiles(green(15, Optional.empty())).compare(instance, SecretState.SAME));
    assertThat(comparison.effects())
        .containsExactly(
            new SettingEffect("maintenance_work_mem", "1GB", "64MB", Activation.RELOAD));
  }

  @Test
  void aSettingThatIsNoLongerThereWaitsForTheRestartThatItNeeds() {
    InstanceFacts made =
        made(green(15, Examples.settings("max_prepared_transactions", "50"), Optional.empty()));
    Comparison comparison =
        ResourceHarness.compare(
            made,
            instance ->
                new InstanceFiles(green(15, Optional.empty())).compare(instance, SecretState.SAME));
    assertThat(comparison.effects())
        .containsExactly(
            new SettingEffect("max_prepared_transactions", "50", "0", Activation.RESTART));
  }

  @Test
  void aFenceStaysAtTheTop() {
    InstanceConfiguration wanted = green(15, Optional.empty());
    InstanceFacts made = made(wanted);
    InstanceFacts.Files files = made.files().known().orElseThrow();
    String fenced =
        HbaFile.parse(files.hba(), 15)
            .withFence(
                List.of(((HbaSyntax.Rule) HbaSyntax.read("host all all all reject", 15)).line()))
            .text();
    InstanceFacts behind =
        Examples.with(
            made,
            new InstanceFacts.Files(
                files.config(), files.included(), files.auto(), fenced, "", Optional.empty()),
            made.server().known().orElseThrow());
    assertThat(new InstanceFiles(wanted).compare(behind, SecretState.SAME).changes()).isEmpty();
  }

  @Test
  void aPromotedStandbyNoLongerSaysWhomItFollows() {
    InstanceFacts standby = made(green(15, Optional.of(blueUpstream())));
    Comparison comparison =
        ResourceHarness.compare(
            standby,
            instance ->
                new InstanceFiles(green(15, Optional.empty())).compare(instance, SecretState.SAME));
    assertThat(ResourceHarness.printed(comparison.changes()))
        .contains("change /etc/postgresql/15/main/conf.d/zz-verdigris.conf", "-primary_conninfo");
  }

  @Test
  void alterSystemThatOverridesIsABlockerAndTheRestIsListed() {
    InstanceConfiguration wanted = green(15, Optional.empty());
    InstanceFacts made = made(wanted);
    InstanceFacts.Files files = made.files().known().orElseThrow();
    InstanceFacts altered =
        Examples.running(
            15,
            new InstanceFacts.Files(
                files.config(),
                files.included(),
                "work_mem = '1MB'\nrandom_page_cost = '1.1'\n",
                files.hba(),
                "",
                Optional.empty()));
    Comparison comparison = new InstanceFiles(wanted).compare(altered, SecretState.SAME);
    assertThat(comparison.problems())
        .extracting(Problem::kind)
        .containsExactly(Kind.SETTING_OVERRIDDEN);
    assertThat(comparison.unmanaged())
        .containsExactly(
            "/var/lib/postgresql/15/main/postgresql.auto.conf:1 work_mem",
            "/var/lib/postgresql/15/main/postgresql.auto.conf:2 random_page_cost");
  }

  @Test
  void theBaselineIsTheSameWhetherTheSourceRunsOrNot() {
    InstanceFacts running = Examples.running(11, BLUE, BLUE_HBA);
    String fromServer =
        green(Examples.orders(), 15, running, 16 * Examples.GIGABYTE, Optional.empty())
            .render()
            .postgresql();
    String fromFiles =
        green(
                Examples.orders(),
                15,
                Examples.stopped(running),
                16 * Examples.GIGABYTE,
                Optional.empty())
            .render()
            .postgresql();
    assertThat(fromServer).isEqualTo(fromFiles);
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 12, 15})
  void onceTheSourceIsGoneItsPartIsReadBackFromOurOwnFiles(int major) {
    InstanceConfiguration before =
        green(
            major,
            Examples.settings("work_mem", "64MB", "checkpoint_timeout", "10min"),
            Optional.of(blueUpstream()));
    InstanceFacts made = made(before);
    for (InstanceFacts own : List.of(made, Examples.stopped(made))) {
      InstanceConfiguration after =
          new InstanceConfiguration(
              before.declaration(),
              before.host(),
              before.facts(),
              before.placement(),
              Optional.of(Baseline.ofOurs(before.facts(), own)),
              before.upstream(),
              before.addresses(),
              before.templates(),
              before.playbook());
      assertThat(after.render().postgresql()).isEqualTo(before.render().postgresql());
      assertThat(after.render().hba()).isEqualTo(before.render().hba());
    }
  }

  @Test
  void defaultsThatDifferAreNamedAndWithinAMajorThereAreNone() {
    assertThat(green(15, Optional.empty()).render().decisions())
        .extracting(Decision::toString)
        .filteredOn(d -> d.startsWith("defaults"))
        .singleElement()
        .asString()
        .contains("jit off -> on", "checkpoint_completion_target 0.5 -> 0.9");
    assertThat(green(11, Optional.empty()).render().decisions())
        .extracting(Decision::subject)
        .doesNotContain("defaults");
  }

  @Test
  void anotherTemplateTakesTheSameVariables() {
    Template theirs =
        new Template(
            "templates/postgresql.conf.mustache", "{{#declared}}{{name}}={{value}};{{/declared}}");
    InstanceConfiguration ours = green(15, Examples.settings("work_mem", "64MB"), Optional.empty());
    InstanceConfiguration wanted =
        new InstanceConfiguration(
            ours.declaration(),
            ours.host(),
            ours.facts(),
            ours.placement(),
            ours.baseline(),
            ours.upstream(),
            ours.addresses(),
            ours.templates().with("postgresql.conf.mustache", theirs),
            ours.playbook());
    assertThat(wanted.render().postgresql()).isEqualTo("work_mem=64MB;");
  }

  private static Upstream blueUpstream() {
    return Upstream.of("blue", "10.1.0.4", Examples.running(11, BLUE, BLUE_HBA));
  }

  private static InstanceConfiguration green(int major, Optional<Upstream> upstream) {
    return green(Examples.orders(), major, 16 * Examples.GIGABYTE, upstream);
  }

  private static InstanceConfiguration green(int major, long memory) {
    return green(Examples.orders(), major, memory, Optional.empty());
  }

  private static InstanceConfiguration green(
      int major, SequencedMap<String, String> settings, Optional<Upstream> upstream) {
    return green(Examples.orders(settings, List.of()), major, 16 * Examples.GIGABYTE, upstream);
  }

  private static InstanceConfiguration green(
      Declaration declaration, int major, long memory, Optional<Upstream> upstream) {
    return green(declaration, major, Examples.running(11, BLUE, BLUE_HBA), memory, upstream);
  }

  private static InstanceConfiguration green(
      Declaration declaration,
      int major,
      InstanceFacts source,
      long memory,
      Optional<Upstream> upstream) {
    return new InstanceConfiguration(
        declaration,
        "green",
        Examples.host("green", memory),
        Placement.debian(major, "main", 5432),
        Optional.of(Baseline.of(Examples.host("blue", 16 * Examples.GIGABYTE), source)),
        upstream,
        Examples.addresses(),
        Templates.builtIn(),
        Examples.PLAYBOOK);
  }

  /** The instance as it runs once everything of a new one is written. */
  private static InstanceFacts made(InstanceConfiguration configuration) {
    InstanceConfiguration.Rendered rendered = configuration.render();
    boolean recoveryConf = configuration.placement().major() < 12;
    return Examples.running(
        configuration.placement().major(),
        new InstanceFacts.Files(
            rendered.postgresql(),
            recoveryConf ? "" : rendered.recovery(),
            "",
            rendered.hba(),
            recoveryConf ? rendered.recovery() : "",
            Optional.empty()));
  }
}
