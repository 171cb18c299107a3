package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import verdigris.action.Command;
import verdigris.host.Host.Outcome;
import verdigris.host.HostAddress.Become;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/** A host over SSH keeps the contract, and says clearly what is wrong when it cannot. */
class SshHostIT extends HostContract {
  private static Host shared = LabHosts.open("green");

  private final LabHost green = Lab.shared().host("green");
  private final LabHost blue = Lab.shared().host("blue");

  @Override
  Host host() {
    return shared;
  }

  @AfterAll
  static void close() {
    shared.close();
  }

  @AfterEach
  void asBefore() {
    green.reconnect();
    green.script("rm -f /etc/ssh/sshrc /home/deploy/.bashrc; chsh -s /bin/bash deploy");
    if (green.has("/etc/ssh/sshd_config.d/00-test.conf")) {
      green.script("rm -f /etc/ssh/sshd_config.d/00-test.conf");
      reloadSshd();
    }
    openAgain();
  }

  /** A network that was cut for long enough has ended the connection of the other tests too. */
  private static void openAgain() {
    try {
      shared.run(Command.login("true"), SOON);
    } catch (ProblemException e) {
      shared.close();
      shared = LabHosts.open("green");
    }
  }

  /** It opens its port again a moment after the command. */
  private void reloadSshd() {
    green.script("systemctl reload ssh; sleep 0.3; until : </dev/tcp/127.0.0.1/22; do :; done");
  }

  @Test
  void whatStartFilesPrintIsNotTakenForTheAnswer() {
    green.script(
        """
        echo 'echo welcome; echo "stty: not a tty" >&2' >/home/deploy/.bashrc
        echo 'echo message of the day; echo oops >&2' >/etc/ssh/sshrc
        """);
    try (Host host = LabHosts.open("green")) {
      assertThat(host.run(Command.login("sh", "-c", "echo out; echo err >&2"), SOON))
          .isEqualTo(new Outcome(0, "out\n", "err\n"));
    }
  }

  @Test
  void aLoginShellThatRunsNothingIsNamed() {
    green.script("chsh -s /usr/sbin/nologin deploy");
    try (Host host = LabHosts.open("green")) {
      Problem problem = Problems.of(() -> host.run(Command.login("true"), SOON));
      assertThat(problem.kind()).isEqualTo(Kind.HOST_OUTPUT);
      assertThat(problem.detail()).contains("login shell");
      assertThat(problem.evidence().toString()).contains("not available");
    }
  }

  @Test
  void anOddLocaleOfTheLoginDoesNotReachCommandsNorSudo() {
    blue.script(
        """
        echo 'export LANG=de_DE.ISO-8859-1 LANGUAGE=de LC_MESSAGES=de_DE.UTF-8' >/home/deploy/.bashrc
        echo 'LC_ALL=de_DE.UTF-8' >>/etc/default/locale
        """);
    try (Host host = LabHosts.open("blue")) {
      for (Command command :
          new Command[] {
            Command.login("sh", "-c", "echo $LC_ALL; ls /nonexistent"),
            Command.postgres("sh", "-c", "echo $LC_ALL; ls /nonexistent")
          }) {
        Outcome outcome = host.run(command, SOON);
        assertThat(outcome.output()).isEqualTo("C\n");
        assertThat(outcome.errors()).contains("No such file or directory");
      }
    } finally {
      blue.script("rm -f /home/deploy/.bashrc; sed -i /LC_ALL/d /etc/default/locale");
    }
  }

  @Test
  void anAbandonedCommandOfTheLoginUserIsEnded() throws Exception {
    Problems.of(() -> shared.run(Command.login("sleep", "4321"), Duration.ofMillis(300)));
    for (int i = 0; i < 50 && green.run("pgrep", "-f", "^sleep 4321").getExitCode() == 0; i++) {
      Thread.sleep(100);
    }
    assertThat(green.run("pgrep", "-f", "^sleep 4321").getExitCode()).isEqualTo(1);
  }

  @Test
  void aProblemShowsACommandInOneLineAndNotItsWholeScript() {
    Command command = Command.postgres("sh", "-c", "echo 1\necho 2\n", "verdigris-x", "a b");
    assertThat(Problems.of(() -> shared.run(command, SOON)).evidence())
        .containsExactly("sudo -n -u postgres -- sh -c ... verdigris-x 'a b'");
  }

  @Test
  void sudoRunsCommandsAsTheServersOwner() {
    try (Host host = LabHosts.open("blue")) {
      assertThat(host.run(Command.postgres("id", "-un"), SOON).output()).isEqualTo("postgres\n");
    }
  }

  @Test
  void whatSudoRefusesIsAProblemWithTheExactCommand() {
    Problem problem = Problems.of(() -> shared.run(Command.root("/usr/sbin/reboot"), SOON));
    assertThat(problem.kind()).isEqualTo(Kind.SUDO_REFUSED);
    assertThat(problem.evidence().getFirst()).isEqualTo("sudo -n -- /usr/sbin/reboot");
    assertThat(problem.remedy()).contains("docs/sudoers");
  }

  @Test
  void rootsCommandsAreRefusedWhenTheInventorySaysNoBecome() {
    var address =
        LabHosts.address(
            "green",
            "deploy",
            Lab.shared().privateKey().toString(),
            new Become(false, "sudo", "root"),
            LabHosts.options());
    try (Host host = Hosts.open(address)) {
      assertThat(Problems.of(() -> host.run(Command.root("true"), SOON)).kind())
          .isEqualTo(Kind.SUDO_REFUSED);
      assertThat(host.run(Command.login("true"), SOON).succeeded()).isTrue();
    }
  }

  @Test
  void aHostWithoutTheServersOwnerSaysSo() {
    Problem problem = Problems.of(() -> shared.run(Command.postgres("true"), SOON));
    assertThat(problem.kind()).isEqualTo(Kind.NO_OS_USER);
    assertThat(problem.detail()).contains("postgres");
  }

  @Test
  void aProgramThatSudoDoesNotFindHasStatus127() {
    try (Host host = LabHosts.open("blue")) {
      assertThat(host.run(Command.postgres("verdigris-no-such-program"), SOON).exit())
          .isEqualTo(127);
    }
  }

  @Test
  void fewerSessionsThanUsualMakeCommandsWaitAndNotFail() throws Exception {
    green.script("echo MaxSessions 3 >/etc/ssh/sshd_config.d/00-test.conf");
    reloadSshd();
    try (Host host = LabHosts.open("green")) {
      var threads =
          java.util.stream.IntStream.range(0, 10)
              .mapToObj(
                  _ ->
                      java.util.concurrent.CompletableFuture.supplyAsync(
                          () -> host.run(Command.login("sleep", "0.2"), SOON).exit(),
                          Thread::startVirtualThread))
              .toList();
      for (var thread : threads) {
        assertThat(thread.get()).isZero();
      }
    }
  }

  @Test
  void aCutNetworkIsNoticedWithinThirtySeconds() {
    try (Host host = LabHosts.open("green")) {
      host.run(Command.login("true"), SOON);
      green.isolate();
      long start = System.nanoTime();
      Problem problem =
          Problems.of(() -> host.run(Command.login("sleep", "100"), Duration.ofSeconds(100)));
      assertThat(problem.kind()).isEqualTo(Kind.CONNECTION_LOST);
      assertThat(problem.where()).hasToString("green");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
      assertThat(Problems.of(() -> host.run(Command.login("true"), SOON)).kind())
          .isEqualTo(Kind.CONNECTION_LOST);
    }
  }

  @Test
  void aCutNetworkIsNoticedInTheMiddleOfALargeInput() {
    try (Host host = LabHosts.open("green")) {
      host.run(Command.login("true"), SOON);
      green.isolate();
      assertThat(
              Problems.of(
                      () ->
                          host.run(
                              Command.login("cat"), new byte[60_000_000], Duration.ofSeconds(40)))
                  .kind())
          .isEqualTo(Kind.CONNECTION_LOST);
    }
  }

  @Test
  void aConnectionThatTheHostClosesIsNoticedAtOnce() {
    try (Host host = LabHosts.open("green")) {
      String pid = host.run(Command.login("sh", "-c", "echo $PPID"), SOON).output().strip();
      long start = System.nanoTime();
      Thread.ofVirtual().start(() -> green.script("sleep 1; kill -9 " + pid));
      assertThat(
              Problems.of(() -> host.run(Command.login("sleep", "100"), Duration.ofSeconds(90)))
                  .kind())
          .isEqualTo(Kind.CONNECTION_LOST);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }
}
