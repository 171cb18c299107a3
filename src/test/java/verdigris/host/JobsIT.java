package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import verdigris.action.Command;
import verdigris.host.Jobs.Status;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.problem.Kind;

/** Jobs go on without us, run once, and keep their result. */
class JobsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final LabHost BLUE = Lab.shared().host("blue");
  private static final LiveHost HOST = LabHosts.open("blue");

  private final Jobs jobs = new Jobs(HOST);

  @BeforeAll
  static void onlyWhatIsNeededIsAllowed() {
    BLUE.put("/etc/sudoers.d/verdigris", Sudoers.render("deploy"), 0440);
  }

  @BeforeEach
  void nothingRuns() {
    for (String name : jobs.names()) {
      if (jobs.status(name) instanceof Status.Running) {
        jobs.stop(name);
      }
      jobs.forget(name);
    }
  }

  @AfterAll
  static void close() {
    HOST.close();
  }

  @Test
  void aJobRunsAsPostgresInItsOwnUnitAndItsOutputAndStatusAreKept() {
    jobs.start("one", sh("id -un; pwd; echo $LC_ALL; cat; ps -o unit= $$; echo err >&2; exit 3"));
    Status ended = jobs.await("one", SOON, _ -> {});
    assertThat(ended)
        .isEqualTo(
            new Status.Ended(
                3,
                """
                postgres
                /var/lib/postgresql/.verdigris/jobs/one
                C
                verdigris-one.service
                err
                """));
    assertThat(jobs.status("one")).isEqualTo(ended);
    assertThat(Problems.of(() -> jobs.succeeded("one", ended)).kind()).isEqualTo(Kind.JOB_FAILED);
    jobs.forget("one");
    assertThat(jobs.status("one")).isEqualTo(new Status.Absent());
  }

  @Test
  void argumentsArriveAsTheyAre() {
    List<String> odd =
        List.of("a b", "$HOME", "$$", "${x}", "%n%%", "it's", "two\nlines", "\\", "");
    List<String> argv = new ArrayList<>(List.of("printf", "[%s]"));
    argv.addAll(odd);
    jobs.start("odd", Command.postgres(argv.toArray(String[]::new)));
    assertThat(jobs.succeeded("odd", jobs.await("odd", SOON, _ -> {})))
        .isEqualTo("[" + String.join("][", odd) + "]");
  }

  @Test
  void aJobIsStartedOnceHoweverOftenAndByHowManyAtOnce() {
    Command count = sh("echo x >>~postgres/count; sleep 1");
    BLUE.script("rm -f /var/lib/postgresql/count");
    IntStream.range(0, 6).parallel().forEach(_ -> jobs.start("once", count));
    jobs.await("once", SOON, _ -> {});
    assertThat(jobs.start("once", count)).isInstanceOf(Status.Ended.class);
    assertThat(BLUE.read("/var/lib/postgresql/count")).isEqualTo("x");
    BLUE.script("rm -f /var/lib/postgresql/count");
  }

  @Test
  void aJobGoesOnWhenTheConnectionIsCutAndTheNextRunFindsIt() {
    try (LiveHost other = LabHosts.open("blue")) {
      new Jobs(other).start("long", sh("sleep 2; echo done"));
    }
    assertThat(jobs.start("long", sh("echo never"))).isInstanceOf(Status.Running.class);
    assertThat(jobs.succeeded("long", jobs.await("long", SOON, _ -> {}))).isEqualTo("done\n");
  }

  @Test
  void progressShowsTheLastLines() {
    List<String> seen = new ArrayList<>();
    jobs.start("talk", sh("for i in 1 2 3; do echo $i; sleep 0.7; done"));
    jobs.await("talk", SOON, seen::add);
    assertThat(seen).anyMatch(s -> s.startsWith("1\n")).noneMatch(s -> s.contains("verdigris"));
  }

  @Test
  void waitingEndsAtItsLimitAndTheJobDoesNot() {
    jobs.start("slow", sh("sleep 20"));
    assertThat(Problems.of(() -> jobs.await("slow", Duration.ofMillis(500), _ -> {})).kind())
        .isEqualTo(Kind.COMMAND_TIMEOUT);
    assertThat(jobs.status("slow")).isInstanceOf(Status.Running.class);
    assertThat(Problems.of(() -> jobs.forget("slow")).kind()).isEqualTo(Kind.JOB_FAILED);
  }

  @Test
  void aStoppedJobAndWhatItStartedAreGoneAndItsStatusIsKnown() {
    jobs.start("stop", sh("sleep 1234 & sleep 1234"));
    assertThat(jobs.stop("stop"))
        .isInstanceOfSatisfying(Status.Ended.class, e -> assertThat(e.exit()).isEqualTo(143));
    assertThat(BLUE.script("pgrep -fc '^sleep 1234' || true")).isEqualTo("0");
  }

  @Test
  void aJobThatWasKilledWith9IsLostAndNotTakenForSuccess() {
    jobs.start("killed", sh("sleep 1234"));
    BLUE.script("systemctl kill -s KILL verdigris-killed.service; sleep 0.3");
    assertThat(jobs.status("killed")).isInstanceOf(Status.Lost.class);
    assertThat(jobs.start("killed", sh("true"))).isInstanceOf(Status.Lost.class);
    jobs.forget("killed");
    jobs.start("killed", sh("true"));
    assertThat(jobs.await("killed", SOON, _ -> {})).isEqualTo(new Status.Ended(0, ""));
  }

  @Test
  void whatIsKeptIsPrivate() {
    jobs.start("private", sh("true"));
    jobs.await("private", SOON, _ -> {});
    assertThat(BLUE.must("stat", "-c", "%U %a", "/var/lib/postgresql/.verdigris"))
        .isEqualTo("postgres 700");
    assertThat(
            BLUE.must("stat", "-c", "%U %a", "/var/lib/postgresql/.verdigris/jobs/private/output"))
        .isEqualTo("postgres 600");
  }

  @Test
  void withoutSystemdAJobIsASessionOfItsOwnWithTheSamePromises() {
    String name = "bare";
    HOST.run(
        JobScripts.session(name, List.of("sh", "-c", "sleep 1; echo $0 done; exit 5", "$x")), SOON);
    HOST.run(JobScripts.session(name, List.of("sh", "-c", "echo twice")), SOON);
    assertThat(jobs.await(name, SOON, _ -> {})).isEqualTo(new Status.Ended(5, "$x done\n"));
    jobs.forget(name);
    HOST.run(JobScripts.session(name, List.of("sleep", "1234")), SOON);
    assertThat(jobs.status(name)).isInstanceOf(Status.Running.class);
    HOST.run(Command.postgres("sh", "-c", JobScripts.STOP, "verdigris-job", name), SOON);
    assertThat(jobs.await(name, SOON, _ -> {}))
        .isInstanceOfSatisfying(Status.Ended.class, e -> assertThat(e.exit()).isEqualTo(143));
  }

  @Test
  void anArmedCommandRunsByItselfUnlessItIsDisarmed() throws Exception {
    BLUE.script("rm -f /var/lib/postgresql/armed-*");
    jobs.arm("rescue", Duration.ofSeconds(1), sh("touch ~postgres/armed-$(id -un)"));
    jobs.arm("spared", Duration.ofSeconds(2), sh("touch ~postgres/armed-spared"));
    jobs.disarm("spared");
    jobs.disarm("spared");
    // systemd may start a timer up to a minute late unless it is told otherwise; a busy machine
    // takes its time.
    BLUE.script(
        "for i in $(seq 300); do [ -e /var/lib/postgresql/armed-postgres ] && exit 0; sleep 0.2; done; exit 1");
    Thread.sleep(3000);
    assertThat(BLUE.script("ls /var/lib/postgresql | grep armed")).isEqualTo("armed-postgres");
    BLUE.script("rm -f /var/lib/postgresql/armed-*");
  }

  private static Command sh(String script) {
    return Command.postgres("sh", "-c", script);
  }
}
