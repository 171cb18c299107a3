package verdigris.action;

import java.time.Duration;
import java.util.List;

/**
 * Run a command of the user's on this machine (the one that Verdigris runs on), in the playbook's
 * directory.
 *
 * @param key where it stands in the playbook, such as {@code backup.after}
 * @param command for a shell, with address and port filled in
 * @param limit how long it may take; then it is ended
 */
public record OwnCommand(String key, String command, Duration limit) implements Action {

  @Override
  public String host() {
    return ScriptAction.HERE;
  }

  @Override
  public List<String> lines() {
    return List.of(command);
  }
}
