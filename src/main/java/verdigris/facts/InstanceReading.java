package verdigris.facts;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.facts.InstanceFacts.Directory;
import verdigris.facts.InstanceFacts.Files;
import verdigris.facts.InstanceFacts.Layout;
import verdigris.facts.InstanceFacts.Marker;
import verdigris.facts.InstanceFacts.Paths;
import verdigris.facts.InstancesProbe.Found;
import verdigris.facts.MountsProbe.Mounts;
import verdigris.facts.ProcessesProbe.Postmaster;
import verdigris.facts.ProcessesProbe.Processes;
import verdigris.facts.UnitsProbe.Unit;

/**
 * What an instance's traces mean, together with what else is known of its host.
 *
 * @param systemd whether units could be seen
 */
record InstanceReading(boolean systemd, List<Unit> units, Mounts mounts, Processes processes) {

  InstanceFacts read(Found found) {
    Reading<Directory> directory = directory(found);
    int pid = directory.known().map(Directory::livePid).orElse(0);
    Optional<Unit> unit = unit(found, pid);
    return new InstanceFacts(
        found.major(),
        found.name(),
        found.layout(),
        paths(found, pid),
        port(found, pid),
        unit.map(Unit::id),
        boot(found, unit),
        directory,
        directory instanceof Reading.Unknown<Directory>(String reason)
            ? Reading.unknown(reason)
            : ControlData.read(found),
        files(found),
        pid == 0 ? directory.map(_ -> Optional.empty()) : Reading.unknown(notAsked(pid)));
  }

  /** A session in a server that pg_upgrade runs (option -b) could make it fail. */
  private String notAsked(int pid) {
    return postmaster(p -> p.pid() == pid && p.arguments().contains("-b")).isPresent()
        ? "pg_upgrade runs the server, so it was not asked."
        : InstanceFacts.NOT_ASKED;
  }

  // ---- the data directory

  private Reading<Directory> directory(Found found) {
    Section seen = found.observed();
    String obstacle = seen.first("obstacle");
    if (!obstacle.isEmpty()) {
      return Reading.unknown(
          found.data()
              + " cannot be looked into: "
              + obstacle
              + " is closed to us or leads nowhere.");
    }
    boolean absent = !seen.first("absent").isEmpty();
    boolean empty = absent || seen.all("content").isEmpty();
    Optional<String> missing = empty ? mounts.missingFor(found.data()) : Optional.empty();
    if (missing.isPresent()) {
      return Reading.unknown(
          "The file system that belongs at "
              + missing.get()
              + " is not mounted, so what should be in "
              + found.data()
              + " cannot be seen.");
    }
    return Reading.of(absent ? ABSENT : present(found, seen, empty));
  }

  private static final Directory ABSENT =
      new Directory(
          false,
          true,
          "",
          "",
          0,
          false,
          false,
          Marker.NONE,
          Optional.empty(),
          false,
          false,
          Optional.empty(),
          0,
          0);

  private Directory present(Found found, Section seen, boolean empty) {
    String[] stat = (seen.first("stat") + " ").split(" ", -1);
    String version = seen.first("PG_VERSION");
    String kilobytes = seen.first("kilobytes");
    return new Directory(
        true,
        empty,
        stat[0],
        stat[1],
        version.matches("\\d{2}") ? Integer.parseInt(version) : 0,
        has(seen, "global/pg_control"),
        has(seen, "global/pg_control.old"),
        marker(seen),
        Optional.ofNullable(found.texts().get(found.data() + "/verdigris.json")),
        has(seen, "backup_label"),
        has(seen, "pg_upgrade_output.d"),
        slots(seen),
        livePid(seen, found),
        kilobytes.isEmpty() ? -1 : seen.number("du", kilobytes) * 1024);
  }

  private static Optional<List<String>> slots(Section seen) {
    return seen.all("slots").stream()
        .findFirst()
        .map(names -> names.isEmpty() ? List.of() : List.of(names.split(" ")));
  }

  private static boolean has(Section seen, String file) {
    return seen.all("has").contains(file);
  }

  /**
   * With both signals standby.signal wins (manual, "Recovery Target": "standby.signal takes
   * precedence").
   */
  private static Marker marker(Section seen) {
    if (has(seen, "recovery.conf")) {
      return Marker.RECOVERY_CONF;
    }
    if (has(seen, "standby.signal")) {
      return Marker.STANDBY_SIGNAL;
    }
    return has(seen, "recovery.signal") ? Marker.RECOVERY_SIGNAL : Marker.NONE;
  }

  /** postmaster.pid outlives a crash, and its number may be another process by then. */
  private int livePid(Section seen, Found found) {
    String real = seen.first("real");
    Optional<Postmaster> byDirectory =
        postmaster(p -> !real.isEmpty() && p.directory().equals(real));
    if (byDirectory.isPresent()) {
      return byDirectory.get().pid();
    }
    String pid = pidFile(found).value(0);
    return postmaster(p -> p.directory().isEmpty() && Integer.toString(p.pid()).equals(pid))
        .map(Postmaster::pid)
        .orElse(0);
  }

  private Optional<Postmaster> postmaster(Predicate<Postmaster> wanted) {
    return processes.postmasters().stream().filter(wanted).findFirst();
  }

  private static Section.Row pidFile(Found found) {
    return found.observed().rows().stream()
        .filter(row -> row.key().equals("pidfile"))
        .findFirst()
        .orElse(new Section.Row("pidfile", List.of()));
  }

  // ---- how it is configured

  private static Paths paths(Found found, int pid) {
    Section seen = found.observed();
    String socket = pid == 0 ? "" : pidFile(found).value(2).strip();
    String wal = seen.first("wal");
    return new Paths(
        found.data(),
        found.config(),
        found.hba(),
        found.ident(),
        socket.isEmpty() ? configuredSocketDirectory(found) : socket,
        Optional.of(seen.first("log")).filter(log -> !log.isEmpty()),
        wal.isEmpty() ? found.data() + "/pg_wal" : wal,
        seen.all("tablespace"));
  }

  private static String configuredSocketDirectory(Found found) {
    String standard = found.layout() == Layout.PLAIN ? "/tmp" : "/var/run/postgresql";
    return ServerConfig.value(found.texts(), "unix_socket_directories")
        .map(list -> list.split(",", -1)[0].strip())
        .filter(first -> !first.isEmpty())
        .orElse(standard);
  }

  private static int port(Found found, int pid) {
    String running = pidFile(found).value(1).strip();
    if (pid != 0 && running.matches("\\d{1,5}")) {
      return Integer.parseInt(running);
    }
    return ServerConfig.value(found.texts(), "port")
        .filter(text -> text.matches("\\d{1,5}"))
        .map(Integer::parseInt)
        .orElse(5432);
  }

  /** Unknown when the text of a file that is there may not be seen. */
  private static Reading<Files> files(Found found) {
    List<String> denied = found.observed().all("denied");
    if (!denied.isEmpty()) {
      return Reading.unknown(String.join(", ", denied) + " cannot be read.");
    }
    String digest = found.observed().first("passfile");
    return Reading.of(
        new Files(
            text(found, found.config()),
            text(found, found.included()),
            text(found, found.data() + "/postgresql.auto.conf"),
            text(found, found.hba()),
            text(found, found.data() + "/recovery.conf"),
            Optional.of(digest).filter(d -> !d.isEmpty())));
  }

  private static String text(Found found, String path) {
    return found.texts().getOrDefault(path, "");
  }

  // ---- who starts it

  private Optional<Unit> unit(Found found, int pid) {
    Optional<Unit> running = units.stream().filter(u -> pid != 0 && u.mainPid() == pid).findFirst();
    return running.isPresent()
        ? running
        : switch (found.layout()) {
          case DEBIAN -> byName("postgresql@" + found.major() + "-" + found.name() + ".service");
          case RHEL ->
              byName("postgresql-" + found.major() + ".service")
                  .or(() -> byName("postgresql.service"));
          case PLAIN -> Optional.empty();
        };
  }

  private Optional<Unit> byName(String id) {
    return units.stream().filter(u -> u.id().equals(id)).findFirst();
  }

  private Boot boot(Found found, Optional<Unit> unit) {
    if (unit.filter(InstanceReading::isMasked).isPresent()) {
      return Boot.DISABLED;
    }
    return switch (found.layout()) {
      case DEBIAN -> debianBoot(found);
      case RHEL ->
          unit.filter(u -> u.fileState().startsWith("enabled")).isPresent()
              ? Boot.AUTO
              : Boot.MANUAL;
      case PLAIN -> Boot.MANUAL;
    };
  }

  /**
   * start.conf (pg_createcluster(1)); systemd starts the automatic ones through the umbrella unit
   * postgresql.service, so nothing starts where that is disabled.
   */
  private Boot debianBoot(Found found) {
    int slash = found.config().lastIndexOf('/');
    String word =
        text(found, found.config().substring(0, slash) + "/start.conf")
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .findFirst()
            .orElse("auto");
    return switch (word) {
      case "disabled" -> Boot.DISABLED;
      case "manual" -> Boot.MANUAL;
      default -> systemd && !umbrellaStarts() ? Boot.MANUAL : Boot.AUTO;
    };
  }

  private boolean umbrellaStarts() {
    return byName("postgresql.service")
        .filter(u -> !isMasked(u) && u.fileState().startsWith("enabled"))
        .isPresent();
  }

  private static boolean isMasked(Unit unit) {
    return unit.load().equals("masked") || unit.fileState().startsWith("masked");
  }
}
