package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;

/** sudo itself understands the rules as we do. */
class SudoersIT {
  private static final LabHost BLUE = Lab.shared().host("blue");

  @BeforeAll
  static void install() {
    BLUE.put("/etc/sudoers.d/verdigris", Sudoers.render("deploy"), 0440);
  }

  @Test
  void visudoAcceptsTheFile() {
    assertThat(BLUE.must("visudo", "-c")).contains("/etc/sudoers.d/verdigris: parsed OK");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apt-get -qq update",
        "apt-get -s install postgresql-15=15.9-0+deb12u1",
        "env DEBIAN_FRONTEND=noninteractive apt-get -y -o Dpkg::Options::=--force-confold install postgresql-15",
        "systemctl stop postgresql@11-main",
        "systemctl daemon-reload",
        "systemd-run --unit=verdigris-x --uid=postgres --gid=postgres --collect --quiet --property=Type=exec --setenv=LC_ALL=C -- sh -c 'a; b' x 'y z' '*'",
        "install -T -m 0644 -o root -g root -- /dev/stdin /etc/systemd/system/.verdigris-new-verdigris-x.timer",
        "cp -p -n -T -- /etc/pgbouncer/pgbouncer.ini /etc/pgbouncer/pgbouncer.ini.verdigris-1",
        "mv -T -- /etc/pgbouncer/.verdigris-new-pgbouncer.ini /etc/pgbouncer/pgbouncer.ini"
      })
  void sudoWouldRunWhatIsNeeded(String line) {
    assertThat(listed(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "apt-get install postgresql-15",
        "env DEBIAN_FRONTEND=noninteractive apt-get -y install bash",
        "systemctl stop postgresql",
        "systemctl stop postgresql@11-main ssh",
        "systemd-run --unit=verdigris-x --uid=postgres --uid=root --gid=postgres --collect --quiet --property=Type=exec --setenv=LC_ALL=C -- id",
        "install -T -m 0644 -o root -g root -- /dev/stdin /etc/systemd/system/ssh.service",
        "rm -f -- /etc/systemd/system/verdigris-x.timer /etc/passwd"
      })
  void sudoRefusesAnythingElse(String line) {
    assertThat(listed(line)).isFalse();
  }

  private static boolean listed(String line) {
    return BLUE.run("runuser", "-u", "deploy", "--", "sh", "-c", "sudo -n -l -- " + line)
            .getExitCode()
        == 0;
  }
}
