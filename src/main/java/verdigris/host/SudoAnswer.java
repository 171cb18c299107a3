package verdigris.host;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.host.Host.Outcome;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Tells sudo's own refusals from what the command itself answered. sudo's messages are those of
 * sudo 1.8 and 1.9 in the C locale, in which every command runs.
 */
final class SudoAnswer {
  private static final Pattern REFUSED =
      Pattern.compile(
          """
          sudo: (a password is required\
          |a terminal is required\
          |no tty present and no askpass program\
          |sorry, you must have a tty to run sudo\
          |sorry, you are not allowed to\
          |no valid sudoers sources found\
          |unable to initialize policy plugin\
          |account validation failure\
          |PAM .*\
          |The "no new privileges" flag is set\
          |effective uid is not 0\
          |.* must be owned by uid 0 and have the setuid bit set)\
          .*|Sorry, user \\S+ is not allowed to execute .*|\\S+ is not in the sudoers file.*""");
  private static final Pattern NO_SUCH_USER = Pattern.compile("sudo: unknown user:? (\\S+)");
  private static final Pattern NO_SUDO =
      Pattern.compile(".*\\bsudo: (command )?not found|.*sudo: No such file or directory");
  private static final Pattern NO_COMMAND = Pattern.compile("sudo: (.+): command not found");

  private SudoAnswer() {}

  /**
   * @return the outcome; a program that sudo cannot find has status 127, as without sudo
   * @throws ProblemException when sudo did not run the command
   */
  static Outcome judge(Where where, Command command, Outcome outcome) {
    if (command.as() == RunAs.LOGIN || (outcome.exit() != 1 && outcome.exit() != 127)) {
      return outcome;
    }
    for (String line : outcome.errors().lines().toList()) {
      if (REFUSED.matcher(line).matches()) {
        throw refused(where, command, outcome);
      }
      Matcher user = NO_SUCH_USER.matcher(line);
      if (user.matches()) {
        throw noUser(where, command, user.group(1));
      }
      if (outcome.exit() == 127 && NO_SUDO.matcher(line).matches()) {
        throw noSudo(where, command);
      }
      if (outcome.exit() == 1 && NO_COMMAND.matcher(line).matches()) {
        return new Outcome(127, outcome.output(), outcome.errors());
      }
    }
    return outcome;
  }

  static ProblemException notAllowedByInventory(Where where, Command command) {
    return Problem.of(
            Kind.SUDO_REFUSED,
            where,
            "A command of root's is needed, but the inventory says `ansible_become: false`.",
            "Set `ansible_become: true` for this host; docs/sudoers has the rules that it needs.")
        .withEvidence(List.of(Trouble.shown(command)))
        .asException();
  }

  private static ProblemException refused(Where where, Command command, Outcome outcome) {
    return Problem.of(
            Kind.SUDO_REFUSED,
            where,
            "sudo does not let the login user run this as "
                + (command.as() == RunAs.ROOT ? "root" : "postgres")
                + " without a password.",
            "Install the rules in docs/sudoers for the login user, and see what holds with:\n"
                + "  sudo -n -l")
        .withEvidence(Trouble.evidence(command, outcome.errors()))
        .asException();
  }

  private static ProblemException noUser(Where where, Command command, String user) {
    return Problem.of(
            Kind.NO_OS_USER,
            where,
            "There is no operating-system user " + user + ", which owns PostgreSQL's files.",
            "Install PostgreSQL's packages first; they create the user.")
        .withEvidence(List.of(Trouble.shown(command)))
        .asException();
  }

  private static ProblemException noSudo(Where where, Command command) {
    return Problem.of(
            Kind.SUDO_REFUSED,
            where,
            "sudo is not installed.",
            "Install it, and the rules in docs/sudoers for the login user:\n  apt-get install sudo")
        .withEvidence(List.of(Trouble.shown(command)))
        .asException();
  }
}
