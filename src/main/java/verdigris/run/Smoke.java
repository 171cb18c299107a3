package verdigris.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.Sql;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.action.ScriptAction;
import verdigris.action.SmokeTest;
import verdigris.action.Text;
import verdigris.host.Host;
import verdigris.postgres.Network;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.resource.Fence;
import verdigris.run.OwnProcess.Ended;

/**
 * Runs the user's smoke test against a server that nobody else reaches. Whoever uses this machine's
 * address comes in too as long as it lasts; that it is read-only by default is a courtesy.
 *
 * @param interpreter makes the server let us in, and keeps us out again
 * @param host of the server
 * @param test what
 * @param directory in which the commands run: the playbook's
 * @param watcher hears what they printed
 */
record Smoke(
    Interpreter interpreter,
    Host host,
    SmokeTest test,
    Path directory,
    Interpreter.Watcher watcher) {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /**
   * Does it.
   *
   * @throws ProblemException {@code SMOKE_FAILED}; everybody is shut out as before, or a further
   *     problem says why not
   */
  void perform() {
    if (wasOpened()) {
      return;
    }
    try {
      letUsIn(ourAddresses());
      runAll();
    } catch (ProblemException e) {
      throw new ProblemException(
          Stream.concat(e.problems().stream(), shutOutAgain().stream()).toList());
    }
  }

  private boolean wasOpened() {
    return host.run(Command.postgres("grep", "-q", "\"opened\": \"[^\"]", test.marker()), LIMIT)
        .succeeded();
  }

  /**
   * This machine as the host sees it: where our SSH connection comes from; without one it is the
   * same machine, and any of its addresses may be the one.
   */
  private List<Network> ourAddresses() {
    String told =
        host.run(
                new Command(
                    RunAs.LOGIN,
                    List.of(
                        "sh",
                        "-c",
                        "if [ -n \"$SSH_CLIENT\" ]; then echo \"${SSH_CLIENT%% *}\"; else echo"
                            + " 127.0.0.1 ::1; hostname -I; fi")),
                LIMIT)
            .output();
    List<Network> addresses =
        Stream.of(told.strip().split("\\s+", -1))
            .map(a -> a.replaceFirst("%.*", "").replaceFirst("^::ffff:(?=.*[.])", ""))
            .map(Network::parse)
            .flatMap(Optional::stream)
            .toList();
    if (addresses.isEmpty()) {
      throw failed(
          "From which address this machine comes could not be told (SSH_CLIENT there: \"%s\")."
              .formatted(told.strip()),
          List.of());
    }
    return addresses;
  }

  private void letUsIn(List<Network> addresses) {
    perform(
        Action.Run.of(
            host.name(),
            Command.postgres("sh", "-c", Fence.closingAllBut(addresses), "sh", test.hba())));
    perform(sql("ALTER SYSTEM SET default_transaction_read_only = on"));
    perform(sql("SELECT pg_reload_conf()"));
    HostInterpreter.pause();
    perform(
        new Action.Await(
            test.server(),
            "SELECT pg_conf_load_time() >="
                + " (pg_stat_file(current_setting('hba_file'))).modification",
            "the server has read its files",
            LIMIT));
  }

  private Sql sql(String statement) {
    return new Sql(test.server(), "postgres", Text.of(statement), false);
  }

  private void perform(Action action) {
    interpreter.perform(action, Interpreter.Watcher.NOBODY);
  }

  private void runAll() {
    long end = System.nanoTime() + test.limit().toNanos();
    for (String command : test.commands()) {
      run(command, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
  }

  private void run(String command, Duration left) {
    Ended ended;
    try {
      ended =
          new OwnProcess(List.of("sh", "-c", command), directory, new LinkedHashMap<>(), left)
              .run();
    } catch (IOException e) {
      throw failed("It cannot be started: " + e.getMessage() + ".", List.of(command));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(Kind.INTERRUPTED, here(), "The smoke test was interrupted.", "")
          .asException();
    }
    if (ended.inTime()) {
      watcher.printed(ended.exit(), ended.lastLines());
    }
    var evidence = new ArrayList<>(List.of(command));
    evidence.addAll(ended.lastLines());
    if (!ended.inTime()) {
      throw failed(
          "It did not end within the %d s that all of clients.smoke has, and was ended."
              .formatted(test.limit().toSeconds()),
          evidence);
    }
    if (ended.exit() != 0) {
      throw failed("It ended with status %d.".formatted(ended.exit()), evidence);
    }
  }

  /** As much of it as can be done; also when we are being interrupted. */
  private List<Problem> shutOutAgain() {
    boolean interrupted = Thread.interrupted();
    var problems = new ArrayList<Problem>();
    for (Action action : test.otherwise()) {
      try {
        perform(action);
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return problems;
  }

  private static ProblemException failed(String detail, List<String> evidence) {
    return new Problem(
            Kind.SMOKE_FAILED,
            here(),
            detail,
            "Its last lines are below. Correct what it found, or clients.smoke in the playbook, and"
                + " run again.",
            evidence)
        .asException();
  }

  private static Where here() {
    return new Where.OnHost(ScriptAction.HERE);
  }
}
