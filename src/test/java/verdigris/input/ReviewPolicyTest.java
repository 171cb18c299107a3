package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code verdigris.yml}. */
class ReviewPolicyTest {
  private static Optional<ReviewPolicy> policy(String text) {
    return ReviewPolicy.parse(new SourceText("verdigris.yml", text));
  }

  @Test
  void aBranchIsEnoughAndIsFetched() {
    assertThat(policy("review:\n  branch: origin/main\n"))
        .contains(new ReviewPolicy("origin/main", true, Optional.empty()));
  }

  @Test
  void everythingMayBeSaid() {
    assertThat(
            policy(
                "review: { branch: up/rel/2026, fetch: false, signed_by: keys/allowed signers }"))
        .contains(new ReviewPolicy("up/rel/2026", false, Optional.of("keys/allowed signers")));
  }

  @Test
  void theExampleOfTheManualIsAPolicy() throws IOException {
    String page = Files.readString(Path.of("docs/policy.md"));
    String example = page.substring(page.indexOf("```yaml\n") + 8);

    assertThat(policy(example.substring(0, example.indexOf("```"))))
        .contains(new ReviewPolicy("origin/main", true, Optional.of(".verdigris/allowed_signers")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing yet\n", "{}\n"})
  void aFileThatSaysNothingDemandsNothing(String text) {
    assertThat(policy(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "revew: {} | 1:1 | Did you mean \"review\"?",
        "review: { brunch: origin/main, branch: origin/main } | 1:11 | Did you mean \"branch\"?",
        "review: {} | 1:9 | The key branch is missing",
        "review: { branch: main } | 1:19 | a remote and its branch such as origin/main",
        "review: { branch: origin/ } | 1:19 | a remote and its branch such as origin/main",
        "review: { branch: origin/a b } | 1:19 | a remote and its branch such as origin/main",
        "review: { branch: origin/main, fetch: 1 } | 1:39 | true or false",
        "review: { branch: origin/main, signed_by: /etc/keys } | 1:43 | a path from the root",
        "review: { branch: origin/main, signed_by: ../keys } | 1:43 | a path from the root",
        "review: { branch: origin/main, signed_by: a/../../keys } | 1:43 | a path from the root",
        "review: { branch: origin/main, branch: origin/mine } | 1:32 | branch",
        "review: origin/main | 1:9 | a mapping such as",
        "[] | 1:1 | a mapping such as",
        "review: { | 1:10 | "
      })
  void aMistakeIsSaidWithItsPlace(String text, String place, String words) {
    assertThatThrownBy(() -> policy(text))
        .hasMessageContaining("verdigris.yml:" + place)
        .extracting(e -> ((verdigris.problem.ProblemException) e).problems().getFirst())
        .asString()
        .contains(words == null ? "" : words);
  }
}
