package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.action.Action;
import verdigris.action.Action.Await;
import verdigris.action.Action.PutFile;
import verdigris.action.Action.Server;
import verdigris.action.Action.Sql;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.action.Text;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.resource.Change;
import verdigris.resource.Change.DirectoryChange;
import verdigris.resource.Change.FileChange;
import verdigris.resource.Change.Ownership;
import verdigris.resource.Change.PackageChange;
import verdigris.resource.Change.PasswordCheck;
import verdigris.resource.Change.RoleChange;
import verdigris.resource.Change.TimerChange;
import verdigris.resource.Fence;
import verdigris.resource.InstanceFiles;
import verdigris.resource.OwnMarker;
import verdigris.world.InstanceId;
import verdigris.world.Role;

/**
 * What is done on a host to make a change: the one translation from wanted differences to actions.
 */
final class Deeds {
  /** A unit may not have left its old state yet, so that state counts only when it lasts. */
  private static final String START_LOOK =
      """
      n=0
      until "$1" -q -h "$2" -p "$3"; do
        case $(systemctl is-active "$4") in
        failed | inactive) n=$((n + 1)) ;;
        *) n=0 ;;
        esac
        if [ "$n" -gt 40 ]; then echo "$4 did not start" >&2; exit 1; fi
        sleep 0.05
      done
      """;

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
   * Starts a server and waits until it lets sessions in. Debian's pg_ctlcluster, which systemd
   * waits for, looks only once in a while; so the server itself is asked, and systemd only whether
   * it has given up.
   */
  static List<Action> start(String host, Place place, Server server) {
    Command look =
        Command.login(
            "sh",
            "-c",
            START_LOOK,
            "sh",
            place.program("pg_isready"),
            server.socketDirectory(),
            Integer.toString(server.port()),
            place.unit());
    return List.of(
        new Action.Run(
            host,
            Command.root("systemctl", "start", "--no-block", place.unit()),
            Text.of(""),
            Duration.ofMinutes(1)),
        new Action.Run(host, look, Text.of(""), Duration.ofMinutes(10)));
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

  /** The name of a unit that does a step's long work on an instance. */
  static String unit(String what, Briefing briefing, InstanceId id) {
    return "verdigris-%s-%s-%d-%s"
        .formatted(what, briefing.declaration().topology(), id.major(), id.name())
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "-");
  }

  /** Keeps clients out of an instance, as soon as it reads its files and after any restart. */
  static Action fence(String host, Place place) {
    return script(host, Fence.CLOSE, place.placement().paths().hba());
  }

  /** Lets clients in again where an instance's configuration lets them in. */
  static Action unfence(String host, Place place) {
    return script(host, Fence.OPEN, place.placement().paths().hba());
  }

  /** Runs the text of a shell script as the server's owner. */
  static Action script(String host, String text, String... arguments) {
    var argv = new ArrayList<>(List.of("sh", "-c", text, "sh"));
    argv.addAll(List.of(arguments));
    return Action.Run.of(host, new Command(RunAs.POSTGRES, argv));
  }

  /** Takes back what {@link CloseClients} and a smoke test set. */
  static Action writableByDefault(Server server) {
    return new Sql(
        server, "postgres", Text.of("ALTER SYSTEM RESET default_transaction_read_only"), false);
  }

  static Action readFiles(Server server) {
    return new Sql(server, "postgres", Text.of("SELECT pg_reload_conf()"), false);
  }

  /**
   * Ends the sessions of clients until none is left under the files that are in place now. Sessions
   * of replication and the server's own processes are no clients (backend_type, from 10).
   */
  static Action expelled(Server server, InstanceId id) {
    return new Await(
        server,
        """
        SELECT pg_conf_load_time() >= (pg_stat_file(current_setting('hba_file'))).modification
          AND (SELECT count(pg_terminate_backend(pid)) = 0 FROM pg_stat_activity
               WHERE backend_type = 'client backend' AND pid <> pg_backend_pid())""",
        "no client is left on " + id + ", which terminates them",
        Duration.ofSeconds(30));
  }

  /** Who follows an instance when the step is done, and runs. */
  static List<InstanceId> standbysOf(Briefing briefing, InstanceId upstream) {
    return briefing.roles().entrySet().stream()
        .filter(e -> e.getValue().equals(new Role.StandbyOf(upstream)))
        .map(Map.Entry::getKey)
        .filter(briefing.running()::contains)
        .toList();
  }

  /** Writes our own marker. */
  static Action mark(String host, Place place, OwnMarker marker) {
    return new PutFile(
        host,
        RunAs.POSTGRES,
        place.data() + "/" + OwnMarker.NAME,
        "600",
        Text.of(marker.text()),
        false);
  }

  /**
   * Lets clients in where an instance's configuration lets them in, and writes that into our own
   * marker before, unless it says so already. In one go: clients are waiting.
   */
  static Action unfenceForClients(String host, Place place) {
    return script(
        host,
        "set -e; sed -i \"s/\\\"opened\\\": \\\"\\\"/\\\"opened\\\": \\\"$(date -u +%Y-%m-%dT%H:%M:%SZ)\\\"/\" \"$2\"; sync -- \"$2\"; "
            + Fence.OPEN,
        place.placement().paths().hba(),
        place.data() + "/" + OwnMarker.NAME);
  }

  /** Changes one value of our own marker. */
  static Action changeMark(String host, Place place, String key, String value) {
    return script(
        host,
        "set -e; sed -i \"s/\\\"$2\\\": \\\"[a-z]*\\\"/\\\"$2\\\": \\\"$3\\\"/\" \"$1\"; sync -- \"$1\"",
        place.data() + "/" + OwnMarker.NAME,
        key,
        value);
  }

  /** What a reboot does with an instance. */
  static List<Action> boot(String host, Place place, Boot boot) {
    if (!place.placement().isDebian()) {
      return List.of(
          Action.Run.of(
              host,
              Command.root("systemctl", boot == Boot.AUTO ? "enable" : "disable", place.unit())));
    }
    return List.of(
        new PutFile(
            host,
            RunAs.POSTGRES,
            place.placement().configDirectory() + "/start.conf",
            "644",
            Text.of(InstanceFiles.startConf(boot)),
            false));
  }

  /** Planner statistics of all databases: the coarse first stage, or all. */
  static Command analyze(Place place, int jobs, boolean first) {
    var argv = new ArrayList<String>();
    if (first) {
      argv.addAll(
          List.of("env", "PGOPTIONS=-c default_statistics_target=1 -c vacuum_cost_delay=0"));
    }
    argv.addAll(
        List.of(
            place.program("vacuumdb"),
            "-U",
            "postgres",
            "-h",
            place.socketDirectory(),
            "-p",
            Integer.toString(place.port()),
            "--all",
            "--analyze-only",
            "-j",
            Integer.toString(jobs)));
    return new Command(RunAs.POSTGRES, argv);
  }

  /** Runs the script of extension updates that pg_upgrade wrote, if it wrote one. */
  static Command updateExtensions(Place place, String directory) {
    return new Command(
        RunAs.POSTGRES,
        List.of(
            "sh",
            "-c",
            "if [ -f \"$1/update_extensions.sql\" ]; then exec \"$2\" -X -q -v ON_ERROR_STOP=1 -U postgres -h \"$3\" -p \"$4\" -d postgres -f \"$1/update_extensions.sql\"; fi",
            "sh",
            directory,
            place.program("psql"),
            place.socketDirectory(),
            Integer.toString(place.port())));
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
