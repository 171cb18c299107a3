package verdigris.step;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.action.Action;
import verdigris.action.Action.PutFile;
import verdigris.action.Action.Server;
import verdigris.action.Action.Sql;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.action.Text;
import verdigris.resource.Change;
import verdigris.resource.Change.DirectoryChange;
import verdigris.resource.Change.FileChange;
import verdigris.resource.Change.Ownership;
import verdigris.resource.Change.PackageChange;
import verdigris.resource.Change.PasswordCheck;
import verdigris.resource.Change.RoleChange;
import verdigris.resource.Change.TimerChange;

/**
 * What is done on a host to make a change: the one translation from wanted differences to actions.
 */
final class Deeds {
  private Deeds() {}

  /** The actions for changes of files, directories and timers. */
  static List<Action> of(String host, List<Change> changes) {
    return changes.stream().flatMap(c -> of(host, c).stream()).toList();
  }

  private static List<Action> of(String host, Change change) {
    return switch (change) {
      case FileChange file -> List.of(put(host, file, file.path()));
      case DirectoryChange directory ->
          List.of(
              Action.Run.of(
                  host,
                  new Command(
                      as(Optional.of(directory.ownership())),
                      List.of(
                          "mkdir", "-p", "-m", directory.ownership().mode(), directory.path()))));
      case TimerChange(String timer) ->
          List.of(
              Action.Run.of(host, Command.root("systemctl", "daemon-reload")),
              Action.Run.of(host, Command.root("systemctl", "enable", "--now", timer)));
      case RoleChange _, PasswordCheck _, PackageChange _ ->
          throw new IllegalArgumentException("not a change of files: " + change.summary());
    };
  }

  /**
   * A shutdown checkpoint or recovery after a crash can take long; giving up in the middle helps
   * nobody.
   */
  static Action systemctl(String host, String verb, String unit) {
    return new Action.Run(
        host, Command.root("systemctl", verb, unit), Text.of(""), Duration.ofMinutes(10));
  }

  /**
   * Makes a server read files that are newer than what it has read: an earlier run may have died
   * between writing and reloading, and the text of a file does not show that.
   */
  static Action readNewerFiles(Server server) {
    return new Sql(
        server,
        "postgres",
        Text.of(
            "SELECT pg_reload_conf() WHERE pg_conf_load_time() < (pg_stat_file(current_setting('hba_file'))).modification"),
        false);
  }

  /** The file at another place, such as in the directory of a clone. */
  static PutFile put(String host, FileChange file, String path) {
    return new PutFile(
        host,
        as(file.ownership()),
        path,
        file.ownership().map(Ownership::mode).orElse(""),
        file.after(),
        file.before().isPresent());
  }

  private static RunAs as(Optional<Ownership> ownership) {
    return ownership.map(Ownership::owner).filter("root"::equals).isPresent()
        ? RunAs.ROOT
        : RunAs.POSTGRES;
  }

  /** The statements for a change of a role; the server logs none of them. */
  static List<Action> ofRole(Server server, Change change) {
    List<Text> statements =
        switch (change) {
          case RoleChange role -> role.statements();
          case PasswordCheck check -> check.ifDifferent().statements();
          case FileChange _, DirectoryChange _, TimerChange _, PackageChange _ ->
              throw new IllegalArgumentException("not a change of a role: " + change.summary());
        };
    return statements.stream()
        .<Action>map(s -> new Sql(server, "postgres", s, s.hidesSomething()))
        .toList();
  }

  /** The differences, by what is changed. */
  static SequencedMap<String, String> shown(List<Change> changes) {
    SequencedMap<String, String> shown = new LinkedHashMap<>();
    changes.stream()
        .filter(c -> !c.details().isEmpty())
        .forEach(c -> shown.put(c.summary(), String.join("\n", c.details()) + "\n"));
    return shown;
  }
}
