package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.lab.LabHost;

/**
 * A host that cannot be reached, or not be used, is named with the cause and a way out, and every
 * host is left alone.
 */
class BadHostIT {
  private static final String DATA = "/var/lib/postgresql/11/main";
  private static BadHosts hosts;
  @TempDir Path directory;
  private BadInput program;

  @BeforeAll
  static void startHosts() {
    hosts = BadHosts.start(_ -> {}, "blue", "green");
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

  private static Path knownHosts() {
    return hosts.lab().inventory().resolve("known_hosts");
  }

  // ---- the way there

  @Test
  void aHostThatNoPacketReaches() {
    LabHost green = hosts.host("green");
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
    String address = hosts.host("green").address();
    program
        .stops(1, program.inventory(address, address + ", ansible_port: 2222"), program.playbook())
        .says("host green", "connection refused", "ansible_port", "ssh -p 2222 deploy@" + address);
  }

  @Test
  void aKeyThatTheHostDoesNotTake() throws IOException, InterruptedException {
    Path key = directory.resolve("id_other");
    String[] keygen = {"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()};
    assertThat(new ProcessBuilder(keygen).start().waitFor()).isZero();
    Path inventory = program.inventory(hosts.lab().privateKey().toString(), key.toString());
    program
        .stops(1, inventory, program.playbook())
        .says("host blue", "host green", "refuses the login", key.toString(), "ssh deploy@");
  }

  @Test
  void aHostThatShowsAnotherKeyThanTheKnownOne() {
    String blue = hosts.host("blue").address();
    String green = hosts.host("green").address();
    String keys =
        BadInput.read(knownHosts())
            .lines()
            .filter(l -> l.contains(blue))
            .map(l -> l + "\n" + l.replace(blue, green))
            .reduce("", (a, b) -> a + b + "\n");
    Path known = program.file("known_hosts", keys);
    program
        .stops(1, program.inventory(knownHosts().toString(), known.toString()), program.playbook())
        .says("host green", "not the one in known_hosts", "SHA256:", "ssh-keygen -R " + green);
  }

  @Test
  void aHostThatNobodyKnows() {
    Path known = program.file("known_hosts", "");
    program
        .stops(1, program.inventory(knownHosts().toString(), known.toString()), program.playbook())
        .says("host blue", "host green", "not in known_hosts", "SHA256:")
        .says("Compare the fingerprint");
  }

  @Test
  void aLoginShellThatEndsBeforeTheCommand() {
    hosts.alter(
        "green",
        "cd /home/deploy; cp -p .bashrc /var/tmp/bashrc; printf 'echo Maintenance\\nexit 3\\n' >.bashrc",
        "mv /var/tmp/bashrc /home/deploy/.bashrc");
    program
        .stops(1)
        .says("host green", "login shell ended with status 3", "Maintenance", "echo it works");
  }

  // ---- the rights there

  @Test
  void sudoThatRefusesEverythingOnTheSource() {
    hosts.alter(
        "blue",
        "mv /etc/sudoers.d/verdigris /var/tmp/sudoers",
        "mv /var/tmp/sudoers /etc/sudoers.d/verdigris");
    program
        .stops(1)
        .says("host blue", "sudo refuses", "docs/sudoers", "sudo -n -l")
        .saysNot("mounted");
  }

  @Test
  void sudoNarrowerThanThePlanNeedsIsSaidBeforeTheFirstStep() {
    String keep = "cp -p /etc/sudoers.d/verdigris /var/tmp/sudoers; ";
    String back = "mv /var/tmp/sudoers /etc/sudoers.d/verdigris";
    hosts.alter("blue", keep + "sed -i '/systemctl/d' /etc/sudoers.d/verdigris", back);
    hosts.alter("green", keep + "sed -i '/DEBIAN_FRONTEND/d' /etc/sudoers.d/verdigris", back);
    program
        .stops(1)
        .says("host green", "sudo does not let", "install PostgreSQL 11 on green")
        .says("sudo -n -- env DEBIAN_FRONTEND=noninteractive apt-get", "docs/sudoers")
        .says("host blue", "keep WAL on blue:11/main", "sudo -n -- systemctl daemon-reload")
        .saysNot("sudo -n -- install -T");
  }

  // ---- the disk

  @Test
  void aDiskTooSmallForTheClone() {
    hosts.alter(
        "green",
        "mkdir -p /var/lib/postgresql; mount -t tmpfs -o size=60m lab /var/lib/postgresql",
        "umount /var/lib/postgresql");
    program
        .stops(4)
        .says("green has 60 MB free on /var/lib/postgresql, the clone needs", "Free or add");
  }

  @Test
  void aSourceWhoseDiskIsNotMountedIsNotAnEmptyOne() {
    hosts.alter(
        "blue",
        "systemctl stop postgresql@11-main; mount -t tmpfs -o size=9m lab /var/lib/postgresql",
        "umount /var/lib/postgresql; systemctl start postgresql@11-main");
    program.stops(4).says("host blue", DATA, "missing or empty", "mounted?");
    LabHost blue = hosts.host("blue");
    blue.must("install", "-d", "-m", "700", "-o", "postgres", "-g", "postgres", DATA);
    program.stops(4).says("host blue", "missing or empty", "Nothing is created in its place");
  }

  // ---- what must not matter

  @Test
  void localeNoiseAndNamesThatAreNotUtf8ChangeNothing() {
    for (String name : List.of("blue", "green")) {
      hosts
          .spoil(name)
          .script(
              """
              printf 'LC_ALL=de_DE.ISO-8859-1\\nLANG=de_DE.ISO-8859-1\\n' | tee /etc/default/locale >/etc/environment
              printf 'echo "Willkommen, K\\374nstler"; echo Achtung >&2; export LC_ALL=de_DE.ISO-8859-1\\n' |
                tee /home/deploy/.bashrc >/home/deploy/.profile
              mkdir -p "$(printf '/var/lib/postgresql/m\\374ll')"
              """);
    }
    LabHost blue = hosts.host("blue");
    blue.script(
        """
        install -d -o postgres "$(printf '/var/lib/postgresql/11/main/m\\374ll')"
        printf '# k\\374rzer\\n' >>/etc/postgresql/11/main/postgresql.conf
        pg_conftool 11 main set lc_messages de_DE.UTF-8
        systemctl reload postgresql@11-main
        runuser -u postgres -- createdb -T template0 -E SQL_ASCII -l C old
        printf 'CREATE ROLE "m\\374ller"' | LC_ALL=C runuser -u postgres -- psql -XAtqd old -v ON_ERROR_STOP=1 -f -
        """);
    assertThat(blue.sql(5432, "old", "SELECT count(*) FROM pg_roles WHERE rolname = E'm\\374ller'"))
        .isEqualTo("1");

    BadInput.Answer first = program.apply();

    assertThat(first.exit()).as(first.text()).isZero();
    LabHost green = hosts.host("green");
    assertThat(green.sql(5432, "orders", "SELECT pg_is_in_recovery()")).isEqualTo("t");
    assertThat(program.apply().says("Nothing to do").exit()).isZero();
  }
}
