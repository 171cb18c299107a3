package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.action.Action;
import verdigris.action.Action.Server;
import verdigris.action.Action.Sql;
import verdigris.action.Command;
import verdigris.action.SmokeTest;
import verdigris.action.Text;
import verdigris.host.Host;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/** Real commands; the server and its host are played. */
class SmokeTestTest {
  private static final Server GREEN = new Server("green", "/run/postgresql", 5432);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Action AGAIN = new Sql(GREEN, "postgres", Text.of("SELECT 'again'"), false);

  @TempDir Path directory;
  private final List<String> done = new ArrayList<>();

  /** A host that we reach from this address. */
  private record Played(String address, boolean opened) implements Host {
    @Override
    public String name() {
      return "green";
    }

    @Override
    public Outcome run(Command command, byte[] input, Duration limit) {
      return command.argv().getFirst().equals("grep")
          ? new Outcome(opened ? 0 : 1, "", "")
          : new Outcome(0, address + "\n", "");
    }

    @Override
    public Connection connect(Socket socket, String user, String database) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private void smoke(String address, boolean opened, Duration limit, String... commands) {
    var test =
        new SmokeTest(
            GREEN,
            "/etc/pg_hba.conf",
            "/data/verdigris.json",
            List.of(commands),
            limit,
            List.of(AGAIN));
    Interpreter played = (action, _) -> done.addAll(action.lines());
    new Smoke(played, new Played(address, opened), test, directory, Interpreter.Watcher.NOBODY)
        .perform();
  }

  private Problem problem(String address, Duration limit, String... commands) {
    ProblemException thrown =
        catchThrowableOfType(ProblemException.class, () -> smoke(address, false, limit, commands));
    assertThat(thrown).isNotNull();
    return thrown.problems().getFirst();
  }

  @Test
  void onlyThisMachineIsLetInThenEveryCommandRunsBesideThePlaybook() {
    smoke("10.1.2.3", false, LONG, "echo one >> ran", "echo two >> ran");

    assertThat(directory.resolve("ran")).hasContent("one\ntwo");
    assertThat(String.join("\n", done))
        .contains("host all all 10.1.2.2/32 reject")
        .contains("ALTER SYSTEM SET default_transaction_read_only = on")
        .contains("pg_reload_conf")
        .doesNotContain("again");
  }

  @Test
  void whenOneFailsTheNextIsNotRunAndEverybodyIsShutOutAgain() {
    Problem problem = problem("10.1.2.3", LONG, "echo no rows; exit 7", "touch ran");

    assertThat(problem.kind()).isEqualTo(Kind.SMOKE_FAILED);
    assertThat(problem.detail()).contains("status 7");
    assertThat(problem.evidence()).containsExactly("echo no rows; exit 7", "no rows");
    assertThat(Files.exists(directory.resolve("ran"))).isFalse();
    assertThat(done.getLast()).contains("again");
  }

  @Test
  void theLimitIsForAllTogether() {
    Problem problem = problem("10.1.2.3", Duration.ofMillis(300), "true", "sleep 60");

    assertThat(problem.kind()).isEqualTo(Kind.SMOKE_FAILED);
    assertThat(problem.detail()).contains("did not end");
    assertThat(done.getLast()).contains("again");
  }

  @Test
  void whereClientsWereLetInBeforeNothingIsTried() {
    smoke("10.1.2.3", true, LONG, "touch ran; exit 1");

    assertThat(Files.exists(directory.resolve("ran"))).isFalse();
    assertThat(done).isEmpty();
  }

  @Test
  void withoutAnAddressNobodyIsLetIn() {
    assertThat(problem("", LONG, "true").kind()).isEqualTo(Kind.SMOKE_FAILED);
    assertThat(done).containsExactly(AGAIN.lines().getFirst());
  }

  @Test
  void anAddressOfVersion4InVersion6AndAZoneAreUnderstood() {
    smoke("::ffff:10.1.2.3", false, LONG, "true");
    assertThat(String.join("\n", done)).contains("10.1.2.2/32 reject");
    done.clear();
    smoke("fe80::1%eth0", false, LONG, "true");
    assertThat(String.join("\n", done)).contains("host all all fe80:0:0:0:0:0:0:0/128 reject");
  }
}
