package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verdigris.action.Secret;
import verdigris.facts.InstanceFacts;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.postgres.HbaSyntax;
import verdigris.world.Declaration;

/** PostgreSQL itself accepts what is rendered, and does what is meant by it. */
class RenderedConfigurationIT {
  private static Lab lab;

  @BeforeAll
  static void bringUp() {
    lab = Lab.start("blue", "green");
    lab.host("green")
        .script(
            """
            mkdir -p /etc/postgresql-common
            echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf
            export DEBIAN_FRONTEND=noninteractive
            for major in 11 13 15; do
              apt-get -qq -y install postgresql-$major -o Dpkg::Options::=--force-confold >/dev/null 2>&1
            done""");
  }

  @AfterAll
  static void takeDown() {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 13, 15})
  void theServerAcceptsEveryRenderedFile(int major) {
    LabHost green = lab.host("green");
    InstanceConfiguration wanted =
        configuration(
            major,
            Examples.settings(
                "wal_keep_size", "1GB", "shared_buffers", "32MB", "log_line_prefix", "it's \\ %m "),
            Optional.empty());
    freshDirectory(green, wanted.placement());
    AppliedToLab.apply(green, new InstanceFiles(wanted).creation(InstanceFacts.Boot.MANUAL));

    assertThat(question(green, wanted.placement(), "wal_level")).isEqualTo("replica");
    green.must("pg_ctlcluster", Integer.toString(major), "main", "start");
    try {
      int port = wanted.placement().port();
      assertThat(green.sql(port, "postgres", "SELECT * FROM pg_file_settings WHERE NOT applied"))
          .isEmpty();
      assertThat(
              green.sql(
                  port, "postgres", "SELECT * FROM pg_hba_file_rules WHERE error IS NOT NULL"))
          .isEmpty();
      for (Assigned setting : wanted.render().settings()) {
        assertThat(green.sql(port, "postgres", "SHOW \"" + setting.name() + "\""))
            .as(setting.name())
            .isEqualTo(setting.value().stripTrailing().isEmpty() ? "" : setting.value().strip());
      }
    } finally {
      green.must("pg_ctlcluster", Integer.toString(major), "main", "stop");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 13, 15})
  void whatTheCatalogueRefusesTheServerRefusesToo(int major) {
    LabHost green = lab.host("green");
    InstanceConfiguration wanted = configuration(major, Examples.settings(), Optional.empty());
    freshDirectory(green, wanted.placement());
    AppliedToLab.apply(green, new InstanceFiles(wanted).creation(InstanceFacts.Boot.MANUAL));
    String config = wanted.placement().paths().config();
    List<List<String>> refused =
        List.of(
            List.of("shared_bufers", "4GB"),
            List.of("shared_buffers", "4gb"),
            List.of("wal_level", "all"),
            List.of(major < 13 ? "wal_keep_size" : "wal_keep_segments", "8"),
            List.of("checkpoint_timeout", "1s"));
    for (List<String> setting : refused) {
      DeclaredSettings declared =
          DeclaredSettings.of(
              Examples.settings(setting.get(0), setting.get(1)),
              major,
              16 << 20,
              Examples.PLAYBOOK);
      boolean translated = declared.notes().size() == 1;
      assertThat(declared.problems()).hasSize(translated ? 0 : 1);
      green.must("cp", "-p", config, config + ".good");
      green.must(
          "bash",
          "-c",
          "echo \"$1 = '$2'\" >> \"$3\"",
          "-",
          setting.get(0),
          setting.get(1),
          config);
      assertThat(answer(green, wanted.placement(), "wal_level"))
          .as("%s in %d", setting, major)
          .isNotZero();
      green.must("mv", config + ".good", config);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 13, 15})
  void pgHbaLinesAreReadAsTheServerReadsThem(int major) {
    LabHost green = lab.host("green");
    InstanceConfiguration wanted = configuration(major, Examples.settings(), Optional.empty());
    freshDirectory(green, wanted.placement());
    AppliedToLab.apply(green, new InstanceFiles(wanted).creation(InstanceFacts.Boot.MANUAL));
    green.must("pg_ctlcluster", Integer.toString(major), "main", "start");
    try {
      SoftAssertions all = new SoftAssertions();
      for (String line : HbaLines.of(major)) {
        // Not loaded, so the session still gets in; pg_hba_file_rules reads the file.
        green.put(wanted.placement().paths().hba(), line + "\n", 0644);
        String errors =
            green.sql(
                wanted.placement().port(),
                "postgres",
                "SELECT count(*) FROM pg_hba_file_rules WHERE error IS NOT NULL");
        all.assertThat(HbaSyntax.read(line, major) instanceof HbaSyntax.Rule)
            .as("%s in %d", line, major)
            .isEqualTo(errors.equals("0"));
      }
      all.assertAll();
    } finally {
      green.must("pg_ctlcluster", Integer.toString(major), "main", "stop");
    }
  }

  @Test
  void aStandbyOf11FollowsASourceThatWasConfiguredForIt() {
    LabHost blue = lab.host("blue");
    LabHost green = lab.host("green");
    InstanceFacts source = blueFacts(blue);
    SourceConfiguration onBlue =
        new SourceConfiguration(
            declaration(11, Examples.settings()),
            "blue",
            Examples.host("blue", Examples.GIGABYTE),
            source,
            Optional.empty(),
            addresses(),
            Examples.PLAYBOOK);
    Comparison comparison = onBlue.compare();
    assertThat(comparison.problems()).isEmpty();
    assertThat(comparison.activation()).isEqualTo(Activation.RELOAD);
    AppliedToLab.apply(blue, comparison.changes());
    new ReplicationRole(onBlue.declaration().replication())
        .compare(List.of(), SecretState.UNCHECKED)
        .ifPresent(change -> AppliedToLab.apply(blue, List.of(change)));
    blue.sql(5432, "postgres", "SELECT pg_reload_conf()");
    blue.sql(
        5432, "postgres", "SELECT pg_create_physical_replication_slot('verdigris_green', true)");

    Upstream upstream = Upstream.of("blue", blue.address(), source);
    InstanceConfiguration wanted =
        new InstanceConfiguration(
            onBlue.declaration(),
            "green",
            Examples.host("green", Examples.GIGABYTE),
            Placement.debian(11, "main", 5432),
            Optional.of(Baseline.of(Examples.host("blue", Examples.GIGABYTE), source)),
            Optional.of(upstream),
            addresses(),
            Templates.builtIn(),
            Examples.PLAYBOOK);
    String data = wanted.placement().paths().data();
    green.must("rm", "-rf", data);
    green.script("install -d -o postgres -g postgres -m 755 /var/lib/postgresql/11");
    InstanceFiles files = new InstanceFiles(wanted);
    List<Change> following = files.following(SecretState.UNCHECKED);
    AppliedToLab.apply(green, following.subList(0, 1));
    String conninfo = wanted.following().orElseThrow().conninfo();
    green.must(
        "runuser",
        "-u",
        "postgres",
        "--",
        "/usr/lib/postgresql/15/bin/pg_basebackup",
        "-w",
        "-D",
        data,
        "-d",
        conninfo,
        "-S",
        "verdigris_green",
        "-X",
        "stream",
        "-c",
        "fast");
    AppliedToLab.apply(green, files.creation(InstanceFacts.Boot.MANUAL));
    AppliedToLab.apply(green, following);
    green.must("pg_ctlcluster", "11", "main", "start");
    try {
      blue.sql(5432, "orders", "CREATE TABLE IF NOT EXISTS config_it AS SELECT 42 AS answer");
      assertThat(eventually(green, "orders", "SELECT answer FROM config_it")).isEqualTo("42");
      assertThat(
              blue.sql(5432, "postgres", "SELECT application_name, state FROM pg_stat_replication"))
          .isEqualTo("verdigris_green|streaming");
      assertThat(comparedAgain(onBlue, blue).changes()).as("nothing is left to do").isEmpty();
    } finally {
      green.must("pg_ctlcluster", "11", "main", "stop");
    }
    theGuardAlarmsAndThenDropsOnlyOurSlot(blue);
  }

  /** With the standby gone its slot keeps WAL; 0 % of the disk is the limit for this test. */
  private static void theGuardAlarmsAndThenDropsOnlyOurSlot(LabHost blue) {
    SlotGuard guard = guard(20);
    AppliedToLab.apply(blue, guard.changes());
    blue.must("systemd-analyze", "verify", guard.unitPath(".service"), guard.unitPath(".timer"));
    assertThat(blue.must("systemctl", "is-active", guard.name() + ".timer")).isEqualTo("active");
    blue.sql(5432, "postgres", "SELECT pg_create_physical_replication_slot('somebodys', true)");
    blue.must("systemctl", "start", guard.name() + ".service");
    assertThat(slots(blue))
        .as("far below the limit nothing is dropped")
        .contains("verdigris_green");

    AppliedToLab.apply(blue, guard(0).changes());
    blue.sql(5432, "orders", "CREATE TABLE guard_it AS SELECT generate_series(1, 10000)");
    blue.must("systemctl", "start", guard.name() + ".service");
    assertThat(slots(blue)).isEqualTo("somebodys");
    assertThat(blue.must("journalctl", "-u", guard.name(), "-o", "cat"))
        .contains("dropped the replication slot verdigris_green");
    assertThat(blue.must("journalctl", "-u", guard.name(), "-p", "crit", "-o", "cat"))
        .as("the level is what monitoring filters by")
        .contains("its standby must be rebuilt");
    blue.script("systemctl disable --now " + guard.name() + ".timer");
    blue.sql(5432, "postgres", "SELECT pg_drop_replication_slot('somebodys')");
  }

  private static SlotGuard guard(int percent) {
    return new SlotGuard(
        "orders",
        "verdigris_green",
        "/var/lib/postgresql",
        "/usr/lib/postgresql/11/bin/psql",
        "/var/run/postgresql",
        5432,
        "/var/lib/postgresql/11/main/pg_wal",
        percent);
  }

  private static String slots(LabHost blue) {
    return blue.sql(5432, "postgres", "SELECT slot_name FROM pg_replication_slots ORDER BY 1");
  }

  private static Comparison comparedAgain(SourceConfiguration before, LabHost blue) {
    return new SourceConfiguration(
            before.declaration(),
            before.host(),
            before.facts(),
            blueFacts(blue),
            Optional.empty(),
            before.addresses(),
            before.playbook())
        .compare();
  }

  private static InstanceFacts blueFacts(LabHost blue) {
    return Examples.running(
        11,
        blue.read("/etc/postgresql/11/main/postgresql.conf") + "\n",
        blue.read("/etc/postgresql/11/main/pg_hba.conf") + "\n");
  }

  private static InstanceConfiguration configuration(
      int major, SequencedMap<String, String> settings, Optional<Upstream> upstream) {
    InstanceFacts source =
        Examples.running(
            11,
            InstanceConfigurationTest.BLUE.replace("shared_buffers = 4GB", "shared_buffers = 64MB"),
            Examples.DEBIAN_HBA);
    return new InstanceConfiguration(
        declaration(major, settings),
        "green",
        Examples.host("green", Examples.GIGABYTE),
        Placement.debian(major, "main", 5400 + major),
        Optional.of(Baseline.of(Examples.host("blue", Examples.GIGABYTE), source)),
        upstream,
        addresses(),
        Templates.builtIn(),
        Examples.PLAYBOOK);
  }

  private static Declaration declaration(int major, SequencedMap<String, String> settings) {
    Declaration.Wanted version = new Declaration.Wanted(major, Optional.empty());
    Declaration declared =
        Examples.declaration(
            new Declaration.Primary("blue", "main", version),
            List.of(new Declaration.Standby("green", "main", "blue", version)),
            settings,
            List.of("host orders app 198.18.0.0/15 scram-sha-256"),
            "none",
            true);
    return Examples.with(
        declared,
        new Declaration.Replication(
            "replicator",
            Optional.of(new Secret("replicator")),
            true,
            "require",
            addresses(),
            Optional.empty()));
  }

  private static SequencedMap<String, String> addresses() {
    return Examples.settings(
        "blue", lab.host("blue").address(), "green", lab.host("green").address());
  }

  private static void freshDirectory(LabHost host, Placement placement) {
    host.script(
        """
        rm -rf %1$s
        runuser -u postgres -- /usr/lib/postgresql/%2$d/bin/initdb -D %1$s -E UTF8 --locale C.UTF-8 >/dev/null
        """
            .formatted(placement.paths().data(), placement.major()));
  }

  private static String question(LabHost host, Placement placement, String setting) {
    return host.must(command(placement, setting));
  }

  private static int answer(LabHost host, Placement placement, String setting) {
    return host.run(command(placement, setting)).getExitCode();
  }

  private static String[] command(Placement placement, String setting) {
    return new String[] {
      "runuser",
      "-u",
      "postgres",
      "--",
      "/usr/lib/postgresql/" + placement.major() + "/bin/postgres",
      "-C",
      setting,
      "-D",
      placement.paths().data(),
      "-c",
      "config_file=" + placement.paths().config()
    };
  }

  private static String eventually(LabHost host, String database, String query) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      var result =
          host.run("runuser", "-u", "postgres", "--", "psql", "-XAtq", "-d", database, "-c", query);
      if (result.getExitCode() == 0 || System.nanoTime() > end) {
        return result.getStdout().strip();
      }
    }
  }
}
