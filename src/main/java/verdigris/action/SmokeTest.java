package verdigris.action;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import verdigris.action.Action.Server;

/**
 * Try a server by the user's own commands on this machine (the one that Verdigris runs on), while
 * everybody else is kept out of it. Not done when clients were let in there before: then there is
 * nothing left to decide.
 *
 * @param server which is fenced
 * @param hba its pg_hba.conf, absolute
 * @param marker our own marker of it, which tells whether clients were ever let in; absolute
 * @param commands for a shell, with address and port filled in
 * @param limit how long they may take together
 * @param otherwise what makes the server as it was before when a command fails
 */
public record SmokeTest(
    Server server,
    String hba,
    String marker,
    List<String> commands,
    Duration limit,
    List<Action> otherwise)
    implements Action {
  public SmokeTest {
    commands = List.copyOf(commands);
    otherwise = List.copyOf(otherwise);
  }

  @Override
  public String host() {
    return server.host();
  }

  @Override
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(
        "unless clients were let in before: keep out of %s everybody but %s (%s), read-only by default"
            .formatted(server, ScriptAction.HERE, hba));
    commands.forEach(c -> lines.add("on %s: %s".formatted(ScriptAction.HERE, c)));
    lines.add(
        "when one fails, or all together take longer than %d s: keep out everybody again, and stop"
            .formatted(limit.toSeconds()));
    return List.copyOf(lines);
  }
}
