package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

class TopologyChecksTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { host: blue, follows: blue, version: "15" }     | 6:28 | blue follows itself
          { host: blue, follows: red, version: "15" }      | 6:28 | neither the primary nor a standby
          { host: blue, follows: grene, version: "15" }    | 6:28 | neither the primary nor a standby
          { host: green, follows: green, version: "15" }   | 6:5  | primary and standby at once
          { host: blue, follows: green, version: "14" }    | 6:44 | same major version
          { host: yellow, follows: green, version: "15" }  | 6:13 | group orders has
          """)
  void aStandbyThatCannotBeIsExplained(String standby, String place, String detail) {
    Problem problem = problems("  - " + standby).getFirst();

    assertThat(problem.where()).hasToString("p.yml:" + place);
    assertThat(problem.detail()).contains(detail);
  }

  @Test
  void standbysMustNotFollowEachOtherInALoop() {
    List<Problem> problems =
        problems(
            """
              - { host: blue, follows: red, version: "15" }
              - { host: red, follows: blue, version: "15" }
            """);

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().detail()).contains("blue → red → blue");
  }

  @Test
  void aStandbyMustNotBeDeclaredTwice() {
    List<Problem> problems =
        problems(
            """
              - { host: blue, follows: green, version: "15" }
              - { host: blue, follows: green, version: "15" }
            """);

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().detail()).contains("twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  - { host: blue, follows: green, version: \"15\" }",
        "  - { host: blue, follows: green, version: \"15.4\" }",
        "  - { host: red, follows: blue, version: \"15\" }\n"
            + "  - { host: blue, follows: green, version: \"15\" }",
        "  - { host: blue, follows: green, version: \"15\" }\n"
            + "  - { host: blue, instance: two, follows: green, version: \"15\" }",
      })
  void aTopologyThatCanBeIsRead(String standbys) {
    assertThatCode(() -> parse(standbys)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          clients: { via: pgbouncer, databases: [orders] }              | missing-key
          clients: { via: pgbouncer, on: [proxy] }                      | missing-key
          clients: { via: pgbouncer, on: [prox], databases: [orders] }  | unknown-host
          clients: { via: command }                                     | missing-key
          clients: { via: command, command: "./x {{host}}" }            | undefined-variable
          clients: { via: command, command: "./x 'y" }                  | wrong-value
          clients: { via: dns }                                         | wrong-value
          clients: { via: pgbouncer, on: [proxy], databases: [orders], command: ./x } | wrong-value
          clients: { via: pgbouncer, on: [proxy], databases: [orders], holdouts: x }  | wrong-value
          replication: { address: { bleu: 10.1.0.4 } }                  | unknown-host
          source: { host: bleu }                                        | unknown-host
          """)
  void whatSurroundsTheInstancesMustFit(String line, String kind) {
    String text =
        line.startsWith("source") ? head().replaceFirst("source:.*", line) : head() + line;

    assertThat(problemsOf(text))
        .singleElement()
        .satisfies(p -> assertThat(p.kind().id()).isEqualTo(kind));
  }

  private static String head() {
    return """
        topology: orders
        hosts: orders
        source: { host: blue }
        primary: { host: green, version: "15" }
        """;
  }

  private static Playbook parse(String standbys) {
    return Playbook.parse(
        new SourceText("p.yml", head() + "standbys:\n" + standbys), SmallInventory.orders());
  }

  private static List<Problem> problems(String standbys) {
    return problemsOf(head() + "standbys:\n" + standbys);
  }

  private static List<Problem> problemsOf(String text) {
    return catchThrowableOfType(
            ProblemException.class,
            () -> Playbook.parse(new SourceText("p.yml", text), SmallInventory.orders()))
        .problems();
  }
}
