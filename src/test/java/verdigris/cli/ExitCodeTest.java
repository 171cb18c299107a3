package verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.show.ErrorsPage;

class ExitCodeTest {
  @Test
  void theNumbersAreThoseThatScriptsRelyOn() {
    assertThat(Stream.of(ExitCode.values()).map(c -> c.number() + " " + c))
        .containsExactly(
            "0 DONE",
            "1 ERROR",
            "2 CHANGES",
            "3 LOCKED",
            "4 REFUSED",
            "5 RETREATED",
            "6 CLIENTS_SHUT_OUT");
  }

  @Test
  void refusedIsSaidOnlyWhenNothingElseIsWrong() {
    assertThat(code(Kind.REFUSED, Kind.STALE_PLAN)).isEqualTo(ExitCode.REFUSED);
    assertThat(code(Kind.REFUSED, Kind.LOCK_HELD)).isEqualTo(ExitCode.LOCKED);
    assertThat(code(Kind.REFUSED, Kind.LOCK_HELD, Kind.UNREACHABLE)).isEqualTo(ExitCode.ERROR);
    assertThat(code(Kind.YAML_SYNTAX)).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void thePageOfErrorsIsUpToDate() throws IOException {
    Golden.assertMatches("docs/errors.md", ErrorsPage.of(c -> ExitCode.of(c).number()));
  }

  private static ExitCode code(Kind... kinds) {
    return ExitCode.of(
        Stream.of(kinds).map(k -> Problem.of(k, new Where.Anywhere(), "", "")).toList());
  }

  @Test
  void everyKindOfProblemIsOnThePageOnce() {
    List<String> lines = ErrorsPage.of(_ -> 0).lines().toList();
    for (Kind kind : Kind.values()) {
      assertThat(lines).filteredOn(l -> l.startsWith("| `" + kind.id() + "` |")).hasSize(1);
    }
  }
}
