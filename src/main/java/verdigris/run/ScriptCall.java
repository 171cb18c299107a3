package verdigris.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import verdigris.action.Command;
import verdigris.action.ScriptAction;
import verdigris.action.ScriptAction.Verb;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.run.OwnProcess.Ended;

/**
 * Calls the user's script for the client path, on this machine, never through a shell.
 *
 * @param directory in which it runs: the playbook's
 */
record ScriptCall(Path directory) {
  void perform(ScriptAction action, Interpreter.Watcher watcher) {
    Ended ended = run(action);
    watcher.printed(ended.exit(), ended.lastLines());
    if (ended.exit() != 0) {
      throw failed(action, ended);
    }
    if (action.expected().isEmpty()) {
      return;
    }
    String status = (action.verb() == Verb.STATUS ? ended : run(action.status())).output();
    String first = status.lines().findFirst().orElse("").strip();
    if (!first.equals(action.expected()) && !first.startsWith(action.expected() + " ")) {
      throw problem(
          action,
          "Asked for its status, %s answered \"%s\", and not \"%s\"."
              .formatted(action.program().getFirst(), first, action.expected()),
          "Its status must say what is so; docs/client-path.md has the answers.",
          List.of());
    }
  }

  private Ended run(ScriptAction action) {
    Ended ended;
    try {
      ended = new OwnProcess(action.argv(), directory, action.environment(), action.limit()).run();
    } catch (IOException e) {
      throw problem(
          action,
          "It cannot be started: " + e.getMessage() + ".",
          "clients.command is looked for from the playbook's directory " + directory + ".",
          List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(Kind.INTERRUPTED, here(), "The script was interrupted.", "").asException();
    }
    if (!ended.inTime()) {
      throw problem(
          action,
          "It did not end within %d s and was ended; what it did is not known."
              .formatted(action.limit().toSeconds()),
          "Ask it for its status, and run again.",
          ended.lastLines());
    }
    return ended;
  }

  private static ProblemException failed(ScriptAction action, Ended ended) {
    String meaning =
        switch (ended.exit()) {
          case 1 -> "that is, it failed and changed nothing";
          case 3 -> "that is, clients did not let go in time, and are let in as before";
          default -> "so what it did is not known";
        };
    return problem(
        action,
        "It ended with status %d, %s.".formatted(ended.exit(), meaning),
        "The last lines of its output are below. Ask it for its status, and run again.",
        ended.lastLines());
  }

  private static ProblemException problem(
      ScriptAction action, String detail, String remedy, List<String> output) {
    Kind kind =
        switch (action.verb()) {
          case CLOSE -> Kind.CLIENTS_NOT_CLOSED;
          case STATUS -> Kind.CLIENTS_LET_IN;
          case SWITCH, OPEN -> Kind.CLIENTS_NOT_OPENED;
        };
    String call = action.argv().stream().map(Command::quote).collect(Collectors.joining(" "));
    return new Problem(
            kind,
            here(),
            detail,
            remedy,
            java.util.stream.Stream.concat(java.util.stream.Stream.of(call), output.stream())
                .toList())
        .asException();
  }

  private static Where here() {
    return new Where.OnHost(ScriptAction.HERE);
  }
}
