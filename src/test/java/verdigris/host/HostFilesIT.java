package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.action.RunAs.LOGIN;
import static verdigris.action.RunAs.POSTGRES;
import static verdigris.action.RunAs.ROOT;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import verdigris.host.HostFiles.Put;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.problem.Kind;
import verdigris.problem.Problem;

/** Files are put in place whole, and never half. */
class HostFilesIT {
  private static final LabHost BLUE = Lab.shared().host("blue");
  private static final Host HOST = LabHosts.open("blue");
  private static final String PATH = "/var/lib/postgresql/a file.conf";

  private final HostFiles files = new HostFiles(HOST);

  @BeforeAll
  static void onlyWhatIsNeededIsAllowed() {
    BLUE.put("/etc/sudoers.d/verdigris", Sudoers.render("deploy"), 0440);
  }

  @AfterAll
  static void close() {
    BLUE.script("rm -rf /var/lib/postgresql/a* /var/lib/postgresql/small");
    HOST.close();
  }

  @Test
  void aNewFileHasItsContentOwnerAndMode() {
    files.remove(POSTGRES, PATH);
    assertThat(files.put(POSTGRES, PATH, bytes("a = 'ü'\n"), "0600", Optional.empty()))
        .isEqualTo(Put.WRITTEN);
    assertThat(files.read(POSTGRES, PATH)).contains("a = 'ü'\n");
    assertThat(BLUE.must("stat", "-c", "%U:%G %a", PATH)).isEqualTo("postgres:postgres 600");
  }

  @Test
  void theSameContentIsNotWrittenAgain() {
    files.put(POSTGRES, PATH, bytes("same\n"), "0640", Optional.empty());
    String before = BLUE.must("stat", "-c", "%i %Z", PATH);
    assertThat(files.put(POSTGRES, PATH, bytes("same\n"), "0640", Optional.of("run1")))
        .isEqualTo(Put.UNCHANGED);
    assertThat(BLUE.must("stat", "-c", "%i %Z", PATH)).isEqualTo(before);
    assertThat(BLUE.has(PATH + ".verdigris-run1")).isFalse();
    assertThat(files.put(POSTGRES, PATH, bytes("same\n"), "0600", Optional.empty()))
        .isEqualTo(Put.WRITTEN);
  }

  @Test
  void theFileBeforeTheRunIsKeptAndNotOneInBetween() {
    files.put(POSTGRES, PATH, bytes("before\n"), "0600", Optional.empty());
    files.put(POSTGRES, PATH, bytes("first\n"), "0600", Optional.of("run7"));
    files.put(POSTGRES, PATH, bytes("second\n"), "0600", Optional.of("run7"));
    assertThat(files.read(POSTGRES, PATH)).contains("second\n");
    assertThat(files.read(POSTGRES, PATH + ".verdigris-run7")).contains("before\n");
  }

  @Test
  void aSymbolicLinkStaysOne() {
    BLUE.script(
        "cd /var/lib/postgresql; ln -sf a-target a-link; runuser -u postgres -- touch a-target");
    files.put(POSTGRES, "/var/lib/postgresql/a-link", bytes("x"), "0600", Optional.empty());
    assertThat(BLUE.must("readlink", "/var/lib/postgresql/a-link")).isEqualTo("a-target");
    assertThat(BLUE.read("/var/lib/postgresql/a-target")).isEqualTo("x");
  }

  @Test
  void aFileThatIsNotThereIsAbsentAndOneThatCannotBeReadIsNot() {
    assertThat(files.read(POSTGRES, "/var/lib/postgresql/no such file")).isEmpty();
    Problem problem = Problems.of(() -> files.read(LOGIN, "/etc/shadow"));
    assertThat(problem.kind()).isEqualTo(Kind.COMMAND_FAILED);
    assertThat(problem.detail()).contains("Permission denied");
  }

  @Test
  void aMissingDirectoryIsAProblemAndIsNotCreated() {
    Problem problem =
        Problems.of(() -> files.put(POSTGRES, "/no/where/x", bytes(""), "0600", Optional.empty()));
    assertThat(problem.detail()).contains("no directory /no/where");
    assertThat(BLUE.has("/no")).isFalse();
  }

  @Test
  void aFullDiskLeavesTheOldFileAndNoRest() {
    BLUE.script(
        """
        mkdir -p /var/lib/postgresql/small
        mountpoint -q /var/lib/postgresql/small ||
          mount -t tmpfs -o size=1m,mode=0777 small /var/lib/postgresql/small
        """);
    try {
      String path = "/var/lib/postgresql/small/x.conf";
      files.put(POSTGRES, path, bytes("old\n"), "0600", Optional.empty());
      Problem problem =
          Problems.of(
              () -> files.put(POSTGRES, path, new byte[3_000_000], "0600", Optional.of("r")));
      assertThat(problem.kind()).isEqualTo(Kind.DISK_FULL);
      assertThat(files.read(POSTGRES, path)).contains("old\n");
      assertThat(BLUE.must("ls", "-A", "/var/lib/postgresql/small")).isEqualTo("x.conf");
    } finally {
      BLUE.must("umount", "/var/lib/postgresql/small");
    }
  }

  @Test
  void contentIsNeverInAProblem() {
    Problem problem =
        Problems.of(
            () -> files.put(POSTGRES, "/no/where/x", bytes("secret"), "0600", Optional.empty()));
    assertThat(problem.toString()).doesNotContain("secret");
  }

  @Test
  void aUnitFileOfOursIsRootsAndIsReplacedInOnePiece() {
    String path = "/etc/systemd/system/verdigris-test.service";
    files.put(ROOT, path, bytes("[Service]\nExecStart=/bin/true\n"), "0644", Optional.empty());
    assertThat(BLUE.must("stat", "-c", "%U:%G %a", path)).isEqualTo("root:root 644");
    assertThat(
            files.put(
                ROOT, path, bytes("[Service]\nExecStart=/bin/true\n"), "0644", Optional.empty()))
        .isEqualTo(Put.UNCHANGED);
    files.put(ROOT, path, bytes("[Service]\nExecStart=/bin/false\n"), "0644", Optional.of("r1"));
    assertThat(files.read(LOGIN, path + ".verdigris-r1"))
        .contains("[Service]\nExecStart=/bin/true\n");
    files.remove(ROOT, path);
    assertThat(BLUE.has(path)).isFalse();
    assertThat(BLUE.script("ls -A /etc/systemd/system | grep verdigris-new || true")).isEmpty();
    BLUE.script("rm -f " + path + ".verdigris-r1");
  }

  @Test
  void pgbouncersFilesStayPostgressInRootsDirectory() {
    LabHost proxy = Lab.shared().host("proxy");
    proxy.put("/etc/sudoers.d/verdigris", Sudoers.render("deploy"), 0440);
    String path = "/etc/pgbouncer/pgbouncer.ini";
    String before = proxy.read(path);
    try (Host host = LabHosts.open("proxy")) {
      HostFiles pooler = new HostFiles(host);
      assertThat(pooler.put(POSTGRES, path, bytes(before + "\n;x\n"), "0640", Optional.of("r9")))
          .isEqualTo(Put.WRITTEN);
      assertThat(proxy.must("stat", "-c", "%U:%G %a", path)).isEqualTo("postgres:postgres 640");
      assertThat(pooler.read(POSTGRES, path)).contains(before + "\n;x\n");
      assertThat(proxy.read(path + ".verdigris-r9")).isEqualTo(before);
      assertThat(pooler.put(POSTGRES, path, bytes(before + "\n;x\n"), "0640", Optional.empty()))
          .isEqualTo(Put.UNCHANGED);
    } finally {
      proxy.script("mv " + path + ".verdigris-r9 " + path);
    }
  }

  @Test
  void anyOtherFileOfRootsIsRefusedBySudo() {
    assertThat(
            Problems.of(
                    () ->
                        files.put(
                            ROOT,
                            "/etc/systemd/system/ssh.service",
                            bytes("x"),
                            "0644",
                            Optional.empty()))
                .kind())
        .isEqualTo(Kind.SUDO_REFUSED);
    assertThat(BLUE.has("/etc/systemd/system/ssh.service")).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
