package verdigris.host;

import java.time.Duration;
import java.util.List;
import verdigris.action.Command;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** What can happen to any command on a connection, in words. */
final class Trouble {
  private static final int LONGEST_WORD = 200;

  private Trouble() {}

  static ProblemException lost(Where where, Command command, String because) {
    return Problem.of(
            Kind.CONNECTION_LOST,
            where,
            "The connection broke (" + because + ") while a command ran; it may still be running.",
            "Start again when the host answers; what was done is found, and the rest is done.")
        .withEvidence(List.of(shown(command)))
        .asException();
  }

  static ProblemException timeout(Where where, Command command, Duration limit, String errors) {
    return Problem.of(
            Kind.COMMAND_TIMEOUT,
            where,
            "The command did not end within "
                + seconds(limit)
                + "; it was abandoned and may still be running on the host.",
            "Look on the host why it waits, then start again.")
        .withEvidence(evidence(command, errors))
        .asException();
  }

  static ProblemException interrupted(Where where, Command command) {
    Thread.currentThread().interrupt();
    return Problem.of(
            Kind.INTERRUPTED,
            where,
            "The command was abandoned and may still be running on the host.",
            "")
        .withEvidence(List.of(shown(command)))
        .asException();
  }

  static ProblemException noChannel(Where where, Command command, String because) {
    return Problem.of(
            Kind.COMMAND_TIMEOUT,
            where,
            "No channel became free on the connection (" + because + ").",
            "Let sshd open more of them for one connection (sshd_config, default 10):\n"
                + "  MaxSessions 10")
        .withEvidence(List.of(shown(command)))
        .asException();
  }

  /** The command in one line: a script of ours is not repeated, its name and arguments are. */
  static String shown(Command command) {
    List<String> words =
        command.argv().stream()
            .map(word -> word.length() > LONGEST_WORD || word.contains("\n") ? "..." : word)
            .toList();
    return new Command(command.as(), words).shell();
  }

  /** The command and the last lines of what it said. */
  static List<String> evidence(Command command, String errors) {
    List<String> lines = errors.strip().lines().toList();
    List<String> tail = lines.subList(Math.max(0, lines.size() - 10), lines.size());
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(shown(command)), tail.stream())
        .toList();
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
