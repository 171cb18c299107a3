package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import verdigris.action.Action.Install;
import verdigris.host.Host;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.problem.Kind;
import verdigris.problem.ProblemException;

/** Packages are installed as a whole, whatever becomes of us and of the network. */
class InstallationIT {
  private static final String HOOK = "/etc/apt/apt.conf.d/99test";
  private static Lab lab;

  @BeforeAll
  static void bringUp() {
    lab = Lab.start("green");
  }

  @AfterAll
  static void takeDown() {
    lab.close();
  }

  private static LabHost green() {
    return lab.host("green");
  }

  private static Host open() {
    return new AskedLab(lab).open("green", green().address());
  }

  private static Install install(String name) {
    return new Install("green", "apt", List.of(name), List.of());
  }

  private static boolean isInstalled(String name) {
    return green().run("dpkg", "-s", name).getStdout().contains("Status: install ok installed");
  }

  private static void awaitUnit() {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (green().run("systemctl", "is-active", "--quiet", Install.UNIT).getExitCode() != 0) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  @Test
  void itOutlivesTheConnectionThatBeganItAndTheNextRunWaitsForIt() throws Exception {
    green().script("touch /run/hold");
    green()
        .put(HOOK, "DPkg::Pre-Invoke {\"while [ -e /run/hold ]; do sleep 0.1; done\";};\n", 0644);
    try {
      Host first = open();
      var begun =
          CompletableFuture.runAsync(
              () -> new Installation(first, install("postgresql-client-13")).perform());
      awaitUnit();
      first.close();
      assertThat(catchThrowableOfType(CompletionException.class, begun::join)).isNotNull();
      assertThat(green().run("systemctl", "is-active", Install.UNIT).getStdout())
          .startsWith("active");
      try (Host second = open()) {
        var again =
            CompletableFuture.runAsync(
                () -> new Installation(second, install("postgresql-client-13")).perform());
        green().script("rm /run/hold");
        again.get(3, TimeUnit.MINUTES);
      }
      assertThat(isInstalled("postgresql-client-13")).isTrue();
      assertThat(green().must("dpkg", "--audit")).isEmpty();
      assertThat(green().run("systemctl", "is-active", Install.UNIT).getStdout())
          .startsWith("inactive");
    } finally {
      green().script("rm -f " + HOOK + " /run/hold");
    }
  }

  @Test
  void oneThatFailedSaysWhyAndCanBeDoneAgain() {
    green().put(HOOK, "DPkg::Pre-Invoke {\"echo no room here; exit 1\";};\n", 0644);
    try (Host host = open()) {
      var failed =
          catchThrowableOfType(
              ProblemException.class,
              () -> new Installation(host, install("postgresql-client-11")).perform());
      assertThat(failed.problems().getFirst().kind()).isEqualTo(Kind.COMMAND_FAILED);
      assertThat(failed.problems().getFirst().evidence())
          .anyMatch(line -> line.contains("no room here"));
      green().script("rm -f " + HOOK);
      new Installation(host, install("postgresql-client-11")).perform();
      assertThat(isInstalled("postgresql-client-11")).isTrue();
    }
  }
}
