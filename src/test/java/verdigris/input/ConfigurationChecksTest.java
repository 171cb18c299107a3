package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

class ConfigurationChecksTest {
  private static final String HEAD =
      """
      topology: orders
      hosts: orders
      source: { host: blue }
      primary: { host: green, version: "15" }
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          settings: { fsync: on, shared_bufers: 4GB }       | 5:24 | unknown-setting
          settings: { work_mem: lots }                      | 5:13 | invalid-setting
          hba: [ "local all all peer", "hots all all md5" ] | 5:30 | invalid-hba-line
          """)
  void whatTheDeclaredMajorWouldRefuseIsNamedInItsPlace(String line, String place, String kind) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> parse(HEAD + line + "\n"));

    Problem problem = refused.problems().getFirst();
    assertThat(refused.problems()).hasSize(1);
    assertThat(problem.where()).hasToString("p.yml:" + place);
    assertThat(problem.kind().id()).isEqualTo(kind);
  }

  @Test
  void aSettingOfAnotherMajorIsTranslatedAndNotAProblem() {
    Playbook playbook = parse(HEAD + "settings: { wal_keep_segments: 64 }\n");

    assertThat(playbook.declaration().settings()).containsEntry("wal_keep_segments", "64");
  }

  @Test
  void aMajorThatTheCatalogueDoesNotKnowIsNotJudgedHere() {
    Playbook playbook = parse(HEAD.replace("\"15\"", "\"29\"") + "settings: { whatever: 1 }\n");

    assertThat(playbook.declaration().settings()).containsOnlyKeys("whatever");
  }

  private static Playbook parse(String text) {
    return Playbook.parse(new SourceText("p.yml", text), SmallInventory.orders());
  }
}
