package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import verdigris.action.Command;
import verdigris.host.Host.Outcome;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/** sudo's refusals are told from the answers of commands. */
class SudoAnswerTest {
  private static final Where GREEN = new Where.OnHost("green");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sudo: a password is required\n",
        "sudo: no tty present and no askpass program specified\n",
        "sudo: sorry, you must have a tty to run sudo\n",
        "Sorry, user deploy is not allowed to execute '/usr/bin/id' as root on green.\n",
        """
        sudo: unable to resolve host green: Name or service not known
        sudo: a password is required
        """,
        "deploy is not in the sudoers file.\nThis incident has been reported to the administrator.\n"
      })
  void aRefusalIsAProblemWithTheExactCommand(String errors) {
    Problem problem = judged(Command.root("id"), new Outcome(1, "", errors));
    assertThat(problem.kind()).isEqualTo(Kind.SUDO_REFUSED);
    assertThat(problem.evidence()).startsWith("sudo -n -- id");
    assertThat(problem.remedy()).contains("docs/sudoers");
  }

  @Test
  void aMissingUserAndAMissingSudoAreSaidAsSuch() {
    assertThat(
            judged(Command.postgres("id"), new Outcome(1, "", "sudo: unknown user postgres\n"))
                .kind())
        .isEqualTo(Kind.NO_OS_USER);
    for (String shell :
        new String[] {"bash: line 1: exec: sudo: not found\n", "sh: 1: exec: sudo: not found\n"}) {
      assertThat(judged(Command.root("id"), new Outcome(127, "", shell)).detail())
          .contains("not installed");
    }
  }

  @Test
  void aProgramThatSudoDoesNotFindHasTheShellsStatus() {
    assertThat(
            SudoAnswer.judge(
                    GREEN,
                    Command.postgres("nope"),
                    new Outcome(1, "", "sudo: nope: command not found\n"))
                .exit())
        .isEqualTo(127);
  }

  @Test
  void whatACommandSaysItselfIsItsOutcome() {
    Outcome failed = new Outcome(1, "", "pg_ctl: a password is required somewhere\n");
    assertThat(SudoAnswer.judge(GREEN, Command.postgres("pg_ctl"), failed)).isEqualTo(failed);
    Outcome warned =
        new Outcome(1, "", "sudo: unable to resolve host green: Name or service not known\n");
    assertThat(SudoAnswer.judge(GREEN, Command.postgres("false"), warned)).isEqualTo(warned);
    Outcome quoted = new Outcome(1, "", "sudo: a password is required\n");
    assertThat(SudoAnswer.judge(GREEN, Command.login("my-script"), quoted)).isEqualTo(quoted);
  }

  private static Problem judged(Command command, Outcome outcome) {
    return Problems.of(() -> SudoAnswer.judge(GREEN, command, outcome));
  }
}
