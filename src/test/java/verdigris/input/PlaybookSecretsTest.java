package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.action.Secret;
import verdigris.problem.Kind;
import verdigris.problem.ProblemException;

class PlaybookSecretsTest {
  @TempDir Path directory;

  @Test
  void aBareNameIsAnInventoryVariable() {
    assertThat(secrets().value(new Secret("replicator"))).isEqualTo("from vault");
  }

  @Test
  void envIsTheEnvironment() {
    assertThat(secrets().value(PlaybookSecrets.environment("PGPASS"))).isEqualTo("from env");
  }

  @Test
  void fileIsRelativeToThePlaybookAndItsLastLineEndDoesNotCount() throws IOException {
    Files.writeString(directory.resolve("secret"), " s3cret \n");

    assertThat(secrets().value(PlaybookSecrets.file("secret"))).isEqualTo(" s3cret ");
  }

  @Test
  void whatCannotBeHadIsExplainedWithoutShowingIt() throws IOException {
    Files.writeString(directory.resolve("two"), "hunter2\nhunter3\n");
    Files.writeString(directory.resolve("empty"), "\n");

    assertThat(refusal(new Secret("nobody"))).contains("no variable nobody");
    assertThat(refusal(PlaybookSecrets.environment("NOBODY"))).contains("no variable NOBODY");
    assertThat(refusal(PlaybookSecrets.file("missing"))).contains("missing");
    assertThat(refusal(PlaybookSecrets.file("empty"))).contains("is empty");
    assertThat(refusal(PlaybookSecrets.file("two"))).contains("one line").doesNotContain("hunter");
  }

  private String refusal(Secret secret) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> secrets().value(secret));
    assertThat(refused.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.kind()).isEqualTo(Kind.SECRET_UNAVAILABLE));
    return refused.problems().getFirst().detail();
  }

  private PlaybookSecrets secrets() {
    Map<String, String> variables = Map.of("replicator", "from vault");
    Map<String, String> environment = Map.of("PGPASS", "from env");
    return new PlaybookSecrets(
        directory,
        name -> Optional.ofNullable(variables.get(name)),
        name -> Optional.ofNullable(environment.get(name)));
  }
}
