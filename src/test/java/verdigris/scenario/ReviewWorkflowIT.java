package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.Lab;

/**
 * The page docs/review-workflow.md, typed as it stands: a bare repository, three clones, real
 * hosts, and clients that write all the time. The pipeline's commands are those of
 * docs/ci/github-actions.yml.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReviewWorkflowIT {
  private static final Path DOCS = Path.of("docs").toAbsolutePath();
  private static final int KILLED = 137;

  private final Cutover cutover = Cutover.to15("review-workflow");
  private final Path team = cutover.file("team");
  private final Pipeline pipeline = Pipeline.read(DOCS.resolve("ci/github-actions.yml"));
  private final Map<String, Clone> clones = new LinkedHashMap<>();

  @AfterAll
  void labIsGone() {
    cutover.close();
  }

  @Test
  @Order(1)
  void everyCommandOfThePageDoesWhatThePageSays() throws IOException {
    theTeamHasARepository();
    try (Clients clients = cutover.underLoad(Kind.SHORT, Kind.HELD, Kind.BYPASS)) {
      clients.awaitRows(5);
      for (Tour.Part part : Tour.of(Files.readString(DOCS.resolve("review-workflow.md")))) {
        switch (part) {
          case Tour.Text(String who, String name, String text) -> of(who).write(name, text);
          case Tour.Typed(String who, String script, Tour.Expected expected) ->
              ended(of(who).run(script), script, expected);
          case Tour.Job(String job, String at, Tour.Expected expected) -> job(job, at, expected);
        }
      }
      clients.awaitRows(5);
      Judgement judgement = cutover.judge(clients);
      Cutover.requireSound(judgement);
      assertThat(judgement.servers())
          .containsExactly(cutover.lab().server("blue", 11), cutover.lab().server("green", 15));
    }
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 15));
  }

  @Test
  @Order(2)
  void theCommentIsThePlanAsMarkdown() {
    assertThat(of("runner").directory().resolve("comment.md"))
        .content()
        .startsWith("## Plan for orders")
        .contains("```mermaid", "point of no return", "promote green:11/main");
    assertThat(team.resolve("gh.calls"))
        .content()
        .isEqualTo("pr comment 7 --body-file comment.md --edit-last --create-if-none\n");
  }

  @Test
  @Order(3)
  void noSecretIsInTheRepository() {
    Ended found =
        of("ben")
            .run(
                "git log --all -p | grep -c -e %s -e right-horse || true"
                    .formatted(Lab.APP_PASSWORD));
    assertThat(found.output().strip()).isEqualTo("0");
  }

  @Test
  @Order(4)
  void aByteThatIsChangedInARecordIsFound() {
    Clone ben = of("ben");
    Ended changed =
        ben.run(
            "sed -i '0,/\"outcome\"/s/\"outcome\"/\"Outcome\"/' \"$(ls runs/orders/*.record.json | head -n 1)\"; verdigris history verify");
    assertThat(changed.exit()).as(changed.output()).isOne();
    assertThat(changed.output()).contains("[history-altered]");
    ben.run("git checkout -- runs");
  }

  @Test
  @Order(5)
  void aBrowserShowsTheReport() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "there is no browser here");
    Clone ben = of("ben");
    Ended shot =
        ben.run(
            "chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1100,1500 --screenshot=report.png report.html");
    assertThat(shot.exit()).as(shot.output()).isZero();
    var image = ImageIO.read(ben.directory().resolve("report.png").toFile());
    long colours =
        Stream.iterate(0, x -> x < image.getWidth(), x -> x + 2)
            .flatMap(
                x ->
                    Stream.iterate(0, y -> y < image.getHeight(), y -> y + 2)
                        .map(y -> image.getRGB(x, y)))
            .distinct()
            .count();
    assertThat(colours).as("a page that is not blank").isGreaterThan(20);
    Ended drawn = ben.run("chromium --headless --no-sandbox --disable-gpu --dump-dom report.html");
    assertThat(drawn.output()).contains("<svg", "upgrade green:11/main to green:15/main", "utage");
    Ended killed =
        ben.run(
            "verdigris report \"$(verdigris history orders | awk '/unknown/ { print $1 }')\" -o killed.html; chromium --headless --no-sandbox --disable-gpu --dump-dom killed.html");
    assertThat(killed.output()).contains("<svg", "promote green:11/main", "utage");
  }

  private Clone of(String who) {
    return Objects.requireNonNull(clones.get(who), who);
  }

  // ---- the team ------------------------------------------------------------------------------

  private void theTeamHasARepository() throws IOException {
    Files.createDirectories(team.resolve("bin"));
    program(
        "verdigris",
        "exec %s -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp '%s' verdigris.cli.Main \"$@\""
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"), Scenario.classpath()));
    // GitHub itself cannot be had here; what the workflow would ask of it is written down.
    program("gh", "echo \"$*\" >>'%s'".formatted(team.resolve("gh.calls")));
    var root = new Clone(team, environment());
    ok(root.run("git init -q --bare -b main origin.git"));
    for (String who : List.of("ana", "ben", "runner")) {
      ok(
          root.run(
              "git clone -q origin.git %1$s 2>&1; cd %1$s; git symbolic-ref HEAD refs/heads/main; git config user.name %1$s; git config user.email %1$s@team.invalid"
                  .formatted(who)));
      clones.put(who, new Clone(team.resolve(who), environment()));
    }
    Clone ana = of("ana");
    ana.write(
        "inventories/prod.yml", Files.readString(cutover.lab().inventory().resolve("hosts.yml")));
    ana.write("playbooks/orders.yml", playbook());
    ana.write(".gitignore", "runs/**/*.jsonl\nruns/**/.lock\nreport.html\ncomment.md\n");
    ok(
        ana.run(
            "git add -A; git commit -qm 'Our hosts, and what must hold'; git push -q origin main"));
    ok(of("ben").run("git pull -q origin main"));
  }

  private String playbook() throws IOException {
    return Files.readString(cutover.file("orders.yml"))
        .replace("{ file: replicator.secret }", "{ env: REPLICATOR_PASSWORD }")
        .replace("{ file: app.secret }", "{ env: APP_PASSWORD }")
        .replaceAll("(?m)^ *smoke:.*\n", "");
  }

  private Map<String, String> environment() {
    var variables = new LinkedHashMap<String, String>();
    variables.put("PATH", team.resolve("bin") + ":" + System.getenv("PATH"));
    variables.put("REPLICATOR_PASSWORD", "right-horse");
    variables.put("APP_PASSWORD", Lab.APP_PASSWORD);
    variables.put("PULL_REQUEST", "7");
    variables.putAll(pipeline.variables());
    return variables;
  }

  private void program(String name, String script) throws IOException {
    Path file = team.resolve("bin").resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  // ---- what is run ---------------------------------------------------------------------------

  /** What the runner does: checks out, and gives each step to a shell of its own. */
  private void job(String job, String at, Tour.Expected expected) {
    Clone runner = of("runner");
    ok(runner.run("git fetch -q origin; git checkout -q --detach " + at));
    var output = new ArrayList<String>();
    int status = 0;
    for (Pipeline.Step step : pipeline.steps(job)) {
      if (status != 0 && !step.always()) {
        continue;
      }
      Ended ended =
          expected.killedAt().isEmpty()
              ? runner.run(step.script())
              : runner.run(step.script(), journals -> isAt(journals, expected.killedAt()));
      output.add(ended.output());
      if (!expected.killedAt().isEmpty()) {
        assertThat(ended.exit()).as(ended.output()).isEqualTo(KILLED);
        return; // Nothing of the runner is left that could do more.
      }
      status = status == 0 ? ended.exit() : status;
    }
    ended(new Ended(status, String.join("", output), java.time.Duration.ZERO), job, expected);
  }

  private static boolean isAt(String journals, String step) {
    return JournalEvent.in(journals).stream().anyMatch(e -> e.is("action-started", step));
  }

  private static void ended(Ended ended, String what, Tour.Expected expected) {
    System.out.println("$ " + what + "\n" + ended.output());
    assertThat(ended.exit()).as(what + "\n" + ended.output()).isEqualTo(expected.exit());
    assertThat(ended.output()).as(what).contains(expected.says());
  }

  private static void ok(Ended ended) {
    assertThat(ended.exit()).as(ended.output()).isZero();
  }
}
