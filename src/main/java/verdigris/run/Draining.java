package verdigris.run;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import verdigris.action.Action.Await;
import verdigris.action.Action.Drained;
import verdigris.action.Text;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * Reads the shutdown checkpoint of a stopped server and waits until a standby has replayed it. A
 * standby that lacks it is never promoted (what the server says at its stop proves nothing: it does
 * not wait for ever).
 *
 * @param interpreter makes the parts happen
 * @param connections to the hosts
 * @param drained what
 */
record Draining(HostInterpreter interpreter, Connections connections, Drained drained) {
  private static final Pattern STATE =
      Pattern.compile("(?m)^Database cluster state:\\s*(.*?)\\s*$");
  private static final Pattern CHECKPOINT =
      Pattern.compile("(?m)^Latest checkpoint location:\\s*([0-9A-F]+/[0-9A-F]+)\\s*$");

  void perform() {
    String control =
        interpreter
            .must(
                drained.host(),
                drained.control(),
                Text.of(""),
                drained.limit(),
                Interpreter.Watcher.NOBODY)
            .output();
    String state = only(STATE, control);
    if (!state.equals("shut down")) {
      throw Problem.of(
              Kind.CONDITION_TIMEOUT,
              new Where.OnHost(drained.host()),
              "The server in %s did not stop cleanly: its control file says \"%s\"."
                  .formatted(drained.data(), state),
              "Nothing is promoted. Run again: the server is started and stopped again.")
          .asException();
    }
    new Waiting(
            connections,
            new Await(
                drained.standby(),
                "SELECT pg_last_wal_replay_lsn() > '%s'".formatted(only(CHECKPOINT, control)),
                drained.sentence(),
                drained.limit()))
        .perform();
  }

  private String only(Pattern pattern, String control) {
    Matcher matcher = pattern.matcher(control);
    if (matcher.find()) {
      return Objects.requireNonNull(matcher.group(1));
    }
    throw Problem.of(
            Kind.HOST_OUTPUT,
            new Where.OnHost(drained.host()),
            "The answer of pg_controldata could not be understood.",
            "Please report it with the version of PostgreSQL.")
        .withEvidence(control.lines().limit(5).toList())
        .asException();
  }
}
