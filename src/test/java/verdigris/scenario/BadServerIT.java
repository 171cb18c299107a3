package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.lab.LabHost;

/**
 * A server that is in the way, or not as it must be, is named with the cause and a way out, and
 * every host is left alone. On {@code spare} PostgreSQL 11 is installed, without an instance.
 */
class BadServerIT {
  private static final String HBA = "/etc/postgresql/11/main/pg_hba.conf";
  private static BadHosts hosts;
  @TempDir Path directory;
  private BadInput program;

  @BeforeAll
  static void startHosts() {
    hosts =
        BadHosts.start(
            lab ->
                lab.host("spare")
                    .script("[ ! -d /etc/postgresql/11/main ] || pg_dropcluster --stop 11 main"),
            "blue",
            "green",
            "spare:blue");
  }

  @AfterAll
  static void removeHosts() {
    hosts.close();
  }

  @BeforeEach
  void enterDirectory() {
    program = new BadInput(directory, hosts);
  }

  @AfterEach
  void makeGoodAgain() {
    hosts.restore();
  }

  /** The standby is to be on the host that has PostgreSQL 11 already. */
  private Path onSpare() {
    return program.playbook("host: green", "host: spare");
  }

  // ---- what is in the way

  @Test
  void aPortThatAnotherInstanceHas() {
    hosts.alter(
        "spare",
        "pg_createcluster 11 other --port 5432 --start >/dev/null",
        "pg_dropcluster --stop 11 other");
    program
        .stops(4, onSpare())
        .says("spare", "port 5432 is taken", "11/other", "declare another port");
  }

  @Test
  void anInstanceOfTheSameNameThatIsSomebodyElses() {
    LabHost spare =
        hosts.alter(
            "spare",
            "pg_createcluster 11 main --start >/dev/null",
            "pg_dropcluster --stop 11 main");
    program
        .stops(4, onSpare())
        .says("spare", "exists and is not ours", "no copy of", "pg_dropcluster");
    spare.must("systemctl", "stop", "postgresql@11-main");
    program
        .stops(4, onSpare())
        .says("spare", "exists and is not ours", "no copy of", "pg_dropcluster");
  }

  @Test
  void filesInThePlaceOfTheDataDirectory() {
    LabHost green =
        hosts.alter(
            "green",
            "mkdir -p /var/lib/postgresql/11/main; echo dear >/var/lib/postgresql/11/main/letter",
            "rm -r /var/lib/postgresql/11");
    program
        .stops(4)
        .says("green", "/var/lib/postgresql/11/main", "Nothing is done on this host before");
    assertThat(green.read("/var/lib/postgresql/11/main/letter")).isEqualTo("dear");
  }

  @Test
  void aStandbyThatThePlaybookDoesNotName() {
    hosts.alter(
        "blue",
        """
        echo 'host replication stranger 198.18.0.0/15 trust' >>/etc/postgresql/11/main/pg_hba.conf
        systemctl reload postgresql@11-main
        runuser -u postgres -- psql -XAtqc 'CREATE ROLE stranger REPLICATION LOGIN'
        """,
        """
        sed -i '/ stranger /d' /etc/postgresql/11/main/pg_hba.conf
        systemctl reload postgresql@11-main
        runuser -u postgres -- psql -XAtqc 'DROP ROLE stranger'
        """);
    hosts.alter(
        "spare",
        """
        pg_createcluster 11 main >/dev/null
        data=/var/lib/postgresql/11/main
        rm -r $data
        runuser -u postgres -- pg_basebackup -h blue -U stranger -D $data -c fast
        rm -f $data/standby.signal
        printf "standby_mode = on\\nprimary_conninfo = 'host=blue user=stranger'\\n" >$data/recovery.conf
        chown postgres: $data/recovery.conf
        systemctl start postgresql@11-main
        """,
        "pg_dropcluster --stop 11 main");
    awaitSender(hosts.host("blue"));
    program
        .stops(4)
        .says(
            "instance 11/main on host blue",
            "standby that the playbook does not name",
            hosts.host("spare").address(),
            "Name it under standbys:");
  }

  private static void awaitSender(LabHost host) {
    Scenario.await(
        "a standby streams",
        java.time.Duration.ofSeconds(60),
        () ->
            host.sql(
                    5432,
                    "postgres",
                    "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
                .equals("1"));
  }

  @Test
  void repmgrdThatWouldActOnTheSameServers() {
    hosts
        .spoil("green")
        .script(
            """
            DEBIAN_FRONTEND=noninteractive apt-get -qq -y install postgresql-15 postgresql-15-repmgr repmgr >/dev/null 2>&1
            cat >>/etc/postgresql/15/main/postgresql.conf <<'END'
            shared_preload_libraries = 'repmgr'
            END
            systemctl restart postgresql@15-main
            cat >/etc/repmgr.conf <<'END'
            node_id = 1
            node_name = 'green'
            conninfo = 'dbname=repmgr user=postgres'
            data_directory = '/var/lib/postgresql/15/main'
            failover = manual
            promote_command = 'true'
            follow_command = 'true'
            END
            runuser -u postgres -- createdb repmgr
            runuser -u postgres -- repmgr -f /etc/repmgr.conf primary register >/dev/null 2>&1
            runuser -u postgres -- repmgrd -f /etc/repmgr.conf --daemonize=true -p /var/lib/postgresql/repmgrd.pid >/dev/null 2>&1
            sleep 1
            pgrep -x repmgrd
            """);
    program.stops(4).says("host green", "repmgr", "same servers", "Stop and disable it");
  }

  @Test
  void anotherMinorVersionThanTheSourceRuns() {
    program
        .stops(4, program.playbook("\"11\"", "\"11.21\""))
        .says("blue", "runs PostgreSQL 11.22", "declares 11.21", "declare \"11\"");
  }

  @Test
  void aMinorVersionThatNoRepositoryOffers() {
    program
        .stops(
            4,
            program.playbook("follows: blue, version: \"11\"", "follows: blue, version: \"11.20\""))
        .says("green", "postgresql-11 in version 11.20, which the playbook declares")
        .says("on offer: 11.22-1.lab, 11.21-1.lab", "Declare a minor version");
  }

  @Test
  void aMinorVersionThatWouldComeUnderAServerThatRuns() {
    hosts.alter(
        "spare",
        """
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq -y --allow-downgrades install postgresql-11=11.21-1.lab >/dev/null 2>&1
        pg_createcluster 11 other --port 5433 --start >/dev/null
        """,
        """
        pg_dropcluster --stop 11 other
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y install postgresql-11 >/dev/null 2>&1
        """);
    String playbook =
        BadInput.PLAYBOOK
            .replace("host: green", "host: spare")
            .replace("follows: blue, version: \"11\"", "follows: blue, version: \"11.22\"");
    program
        .stops(4, program.file("orders.yml", playbook))
        .says("Installing postgresql-11 11.22-1.lab on spare would change it under 11/other")
        .says("maintenance window");
  }

  // ---- the configuration there

  @Test
  void aDeclaredSettingThatAlterSystemOverrides() {
    hosts.alter(
        "blue",
        "runuser -u postgres -- psql -XAtqc 'ALTER SYSTEM SET wal_keep_segments = 7'",
        "runuser -u postgres -- psql -XAtqc 'ALTER SYSTEM RESET wal_keep_segments'");
    program
        .stops(4)
        .says("blue", "postgresql.auto.conf sets wal_keep_segments", "ALTER SYSTEM RESET");
  }

  @Test
  void anInvalidLineInTheSourcesOwnHbaFile() {
    withHbaLine("host all all 10.0.0.0/99 md5");
    program.stops(4).says("blue", HBA + " line", "10.0.0.0/99", "Correct the line");
  }

  @Test
  void aLineInAnotherEncodingIsNotWrittenBackAsSomethingElse() {
    withHbaLine("host all m\\374ller 10.9.9.9/32 md5");
    program.stops(4).says("blue", HBA + " line", "not UTF-8", "Write the line in");
  }

  private static void withHbaLine(String line) {
    hosts.alter(
        "blue",
        "cp -p %s /var/tmp/pg_hba.conf; printf '%s\\n' >>%s".formatted(HBA, line, HBA),
        "cp -p /var/tmp/pg_hba.conf " + HBA);
  }
}
