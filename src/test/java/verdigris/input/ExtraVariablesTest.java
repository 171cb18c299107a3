package verdigris.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import verdigris.problem.Problem;

class ExtraVariablesTest {
  private final List<Problem> problems = new ArrayList<>();

  @Test
  void pairsAreAlwaysTexts() {
    assertThat(read("port=5432 name=\"a b\" eq=x=y")).isEqualTo("{port=5432, name=a b, eq=x=y}");
    assertThat(ExtraVariables.read(List.of("port=5432"), VaultPasswords.none(), problems))
        .allSatisfy((_, value) -> assertThat(value.content()).isInstanceOf(Value.Text.class));
  }

  @Test
  void braceAndBracketBeginYaml() {
    assertThat(read("{port: 5432, hosts: [1, yes]}")).isEqualTo("{port=5432, hosts=[1, True]}");
  }

  @Test
  void theLastOneWins() {
    assertThat(read("a=1", "a=2")).isEqualTo("{a=2}");
  }

  @Test
  void anExpressionMayHoldBlanks() {
    assertThat(read("a={{ b | c }} d=1")).isEqualTo("{a={{ b | c }}, d=1}");
  }

  @Test
  void whatIsNoVariableIsAProblem() {
    read("a=1 b", "c='x", "[1]", "/etc/x.yml", "{a: ");
    assertThat(problems)
        .extracting(problem -> problem.where() + " " + problem.detail())
        .containsExactly(
            "--extra-vars:1:5 key=value is expected.",
            "--extra-vars:1:1 A quote or a template expression is not closed.",
            "--extra-vars Variables are a mapping, found a list.",
            "--extra-vars:1:1 A file needs @ before its name.",
            "--extra-vars:1:5 While parsing a flow node that begins in line 1, expected the node"
                + " content, but found '<stream end>'.");
  }

  private String read(String... arguments) {
    return ExtraVariables.read(List.of(arguments), VaultPasswords.none(), problems).toString();
  }
}
