package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import verdigris.lab.LabHost;
import verdigris.observe.Situation;
import verdigris.step.Step;
import verdigris.step.Steps;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.World;

/**
 * The engine is killed with -9 at every kind of action of the main job, one after another on the
 * same hosts: each World that a kill leaves is one that the steps declare, and the next run goes on
 * from it. All the while the replication password is watched for.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledAnywhereIT {
  private static final Duration LONG = Duration.ofMinutes(3);

  /** A program and its first word, such as {@code mkdir -p}. */
  private static final Pattern COMMAND =
      Pattern.compile("sudo -n (?:-u postgres )?-- (\\S+ \\S+).*");

  private final Canary canary = new Canary();
  private final Scenario scenario = Scenario.given("killed-anywhere", canary.secret());
  private final Set<String> killedAt = new LinkedHashSet<>();
  private final Map<String, String> undeclared = new LinkedHashMap<>();

  /** Steps that the killed runs had begun and none has ended: their jobs work on without them. */
  private final Set<String> leftAtWork = new LinkedHashSet<>();

  @BeforeAll
  void theEngineIsKilledAtEveryAction() {
    canary.watch(scenario.lab().hosts());
    canary.awaitTheirEyesight();
    // It is taken over to Green: then both servers log whatever they are told.
    scenario
        .blue()
        .script(
            "pg_conftool 11 main set log_statement all; pg_conftool 11 main set log_min_duration_statement 0; systemctl reload postgresql@11-main");
    // Both are begun side by side, and either may be over while the other is waited for.
    assertThat(runUntilTheNextKill(a -> a.startsWith("install: "))).isEmpty();
    scenario.blue().sql(5432, "postgres", "DROP ROLE IF EXISTS replicator");
    assertThat(runUntilTheNextKill("replication-role: sql "::equals)).isEmpty();
    Optional<Ended> done = Optional.empty();
    while (done.isEmpty()) {
      done = runUntilTheNextKill(_ -> true);
    }
    assertThat(done.get().exit()).as(done.get().output()).isZero();
    theEngineIsKilledWhileItWaitsForTheStandby();
  }

  /** A standby that was started catches up by itself, before the next run comes to wait for it. */
  private void theEngineIsKilledWhileItWaitsForTheStandby() {
    scenario.green().isolateFrom(scenario.blue().address());
    try {
      scenario.green().must("pkill", "-f", "walreceiver");
      scenario
          .blue()
          .sql(5432, "postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_replication");
      while (killedAt.stream().noneMatch("catch-up: wait "::equals)) {
        assertThat(runUntilTheNextKill(_ -> true)).isEmpty();
      }
    } finally {
      scenario.green().reconnect();
    }
    Ended applied = scenario.apply();
    assertThat(applied.exit()).as(applied.output()).isZero();
  }

  @AfterAll
  void labIsGone() {
    canary.close();
    scenario.close();
  }

  @Test
  @Order(1)
  void everyWorldThatAKillLeftIsOneThatTheStepsDeclare() {
    assertThat(undeclared).isEmpty();
    assertThat(killedAt)
        .as("it was killed in steps of every kind that the main job has")
        .extracting(a -> a.split(":", 2)[0])
        .contains(
            "install",
            "replication-role",
            "configure",
            "create-slot",
            "clone",
            "start",
            "catch-up");
  }

  @Test
  @Order(2)
  void afterAllThoseKillsTheTargetIsReachedAndNothingIsLeftBehind() {
    assertThat(scenario.stepsLeft()).isEmpty();
    for (LabHost host : List.of(scenario.blue(), scenario.green())) {
      assertThat(
              host.script(
                  "find /etc /var/lib/postgresql /tmp /var/tmp -name '*verdigris-new*' -o -name '*verdigris-old*' -o -name '*verdigris-clone*';"
                      + " ls -A ~postgres/.verdigris/jobs 2>/dev/null || true"))
          .as("%s", host)
          .isEmpty();
    }
  }

  @Test
  @Order(3)
  void thePasswordIsNowhereButInThePasswordFileOfTheStandby() throws IOException {
    scenario.plan("-o", "plan.yaml", "--diff");
    assertThat(Files.readString(scenario.file("plan.yaml"))).contains("format: 1");
    assertThat(scenario.factsAsJson().output()).contains("green");
    scenario.blue().sql(5432, "postgres", "SELECT 'the server logs this'");

    assertThat(canary.seenInProcesses()).isEmpty();
    for (LabHost host : scenario.lab().hosts()) {
      assertThat(canary.journal(host)).as("journal of %s", host).isEmpty();
    }
    assertThat(canary.files(scenario.green()))
        .containsExactly("/var/lib/postgresql/11/.verdigris-main.pgpass postgres 600");
    assertThat(canary.files(scenario.blue())).isEmpty();
    assertThat(canary.files(scenario.lab().host("proxy"))).isEmpty();
    assertThat(filesHere()).containsExactly("replicator.secret");
    String log = scenario.blue().read("/var/log/postgresql/postgresql-11-main.log");
    // Facts ask with LIKE 'SCRAM-SHA-256$%'; what must not be there is a verifier.
    assertThat(log).contains("the server logs this").doesNotContainPattern("SCRAM-SHA-256\\$[0-9]");
  }

  @Test
  @Order(4)
  void lookingChangesNothingOnAnyHost() {
    scenario.plan();
    String walBefore =
        scenario.blue().sql(5432, "postgres", "CHECKPOINT; SELECT pg_current_wal_insert_lsn()");
    for (LabHost host : scenario.lab().hosts()) {
      host.script("touch /root/before; sleep 0.1");
    }

    scenario.factsAsJson();
    scenario.plan();

    long written =
        Long.parseLong(
            scenario
                .blue()
                .sql(
                    5432,
                    "postgres",
                    "SELECT pg_current_wal_insert_lsn() - '%s'::pg_lsn".formatted(walBefore)));
    // A server at rest writes a record of 50 bytes about running transactions every 15 s.
    assertThat(written).isLessThan(500);
    for (LabHost host : scenario.lab().hosts()) {
      assertThat(
              host.script(
                  """
                  find /etc /home /root /opt /srv /usr /var -path /root/before -prune -o '(' -newer /root/before -o -cnewer /root/before ')' -print |
                    grep -vE '^/var/log/(journal|postgresql|wtmp|btmp|lastlog|private)|/11/main/(pg_wal|pg_stat_tmp|pg_logical|global|pg_xact|pg_subtrans|pg_replslot/verdigris_green(/state)?$)|^/root/canary-seen' || true
                  """))
          .as("%s", host)
          .isEmpty();
    }
  }

  @Test
  @Order(5)
  void aServerThatDiesInsideARestartIsStartedAgain() throws IOException {
    String playbook = Files.readString(scenario.file("orders.yml"));
    Files.writeString(
        scenario.file("orders.yml"),
        playbook.replace("wal_keep_size", "max_prepared_transactions: 7, wal_keep_size"));
    // A standby must not undercut its primary in this setting, so it is restarted first.
    for (String host : List.of("green", "blue")) {
      String step = "restart " + host + ":11/main";
      Situation situation = Look.at(scenario);
      int read = scenario.journals().length();
      try (Running run = scenario.startApply("--through", "cutover")) {
        LabHost where = scenario.lab().host(host);
        Scenario.await(
            step + " acts, in " + run.output(),
            LONG,
            () -> events(read).stream().anyMatch(e -> isAction(e, step)));
        run.killed();
        where.run("pkill", "-KILL", "-x", "postgres");
      }
      check(situation, events(read));
    }
    assertThat(undeclared).isEmpty();
    Ended applied = scenario.apply("--through", "cutover");
    assertThat(applied.exit()).as(applied.output()).isZero();
    assertThat(scenario.stepsLeft()).isEmpty();
  }

  // ---- killing ------------------------------------------------------------------------------

  /**
   * Runs to the first of these actions at which it was not killed yet; its end when there is none.
   */
  private Optional<Ended> runUntilTheNextKill(Predicate<String> wanted) {
    Situation situation = Look.at(scenario);
    int read = scenario.journals().length();
    try (Running run = scenario.startApply("-v")) {
      Scenario.await(
          "an action or the end, in " + run.output(),
          LONG,
          () -> !run.isAlive() || newActions(events(read)).stream().anyMatch(wanted));
      List<String> actions = newActions(events(read));
      if (actions.isEmpty()) {
        return Optional.of(run.end(LONG));
      }
      if (actions.stream().anyMatch(a -> a.contains("apt-get"))) {
        Scenario.await(
            "dpkg is at work",
            LONG,
            () ->
                !run.isAlive()
                    || keys(events(read), "step-done").contains("install green:11")
                    || scenario.green().run("pgrep", "-x", "dpkg").getExitCode() == 0);
      }
      run.killed();
      actions.stream().filter(wanted).forEach(killedAt::add);
    }
    check(situation, events(read));
    return Optional.empty();
  }

  private List<String> newActions(List<JsonNode> events) {
    return events.stream()
        .filter(e -> e.get("event").asText().equals("action-started"))
        .map(KilledAnywhereIT::action)
        .filter(a -> !killedAt.contains(a))
        .toList();
  }

  /**
   * The kinds of the step and of the action: every file that is put is like the other, and every
   * directory that is made.
   */
  private static String action(JsonNode event) {
    String step = event.get("step").asText();
    String line = event.get("does").get(0).asText();
    return "%s: %s"
        .formatted(
            step.substring(0, step.indexOf(' ')),
            Stream.of("put ", "sql ", "job ", "prove ", "require ", "wait ")
                .filter(line::startsWith)
                .findFirst()
                .orElseGet(() -> COMMAND.matcher(line).replaceFirst("$1")));
  }

  private static boolean isAction(JsonNode event, String step) {
    return event.get("event").asText().equals("action-started")
        && event.get("step").asText().equals(step);
  }

  /** Remembers when what is there is none of the Worlds that the steps' own words allow. */
  private void check(Situation before, List<JsonNode> events) {
    World observed = coarse(Look.at(scenario).world());
    List<World> allowed = allowed(before, events).stream().map(KilledAnywhereIT::coarse).toList();
    leftAtWork.addAll(keys(events, "step-started"));
    leftAtWork.removeAll(keys(events, "step-done"));
    if (!allowed.contains(observed)) {
      undeclared.put(
          events.getLast().toString(),
          "observed%n%s%nallowed%n%s"
              .formatted(
                  observed, String.join("\nor\n", allowed.stream().map(World::toString).toList())));
    }
  }

  /**
   * A step that was done has its effect; one that was at work none, all of it, or its wreckage. So
   * has one that an earlier run left at work: it may have ended since that World was seen.
   */
  private List<World> allowed(Situation before, List<JsonNode> events) {
    List<World> worlds = List.of(before.world());
    for (String key : leftAtWork) {
      Step step = step(before, key);
      worlds =
          worlds.stream()
              .flatMap(w -> step.isPossible(w) ? outcomes(step, w) : Stream.of(w))
              .toList();
    }
    Set<String> ended = keys(events, "step-done");
    for (String key : keys(events, "step-started")) {
      Step step = step(before, key);
      worlds =
          worlds.stream()
              .flatMap(w -> ended.contains(key) ? Stream.of(step.after(w)) : outcomes(step, w))
              .distinct()
              .toList();
    }
    return worlds;
  }

  private static Step step(Situation situation, String key) {
    return Steps.towards(situation.target()).stream()
        .filter(s -> s.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<World> outcomes(Step step, World world) {
    return Stream.concat(Stream.of(world, step.after(world)), step.wreckage(world).stream());
  }

  private static Set<String> keys(List<JsonNode> events, String kind) {
    var keys = new LinkedHashSet<String>();
    events.stream()
        .filter(e -> e.get("event").asText().equals(kind))
        .forEach(e -> keys.add(e.get("step").asText()));
    return keys;
  }

  /** A standby that was left alone catches up by itself. */
  private static World coarse(World world) {
    World coarse = world;
    for (Instance instance : world.instances()) {
      if (instance.content() == Content.FOLLOWS) {
        coarse = coarse.with(instance.id(), (Instance i) -> i.with(Content.BEHIND));
      }
    }
    return coarse;
  }

  /** What the journals have said since; a line that is being written does not count yet. */
  private List<JsonNode> events(int from) {
    String text = scenario.journals().substring(from);
    var events = new ArrayList<JsonNode>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      try {
        events.add(new ObjectMapper().readTree(line));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("not a line of a journal: " + line, e);
      }
    }
    return events;
  }

  private List<String> filesHere() throws IOException {
    Path top = scenario.file(".");
    try (Stream<Path> files = Files.walk(top)) {
      var found = new ArrayList<String>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (canary.isIn(
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))) {
          found.add(top.relativize(file).toString());
        }
      }
      return found;
    }
  }
}
