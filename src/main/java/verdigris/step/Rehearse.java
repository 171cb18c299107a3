package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.action.Action.Job;
import verdigris.action.Action.Run;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.action.Text;
import verdigris.facts.HostFacts.Binaries;
import verdigris.facts.InstanceFacts.Layout;
import verdigris.facts.InstanceFacts.Paths;
import verdigris.facts.Rehearsal;
import verdigris.facts.Rehearsal.Phase;
import verdigris.facts.ServerFacts;
import verdigris.postgres.OwnFiles;
import verdigris.postgres.Quote;
import verdigris.postgres.SystemId;
import verdigris.resource.Placement;
import verdigris.world.InstanceId;

/**
 * The upgrade, rehearsed on a throw-away copy of the standby that will be upgraded, beside it on
 * its host. No step of a plan: it changes nothing that a plan is about.
 *
 * <p>The copy is a base backup over the standby's own socket (manual, "pg_basebackup": from a
 * standby too). It holds no slot (base backups leave {@code pg_replslot} out), and what makes it a
 * standby is taken away before it starts. The commands are those of the steps {@link
 * CreateInstance}, {@link CheckUpgrade}, {@link UpgradeInstance} and {@link ComputeStatistics}.
 *
 * @param briefing facts and declaration
 */
public record Rehearse(Briefing briefing) {
  private static final String WAIT_SECONDS = "86400";
  private static final int PORT = 50432;

  /** Settings without which the copy may hold more than its server lets it. */
  private static final List<String> LIMITS =
      List.of(
          "max_connections",
          "max_locks_per_transaction",
          "max_pred_locks_per_transaction",
          "max_prepared_transactions",
          "max_files_per_process");

  /** The standby that is copied. */
  public InstanceId old() {
    return briefing.target().successor();
  }

  /** The instance that the real upgrade is to. */
  public InstanceId id() {
    return briefing.target().primary();
  }

  /**
   * The directory that everything happens in: hidden, beside the data directory, and so on its file
   * system, where links and reflinks are what they will be.
   */
  public String scratch() {
    return OwnFiles.directory(oldPlace().data()) + "/.verdigris-rehearsal";
  }

  /** The directory of the copy, by whose size its progress is told. */
  public String copy() {
    return scratch() + "/" + RehearsalScript.OLD;
  }

  /** Size of the standby's databases; empty when no server of the old major tells. */
  public Optional<Long> databaseBytes() {
    return Stream.of(old(), briefing.target().origin())
        .flatMap(i -> briefing.server(i).stream())
        .map(s -> s.databases().stream().mapToLong(d -> Math.max(0, d.sizeBytes())).sum())
        .filter(bytes -> bytes > 0)
        .findFirst();
  }

  /** The last rehearsal of this upgrade that still tells what it will take. */
  public Optional<Rehearsal> last() {
    if (!briefing.target().upgrades()) {
      return Optional.empty();
    }
    Optional<SystemId> source = source();
    return briefing.facts().host(id().host()).flatMap(h -> h.rehearsals().known()).stream()
        .flatMap(List::stream)
        .filter(
            r ->
                source
                    .filter(
                        s -> r.fits(id().label(), old().label(), s, transfer(), databaseBytes()))
                    .isPresent())
        .findFirst();
  }

  private Optional<SystemId> source() {
    return Optional.of(CreateInstance.lineage(briefing))
        .filter(l -> !l.isEmpty())
        .map(SystemId::new);
  }

  private String transfer() {
    return briefing.declaration().upgrade().transfer().name().toLowerCase(Locale.ROOT);
  }

  /** Removes what an earlier rehearsal left; says {@code removed} when there was something. */
  public Run clear() {
    return new Run(
        id().host(),
        Command.postgres("sh", "-c", RehearsalScript.CLEAR, "sh", scratch()),
        Text.of(""),
        Duration.ofMinutes(30));
  }

  /** The name of the unit that does it all. */
  public String unit() {
    return Deeds.unit("rehearse", briefing, id());
  }

  /** The job that does it all and leaves the result. */
  public Job job() {
    return new Job(
        id().host(),
        unit(),
        Command.postgres("sh", "-c", script().text()),
        Duration.ofDays(2),
        copy(),
        briefing
            .find(old())
            .flatMap(i -> i.directory().known())
            .map(d -> Math.max(0, d.sizeBytes()))
            .orElse(0L));
  }

  /** Prints the file with the result. */
  public Command result() {
    return Command.postgres("sh", "-c", "cat ~postgres/.verdigris/\"$1\"", "sh", resultName());
  }

  private String resultName() {
    return "rehearsal-" + id().major() + "-" + id().name();
  }

  /** What the job runs. */
  public RehearsalScript script() {
    return new RehearsalScript(
        scratch(),
        phases(),
        isolation(),
        preloaded(old()),
        preloaded(id()),
        old().major(),
        resultName(),
        Rehearsal.head(
            id().label(),
            old().label(),
            source().orElseThrow(),
            transfer(),
            databaseBytes().orElseThrow()));
  }

  private SequencedMap<Phase, String> phases() {
    Place before = scratchPlace(old(), RehearsalScript.OLD);
    Place after = scratchPlace(id(), RehearsalScript.NEW);
    List<String> upgrade = PgUpgrade.argv(before, after, briefing.declaration().upgrade());
    SequencedMap<Phase, String> phases = new LinkedHashMap<>();
    phases.put(Phase.COPY, words(backup(before)));
    phases.put(
        Phase.RECOVER,
        words(start(before))
            + " && "
            + words(
                List.of(
                    "recovered",
                    before.program("pg_isready"),
                    before.data(),
                    Integer.toString(PORT))));
    phases.put(
        Phase.STOP,
        words(
            List.of(
                before.program("pg_ctl"),
                "-D",
                before.data(),
                "-m",
                "fast",
                "-w",
                "-t",
                WAIT_SECONDS,
                "stop")));
    var initdb = new ArrayList<>(List.of(after.program("initdb"), "-D", after.data()));
    initdb.addAll(CreateInstance.options(briefing, old()));
    phases.put(Phase.CREATE, words(initdb));
    phases.put(Phase.CHECK, words(Stream.concat(upgrade.stream(), Stream.of("--check")).toList()));
    phases.put(Phase.UPGRADE, words(upgrade));
    phases.put(Phase.START, words(start(after)));
    phases.put(
        Phase.STATISTICS,
        words(Deeds.analyze(after, briefing.declaration().upgrade().jobs(), true).argv()));
    return phases;
  }

  private List<String> backup(Place to) {
    Place from = oldPlace();
    var argv =
        new ArrayList<>(
            List.of(
                from.program("pg_basebackup"),
                "-D",
                to.data(),
                "-h",
                from.socketDirectory(),
                "-p",
                Integer.toString(from.port()),
                "-U",
                "postgres",
                "-X",
                "stream",
                "-c",
                "fast",
                "--no-password"));
    briefing.declaration().replication().rate().ifPresent(r -> argv.addAll(List.of("-r", r)));
    return argv;
  }

  private List<String> start(Place place) {
    return List.of(
        place.program("pg_ctl"),
        "-D",
        place.data(),
        "-w",
        "-t",
        WAIT_SECONDS,
        "-l",
        scratch() + "/server.log",
        "start");
  }

  private static String words(List<String> argv) {
    return new Command(RunAs.LOGIN, argv).shell();
  }

  /**
   * No TCP, no archive, no standby of its own, nobody's subscriber. Without a slot for background
   * workers none runs, whatever library is preloaded and would have had one (a worker that finds no
   * slot is logged and left out: bgworker.c, RegisterBackgroundWorker); without the libraries
   * themselves pg_upgrade could not load what functions need. A copy in recovery is no hot standby,
   * so its limits may be lower than the primary's. Memory is as by default, because the standby
   * beside it keeps its own.
   */
  private String isolation() {
    var lines =
        new ArrayList<>(
            List.of(
                "listen_addresses = ''",
                "port = " + PORT,
                "unix_socket_directories = " + Quote.setting(scratch()),
                "unix_socket_permissions = 0700",
                "archive_mode = off",
                "hot_standby = off",
                "max_wal_senders = 0",
                "max_worker_processes = 0",
                "max_logical_replication_workers = 0",
                "autovacuum = off"));
    LIMITS.forEach(
        name ->
            briefing
                .server(old())
                .flatMap(s -> s.setting(name))
                .map(ServerFacts.Setting::rawValue)
                .filter(v -> v.matches("\\d+"))
                .ifPresent(v -> lines.add(name + " = " + v)));
    return lines.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  /** Those that the standby preloads and this major has on the host. */
  private String preloaded(InstanceId which) {
    List<String> there =
        new Wanted(briefing).binaries(which).map(Binaries::libraries).orElse(List.of());
    String all =
        briefing
            .server(old())
            .flatMap(s -> s.setting("shared_preload_libraries"))
            .map(ServerFacts.Setting::rawValue)
            .orElse("");
    return Arrays.stream(all.split(","))
        .map(
            l ->
                l.strip()
                    .replace("\"", "")
                    .replaceFirst("^\\$libdir/", "")
                    .replaceFirst("\\.so$", ""))
        .filter(there::contains)
        .collect(Collectors.joining(", "));
  }

  private Place scratchPlace(InstanceId instance, String directory) {
    String data = scratch() + "/" + directory;
    var paths =
        new Paths(
            data,
            data + "/postgresql.conf",
            data + "/pg_hba.conf",
            data + "/pg_ident.conf",
            scratch(),
            Optional.empty(),
            data + "/pg_wal",
            List.of());
    return new Place(
        new Placement(Layout.PLAIN, instance.major(), directory, paths, PORT),
        new Wanted(briefing).place(instance).binaries(),
        "");
  }

  private Place oldPlace() {
    return new Wanted(briefing).place(old());
  }
}
