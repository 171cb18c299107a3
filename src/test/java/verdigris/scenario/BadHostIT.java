package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;

/** A host that is not as it should be is named with the cause and a way out, and is left alone. */
class BadHostIT {
  private static final String INSTALL =
      "DEBIAN_FRONTEND=noninteractive apt-get -qq -y install %s >/dev/null 2>&1\n";
  private static Lab lab;
  @TempDir Path directory;
  private final List<String> changed = new ArrayList<>();
  private BadInput program;

  @BeforeAll
  static void startHosts() {
    lab = Lab.start("blue", "green", "spare");
  }

  @AfterAll
  static void removeHosts() {
    lab.close();
  }

  @BeforeEach
  void enterDirectory() {
    program = new BadInput(directory, lab);
  }

  @AfterEach
  void replaceChangedHosts() {
    if (!changed.isEmpty()) {
      lab.renew(changed.toArray(String[]::new));
    }
  }

  /** A host that is replaced by a new one after the test. */
  private LabHost spoilt(String name) {
    changed.add(name);
    return lab.host(name);
  }

  private Path playbook() {
    return program.file("orders.yml", BadInput.PLAYBOOK);
  }

  private Path knownHosts() {
    return lab.inventory().resolve("known_hosts");
  }

  // ---- the way there

  @Test
  void aHostThatNoPacketReaches() {
    LabHost green = lab.host("green");
    green.isolate();
    try {
      program
          .stops(1)
          .says("host green", "cannot be reached", green.address(), "ssh -p 22 deploy@");
    } finally {
      green.reconnect();
    }
  }

  @Test
  void aPortOnWhichNobodyListens() {
    String address = lab.host("green").address();
    program
        .stops(1, program.inventory(address, address + ", ansible_port: 2222"), playbook())
        .says("host green", "connection refused", "ansible_port", "ssh -p 2222 deploy@" + address);
  }

  @Test
  void aKeyThatTheHostDoesNotTake() throws IOException, InterruptedException {
    Path key = directory.resolve("id_other");
    String[] keygen = {"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()};
    assertThat(new ProcessBuilder(keygen).start().waitFor()).isZero();
    program
        .stops(1, program.inventory(lab.privateKey().toString(), key.toString()), playbook())
        .says("host blue", "host green", "refuses the login", key.toString(), "ssh deploy@");
  }

  @Test
  void aHostThatShowsAnotherKeyThanTheKnownOne() {
    String blue = lab.host("blue").address();
    String green = lab.host("green").address();
    String keys =
        BadInput.read(knownHosts())
            .lines()
            .filter(l -> l.contains(blue))
            .map(l -> l + "\n" + l.replace(blue, green))
            .reduce("", (a, b) -> a + b + "\n");
    Path known = program.file("known_hosts", keys);
    program
        .stops(1, program.inventory(knownHosts().toString(), known.toString()), playbook())
        .says("host green", "not the one in known_hosts", "SHA256:", "ssh-keygen -R " + green);
  }

  @Test
  void aHostThatNobodyKnows() {
    Path known = program.file("known_hosts", "");
    program
        .stops(1, program.inventory(knownHosts().toString(), known.toString()), playbook())
        .says("host blue", "not in known_hosts", "SHA256:", "Compare the fingerprint");
  }

  // ---- the rights there

  @Test
  void sudoThatRefusesEverythingOnTheSource() {
    spoilt("blue").must("rm", "/etc/sudoers.d/verdigris");
    program
        .stops(1)
        .says("host blue", "sudo refuses", "docs/sudoers", "sudo -n -l")
        .saysNot("mounted");
  }

  // ---- the disk

  @Test
  void aDiskTooSmallForTheClone() {
    LabHost green = spoilt("green");
    green.must("mkdir", "-p", "/var/lib/postgresql");
    green.smallDisk(60);
    program
        .stops(4)
        .says("green has 60 MB free on /var/lib/postgresql, the clone needs", "Free or add");
  }

  @Test
  void aSourceWhoseDataIsNotMountedIsNotAnEmptyOne() {
    LabHost blue = spoilt("blue");
    blue.script(
        """
        systemctl stop postgresql@11-main
        mv /var/lib/postgresql/11/main /var/lib/postgresql/elsewhere
        install -d -m 700 -o postgres -g postgres /var/lib/postgresql/11/main
        """);
    program
        .stops(4)
        .says("host blue", "/var/lib/postgresql/11/main", "missing or empty", "mounted?");
    blue.must("rmdir", "/var/lib/postgresql/11/main");
    program.stops(4).says("host blue", "missing or empty", "Nothing is created in its place");
  }

  // ---- what is in the way

  @Test
  void aPortThatAnotherInstanceHas() {
    spoilt("green").script(INSTALL.formatted("postgresql-13") + "pg_renamecluster 13 main other");
    program.stops(4).says("green", "port 5432 is taken", "13/other", "declare another port");
  }

  @Test
  void anInstanceOfTheSameNameThatIsSomebodyElses() {
    LabHost green = spoilt("green");
    green.script(INSTALL.formatted("postgresql-11"));
    program.stops(4).says("green", "exists and is not ours", "no copy of", "pg_dropcluster");
    green.must("systemctl", "stop", "postgresql@11-main");
    program.stops(4).says("green", "exists and is not ours", "no copy of", "pg_dropcluster");
  }

  @Test
  void filesInThePlaceOfTheDataDirectory() {
    LabHost green = spoilt("green");
    green.script(
        "mkdir -p /var/lib/postgresql/11/main; echo dear >/var/lib/postgresql/11/main/letter");
    program
        .stops(4)
        .says("/var/lib/postgresql/11/main exists and is not ours", "move that directory away");
    assertThat(green.read("/var/lib/postgresql/11/main/letter")).isEqualTo("dear");
  }

  @Test
  void aStandbyThatThePlaybookDoesNotName() {
    LabHost blue = spoilt("blue");
    blue.sql(5432, "postgres", "CREATE ROLE stranger REPLICATION LOGIN");
    blue.script(
        """
        echo 'host replication stranger 198.18.0.0/15 trust' >>/etc/postgresql/11/main/pg_hba.conf
        systemctl reload postgresql@11-main
        """);
    spoilt("spare")
        .script(
            INSTALL.formatted("postgresql-11")
                + """
                systemctl stop postgresql@11-main
                data=/var/lib/postgresql/11/main
                rm -r $data
                runuser -u postgres -- pg_basebackup -h blue -U stranger -D $data -c fast
                rm -f $data/standby.signal
                printf "standby_mode = on\\nprimary_conninfo = 'host=blue user=stranger'\\n" >$data/recovery.conf
                chown postgres: $data/recovery.conf
                systemctl start postgresql@11-main
                """);
    awaitSender(blue);
    program
        .stops(4)
        .says(
            "instance 11/main on host blue",
            "standby that the playbook does not name",
            lab.host("spare").address(),
            "Name it under standbys:");
  }

  private static void awaitSender(LabHost host) {
    host.script(
        """
        for _ in $(seq 100); do
          [ -z "$(runuser -u postgres -- psql -XAtc 'SELECT 1 FROM pg_stat_replication')" ] || exit 0
          sleep 0.2
        done
        exit 1
        """);
  }

  @Test
  void repmgrdThatWouldActOnTheSameServers() {
    LabHost green = spoilt("green");
    green.script(
        INSTALL.formatted("postgresql-15 postgresql-15-repmgr repmgr")
            + """
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

  // ---- the configuration there

  @Test
  void aDeclaredSettingThatAlterSystemOverrides() {
    spoilt("blue").sql(5432, "postgres", "ALTER SYSTEM SET wal_keep_segments = 7");
    program
        .stops(4)
        .says("blue", "postgresql.auto.conf sets wal_keep_segments", "ALTER SYSTEM RESET");
  }

  @Test
  void anInvalidLineInTheSourcesOwnHbaFile() {
    spoilt("blue")
        .script(
            "echo 'host all all 10.0.0.0/99 md5' >>/etc/postgresql/11/main/pg_hba.conf; wc -l /etc/postgresql/11/main/pg_hba.conf");
    program
        .stops(4)
        .says(
            "blue", "/etc/postgresql/11/main/pg_hba.conf line", "10.0.0.0/99", "Correct the line");
  }

  @Test
  void aLineInAnotherEncodingIsNotWrittenBackAsSomethingElse() {
    spoilt("blue")
        .script(
            "printf 'host all m\\374ller 10.9.9.9/32 md5\\n' >>/etc/postgresql/11/main/pg_hba.conf");
    program
        .stops(4)
        .says("blue", "/etc/postgresql/11/main/pg_hba.conf line", "not UTF-8", "Write the line in");
  }

  // ---- what must not matter

  @Test
  void localeNoiseAndNamesThatAreNotUtf8ChangeNothing() {
    for (String name : List.of("blue", "green")) {
      spoilt(name)
          .script(
              """
              printf 'LC_ALL=de_DE.ISO-8859-1\\nLANG=de_DE.ISO-8859-1\\n' | tee /etc/default/locale >/etc/environment
              printf 'echo "Willkommen, K\\374nstler"; echo Achtung >&2; export LC_ALL=de_DE.ISO-8859-1\\n' |
                tee /home/deploy/.bashrc >/home/deploy/.profile
              mkdir -p "$(printf '/var/lib/postgresql/11/m\\374ll')"
              """);
    }
    lab.host("blue")
        .script(
            """
            install -d -o postgres "$(printf '/var/lib/postgresql/11/main/m\\374ll')"
            printf '# k\\374rzer\\n' >>/etc/postgresql/11/main/postgresql.conf
            """);

    BadInput.Answer first = program.apply();

    assertThat(first.exit()).as(first.text()).isZero();
    assertThat(lab.host("green").sql(5432, "orders", "SELECT pg_is_in_recovery()")).isEqualTo("t");
    assertThat(program.apply().says("Nothing to do").exit()).isZero();
  }
}
