package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verdigris.action.Command;

/** What the login user may run, and above all what not. */
class SudoersTest {
  private static final Path FILE = Path.of("docs/sudoers");

  @Test
  void docsSudoersIsWhatTheCodeSays() throws IOException {
    String rendered = Sudoers.render("deploy");
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(FILE.toAbsolutePath().getParent());
      Files.writeString(FILE, rendered);
    }
    assertThat(FILE).exists();
    assertThat(Files.readString(FILE)).isEqualTo(rendered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apt-get update",
        "apt-get -qq update",
        "apt-get -s -y install postgresql-15=15.9-0+deb12u1 postgresql-client-15",
        "apt-get --simulate install postgresql-11",
        "env DEBIAN_FRONTEND=noninteractive apt-get -y --no-remove install postgresql-15",
        "env DEBIAN_FRONTEND=noninteractive apt-get -y -o Dpkg::Options::=--force-confold install libpq5",
        "systemd-run --unit=verdigris-install --quiet --property=Type=exec --property=RemainAfterExit=yes --property=StandardOutput=truncate:/run/verdigris-install.log --property=StandardError=inherit --setenv=LC_ALL=C --setenv=DEBIAN_FRONTEND=noninteractive -- apt-get -q -y --no-remove install postgresql-15",
        "systemctl stop postgresql@11-main",
        "systemctl disable --now postgresql@11-main.service",
        "systemctl start postgresql-15.service",
        "systemctl reload pgbouncer",
        "systemctl enable --now verdigris-slot-guard.timer",
        "systemctl daemon-reload",
        "install -T -m 0644 -o root -g root -- /dev/stdin /etc/systemd/system/.verdigris-new-verdigris-guard.timer",
        "mv -T -- /etc/systemd/system/.verdigris-new-verdigris-guard.timer /etc/systemd/system/verdigris-guard.timer",
        "rm -f -- /etc/systemd/system/verdigris-guard.service",
        "mkdir -p -- /etc/postgresql-common/createcluster.d"
      })
  void whatVerdigrisNeedsIsAllowed(String line) {
    assertThat(Sudoers.allow(Command.root(line.split(" ")))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sh -c id",
        "env sh",
        "env DEBIAN_FRONTEND=noninteractive sh",
        "env LD_PRELOAD=/tmp/x DEBIAN_FRONTEND=noninteractive apt-get install postgresql-15",
        "apt-get install postgresql-15",
        "apt-get -y -o Dpkg::Pre-Invoke::=/tmp/x update",
        "apt-get -s install ./postgresql-evil.deb",
        "env DEBIAN_FRONTEND=noninteractive apt-get -y install bash",
        "env DEBIAN_FRONTEND=noninteractive apt-get -y install postgresql-15 bash",
        "env DEBIAN_FRONTEND=noninteractive apt-get -y install /tmp/postgresql-15",
        "env DEBIAN_FRONTEND=noninteractive apt-get -y install postgresql-15-",
        "apt-get remove postgresql-11",
        "systemctl stop postgresql",
        "systemctl stop postgresql.service",
        "systemctl stop ssh",
        "systemctl stop postgresql@11-main ssh",
        "systemctl edit verdigris-x.service",
        "systemctl link /tmp/verdigris-x.service",
        "systemctl enable /tmp/verdigris-x.service",
        "systemd-run --unit=verdigris-x -- id",
        "systemd-run --unit=verdigris-install --quiet --property=Type=exec --property=RemainAfterExit=yes --property=StandardOutput=truncate:/run/verdigris-install.log --property=StandardError=inherit --setenv=LC_ALL=C --setenv=DEBIAN_FRONTEND=noninteractive -- id",
        "systemd-run --unit=verdigris-install --quiet --property=Type=exec --property=RemainAfterExit=yes --property=StandardOutput=truncate:/etc/passwd --property=StandardError=inherit --setenv=LC_ALL=C --setenv=DEBIAN_FRONTEND=noninteractive -- apt-get -q -y --no-remove install postgresql-15",
        "systemd-run --unit=verdigris-x --uid=root --gid=postgres --collect --quiet --property=Type=exec --setenv=LC_ALL=C -- id",
        "systemd-run --unit=verdigris-x --uid=postgres --gid=postgres --collect --quiet --uid=root --property=Type=exec --setenv=LC_ALL=C -- id",
        "install -T -m 0644 -o root -g root -- /dev/stdin /etc/systemd/system/ssh.service",
        "install -T -m 4755 -o root -g root -- /dev/stdin /etc/systemd/system/.verdigris-new-verdigris-x.timer",
        "install -T -m 0644 -o root -g root -- /dev/stdin /etc/systemd/system/verdigris-x/../ssh.service",
        "mv -T -- /tmp/x /etc/systemd/system/verdigris-x.timer",
        "rm -f -- /etc/systemd/system/verdigris-x.timer /etc/passwd",
        "cat /etc/shadow",
        "tee /etc/systemd/system/verdigris-x.timer",
        "/tmp/systemctl stop postgresql@11-main"
      })
  void nothingElseIsRoot(String line) {
    assertThat(Sudoers.allow(Command.root(line.split(" ")))).isFalse();
  }

  @Test
  void everyCommandOfTheJobsIsAllowed() {
    assertThat(Sudoers.allow(JobScripts.unit("clone", List.of("pg_basebackup", "-D", "/x\ny"))))
        .isTrue();
    assertThat(Sudoers.allow(Command.root("systemctl", "stop", "verdigris-clone.service")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/systemd/system/verdigris-slot-guard.service",
        "/etc/systemd/system/verdigris-slot-guard.timer",
        "/etc/postgresql-common/createcluster.d/verdigris.conf",
        "/etc/pgbouncer/pgbouncer.ini",
        "/etc/pgbouncer/userlist.txt"
      })
  void everyCommandForAFileOfRootsIsAllowed(String path) {
    RootFile file = new RootFile(new Nowhere(), path);
    String mode = path.startsWith("/etc/pgbouncer") ? "0640" : "0644";
    assertThat(Sudoers.allow(file.install(mode))).isTrue();
    assertThat(file.place(Optional.of("20261124-x_1"))).hasSize(3).allMatch(Sudoers::allow);
  }

  /** Every file exists there. */
  private static final class Nowhere implements Host {
    @Override
    public String name() {
      return "nowhere";
    }

    @Override
    public Outcome run(Command command, byte[] input, java.time.Duration limit) {
      return new Outcome(0, "", "");
    }

    @Override
    public java.sql.Connection connect(Socket socket, String user, String database) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
