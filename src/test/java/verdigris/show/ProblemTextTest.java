package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

class ProblemTextTest {
  private static final String PLAYBOOK =
      """
      topology: orders
      primary: { host: green, version: 15x }
      \ttabbed: yes
      """;

  private static final Sources FILES =
      file -> file.equals("orders.yml") ? Optional.of(PLAYBOOK) : Optional.empty();

  private static final List<Problem> SEVERAL =
      List.of(
          Problem.of(
              Kind.WRONG_VALUE,
              new Where.Position("orders.yml", 2, 34),
              "Expected a PostgreSQL version such as \"15\" or \"15.9\", found the text \"15x\".",
              ""),
          Problem.of(
              Kind.HOST_KEY_UNKNOWN,
              new Where.OnHost("green"),
              "green (10.1.0.5, port 22) shows an ED25519 key that is not in ~/.ssh/known_hosts.",
              "Compare the fingerprint with the one on the host's console, then add it:\n"
                  + "ssh-keyscan -p 22 10.1.0.5 >> ~/.ssh/known_hosts"),
          new Problem(
              Kind.COMMAND_FAILED,
              new Where.OnInstance("green", "11/main"),
              "pg_basebackup ended with status 1.",
              "Free disk on green, then apply again.",
              List.of(
                  "$ sudo -n -u postgres -- pg_basebackup -D /var/lib/postgresql/11/main.new",
                  "pg_basebackup: error: could not write to file: No space left on device")),
          Problem.of(Kind.COMMAND_LINE, new Where.Anywhere(), "A playbook is needed.", ""),
          Problem.of(
              Kind.FILE_UNREADABLE,
              new Where.InFile("inventory.yml"),
              "The file is UTF-16; UTF-8 is expected.",
              "iconv -f UTF-16 -t UTF-8 inventory.yml"));

  private static String at(int line, int column, View view, Sources sources) {
    var problem =
        Problem.of(Kind.WRONG_VALUE, new Where.Position("orders.yml", line, column), "", "");
    return ProblemText.of(List.of(problem), view, sources);
  }

  @Test
  void severalProblemsAreToldInTheirOrder() throws IOException {
    Golden.assertMatches(
        "src/test/resources/golden/show/problems.txt",
        ProblemText.of(SEVERAL, View.plain(), FILES));
    Golden.assertMatches(
        "src/test/resources/golden/show/problems.json", ProblemJson.of(Severity.ERROR, SEVERAL));
  }

  @Test
  void everyKindHasItsSummaryAndItsId() {
    for (Kind kind : Kind.values()) {
      assertThat(
              ProblemText.of(
                  Severity.WARNING,
                  List.of(Problem.of(kind, new Where.Anywhere(), "", "")),
                  View.plain(),
                  Sources.NONE))
          .isEqualTo("Warning: " + kind.summary() + " [" + kind.id() + "]\n");
    }
  }

  @Test
  void theCaretStandsUnderTheColumnThoughThereAreTabs() {
    assertThat(at(2, 34, View.plain(), FILES))
        .endsWith(
            """
              2 | primary: { host: green, version: 15x }
                |                                  ^
            """);
    assertThat(at(3, 2, View.plain(), FILES)).endsWith("  3 |  tabbed: yes\n    |  ^\n");
  }

  @Test
  void aLongLineIsShownAroundTheColumn() {
    Sources sources = _ -> Optional.of("x".repeat(5_000) + "HERE" + "y".repeat(5_000));
    List<String> lines = at(1, 5_001, View.plain(), sources).lines().toList();
    assertThat(lines).allMatch(l -> l.length() <= 100);
    String line = lines.get(lines.size() - 2);
    assertThat(lines.getLast().indexOf('^')).isEqualTo(line.indexOf("HERE"));
  }

  @Test
  void aPlaceThatTheFileDoesNotHaveIsOnlyNamed() {
    for (String text :
        List.of(
            at(99, 1, View.plain(), FILES),
            at(1, 99, View.plain(), FILES),
            at(1, 1, View.plain(), Sources.NONE))) {
      assertThat(text).doesNotContain("^").contains("at orders.yml:");
    }
  }

  @Test
  void aCommandIsNeverBroken() {
    String command = "ssh-keyscan " + "host ".repeat(30) + ">> ~/.ssh/known_hosts";
    var problem =
        Problem.of(Kind.HOST_KEY_UNKNOWN, new Where.Anywhere(), "", "Then add it:\n" + command);
    assertThat(ProblemText.of(List.of(problem), View.plain(), Sources.NONE))
        .contains("\n    " + command + "\n");
  }

  @Test
  void whatAHostSaidDoesNotMoveTheCursor() {
    var problem =
        Problem.of(Kind.COMMAND_FAILED, new Where.OnHost("\u001B[31mgreen"), "\u0007", "\u001B[2J")
            .withEvidence(List.of("one\r\u001B[1Atwo"));
    assertThat(ProblemText.of(List.of(problem), View.plain(), Sources.NONE))
        .doesNotContain("\u001B")
        .doesNotContain("\u0007")
        .doesNotContain("\r");
  }

  @Test
  void whatTheUserSetsAsideIsAWarningInTheColourOfDanger() {
    Problem missing =
        Problem.of(
            Kind.NOT_REVIEWED, new Where.InFile("plans/orders.yaml"), "It is not merged.", "");

    assertThat(
            ProblemText.of(
                Severity.SET_ASIDE, List.of(missing), new View(Style.ANSI, 100, false), FILES))
        .startsWith("\u001B[1;31mWarning, set aside by you: The plan is not reviewed");
  }
}
