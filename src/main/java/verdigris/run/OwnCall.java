package verdigris.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import verdigris.action.OwnCommand;
import verdigris.action.ScriptAction;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.run.OwnProcess.Ended;

/**
 * Runs a command of the user's on this machine; it must end well.
 *
 * @param directory in which it runs: the playbook's
 */
record OwnCall(Path directory) {

  /**
   * Runs it to its end.
   *
   * @throws ProblemException OWN_COMMAND_FAILED
   */
  void perform(OwnCommand action, Interpreter.Watcher watcher) {
    Ended ended;
    try {
      ended =
          new OwnProcess(
                  List.of("sh", "-c", action.command()),
                  directory,
                  new LinkedHashMap<>(),
                  action.limit())
              .run();
    } catch (IOException e) {
      throw failed(action, "could not be started: " + e.getMessage(), List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(
              Kind.INTERRUPTED,
              here(),
              "The command of %s was interrupted.".formatted(action.key()),
              "")
          .asException();
    }
    if (!ended.inTime()) {
      throw failed(
          action,
          "did not end within %d minutes, and was ended".formatted(action.limit().toMinutes()),
          ended.lastLines());
    }
    watcher.printed(ended.exit(), ended.lastLines());
    if (ended.exit() != 0) {
      throw failed(action, "ended with status " + ended.exit(), ended.lastLines());
    }
  }

  private static ProblemException failed(OwnCommand action, String how, List<String> output) {
    return new Problem(
            Kind.OWN_COMMAND_FAILED,
            here(),
            "The command of %s %s.".formatted(action.key(), how),
            "Clients are not concerned. See to what it says, and run the same apply again.",
            Stream.concat(Stream.of(action.command()), output.stream()).toList())
        .asException();
  }

  private static Where here() {
    return new Where.OnHost(ScriptAction.HERE);
  }
}
