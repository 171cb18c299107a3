package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.action.ScriptAction;
import verdigris.action.ScriptAction.Verb;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/** Real scripts, called as in a cutover; first of all the example that the documentation offers. */
class ScriptCallTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path directory;
  private Path configuration;

  @BeforeEach
  void theApplicationIsLedToBlue() throws IOException {
    configuration = directory.resolve("data base.conf");
    Files.writeString(configuration, "state=open\nhost=blue\nport=5432\n");
  }

  private void call(ScriptAction action) {
    new ScriptCall(directory).perform(action, Interpreter.Watcher.NOBODY);
  }

  private static ScriptAction action(
      List<String> program, Verb verb, String expected, Duration limit, String... arguments) {
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put("VERDIGRIS_TOPOLOGY", "orders");
    return new ScriptAction(program, verb, List.of(arguments), environment, expected, limit);
  }

  private List<String> example(String... more) {
    List<String> words = new java.util.ArrayList<>();
    words.add(Path.of("docs/examples/clients-config.sh").toAbsolutePath().toString());
    words.add(configuration.toString());
    words.addAll(List.of(more));
    return words;
  }

  private List<String> script(String text) throws IOException {
    Path file = directory.resolve("clients.sh");
    Files.writeString(file, "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return List.of("./clients.sh");
  }

  private Problem problem(ScriptAction action) {
    ProblemException thrown = catchThrowableOfType(ProblemException.class, () -> call(action));
    assertThat(thrown).isNotNull();
    return thrown.problems().getFirst();
  }

  @Test
  void theExampleLeadsAnApplicationToAnotherServerAndBackEachCallTwice() throws IOException {
    for (int i = 0; i < 2; i++) {
      call(action(example(), Verb.CLOSE, "closed", LONG));
    }
    assertThat(configuration).hasContent("state=closed\nhost=blue\nport=5432");
    for (int i = 0; i < 2; i++) {
      call(action(example(), Verb.SWITCH, "closed green 5433", LONG, "green", "5433"));
    }
    call(action(example(), Verb.STATUS, "closed", LONG));
    for (int i = 0; i < 2; i++) {
      call(action(example(), Verb.OPEN, "open green 5433", LONG, "green", "5433"));
    }
    assertThat(configuration).hasContent("state=open\nhost=green\nport=5433");
    call(action(example(), Verb.CLOSE, "closed", LONG));
    call(action(example(), Verb.OPEN, "open blue 5432", LONG, "blue", "5432"));
    assertThat(configuration).hasContent("state=open\nhost=blue\nport=5432");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(configuration);
    }
  }

  @Test
  void theExampleTellsTheApplication() throws IOException {
    Path told = directory.resolve("told");
    Path tell = directory.resolve("tell");
    Files.writeString(tell, "#!/bin/sh\necho told >>'" + told + "'\n");
    Files.setPosixFilePermissions(tell, PosixFilePermissions.fromString("rwx------"));
    call(action(example("./tell"), Verb.CLOSE, "closed", LONG));
    call(action(example("./tell"), Verb.OPEN, "open green 5432", LONG, "green", "5432"));
    assertThat(told).hasContent("told\ntold");
    Files.delete(tell);
    assertThat(problem(action(example("./tell"), Verb.CLOSE, "closed", LONG)).detail())
        .contains("status 2, so what it did is not known");
  }

  @Test
  void whereTheExampleCannotReadItsFileNothingIsChanged() throws IOException {
    Files.delete(configuration);
    Problem problem = problem(action(example(), Verb.CLOSE, "closed", LONG));
    assertThat(problem.kind()).isEqualTo(Kind.CLIENTS_NOT_CLOSED);
    assertThat(problem.detail()).contains("status 1, that is, it failed and changed nothing");
    assertThat(problem.evidence()).anyMatch(l -> l.contains("cannot be read"));
  }

  @Test
  void noShellReadsWhatIsInThePlaybook() throws IOException {
    List<String> program =
        List.of(script("printf '%s\\n' \"$@\" >words\n").getFirst(), "$HOME; touch oops", "*");
    call(action(program, Verb.OPEN, "", LONG, "green", "5432"));
    assertThat(directory.resolve("words")).hasContent("$HOME; touch oops\n*\nopen\ngreen\n5432");
    assertThat(directory.resolve("oops")).doesNotExist();
  }

  @Test
  void aScriptGetsItsEnvironmentAndNoInput() throws IOException {
    call(
        action(
            script("cat; echo \"$VERDIGRIS_TOPOLOGY ${PATH:+path}\" >seen\n"),
            Verb.CLOSE,
            "",
            LONG));
    assertThat(directory.resolve("seen")).hasContent("orders path");
  }

  @Test
  void aScriptThatSaysItIsDoneButIsNotIsNotBelieved() throws IOException {
    Problem problem =
        problem(
            action(
                script("[ \"$1\" != status ] || echo open blue 5432\n"),
                Verb.OPEN,
                "open green 5432",
                LONG,
                "green",
                "5432"));
    assertThat(problem.kind()).isEqualTo(Kind.CLIENTS_NOT_OPENED);
    assertThat(problem.detail()).contains("\"open blue 5432\", and not \"open green 5432\"");
  }

  @Test
  void aPortThatOnlyBeginsLikeTheExpectedOneIsAnother() throws IOException {
    List<String> program = script("echo closed green 54321\n");
    assertThat(problem(action(program, Verb.STATUS, "closed green 5432", LONG)).kind())
        .isEqualTo(Kind.CLIENTS_LET_IN);
  }

  @Test
  void clientsThatDidNotLetGoAreNamedByTheScriptsStatus() throws IOException {
    assertThat(problem(action(script("exit 3\n"), Verb.CLOSE, "closed", LONG)).detail())
        .contains("clients did not let go in time");
  }

  @Test
  void aScriptThatDoesNotEndIsEndedWithAllThatItStarted() throws IOException {
    Problem problem =
        problem(
            action(
                script("sleep 1000 &\necho $! >child\necho waiting\nwait\n"),
                Verb.CLOSE,
                "closed",
                Duration.ofSeconds(2)));
    assertThat(problem.detail()).contains("did not end within 2 s");
    assertThat(problem.evidence()).contains("waiting");
    long child = Long.parseLong(Files.readString(directory.resolve("child")).strip());
    // What has ended but was not waited for by anybody has no program any more.
    assertThat(ProcessHandle.of(child).flatMap(h -> h.info().command())).isEmpty();
  }

  @Test
  void aScriptThatCannotBeStartedIsNamedWithTheDirectory() {
    Problem problem = problem(action(List.of("./nowhere.sh"), Verb.CLOSE, "closed", LONG));
    assertThat(problem.detail()).startsWith("It cannot be started");
    assertThat(problem.remedy()).contains(directory.toString());
  }
}
