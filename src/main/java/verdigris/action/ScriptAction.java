package verdigris.action;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Call the user's own script for the client path on this machine (the one that Verdigris runs on).
 * {@code docs/client-path.md} has what a script must do and answer.
 *
 * @param program the script and its own arguments, as the playbook has them
 * @param verb what it is to do
 * @param arguments after the verb
 * @param environment variables that it gets besides those of this process
 * @param expected how the answer to {@code status} must begin: this call's own, or one that
 *     follows; empty: nothing is asked
 * @param limit how long it may take; then it is ended and its state is unknown
 */
public record ScriptAction(
    List<String> program,
    Verb verb,
    List<String> arguments,
    SequencedMap<String, String> environment,
    String expected,
    Duration limit)
    implements Action {

  /** How this machine is called where the inventory name of a host would stand. */
  public static final String HERE = "this machine";

  public ScriptAction {
    program = List.copyOf(program);
    arguments = List.copyOf(arguments);
    environment = new LinkedHashMap<>(environment);
  }

  /** What a script can be asked to do. */
  public enum Verb {
    /** Shut clients out. */
    CLOSE("close"),
    /** Lead clients to another server, without letting them in. */
    SWITCH("switch"),
    /** Let clients in. */
    OPEN("open"),
    /** Say where clients are led and whether they are let in. */
    STATUS("status");

    private final String word;

    Verb(String word) {
      this.word = word;
    }

    /** As the script gets it. */
    public String word() {
      return word;
    }
  }

  /** The same script, asked how things are. */
  public ScriptAction status() {
    return new ScriptAction(program, Verb.STATUS, List.of(), environment, "", limit);
  }

  /** The whole command. */
  public List<String> argv() {
    List<String> argv = new ArrayList<>(program);
    argv.add(verb.word());
    argv.addAll(arguments);
    return argv;
  }

  @Override
  public String host() {
    return HERE;
  }

  @Override
  public List<String> lines() {
    String call = argv().stream().map(Command::quote).collect(Collectors.joining(" "));
    if (expected.isEmpty()) {
      return List.of(call);
    }
    String status =
        Stream.concat(program.stream(), Stream.of(Verb.STATUS.word()))
            .map(Command::quote)
            .collect(Collectors.joining(" "));
    String require = "require that %s answers %s".formatted(status, expected);
    return verb == Verb.STATUS ? List.of(require) : List.of(call, require);
  }
}
