package verdigris.step;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.action.Action.Server;
import verdigris.action.Command;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.postgres.OwnFiles;
import verdigris.postgres.Quote;
import verdigris.problem.Where;
import verdigris.resource.Baseline;
import verdigris.resource.Change;
import verdigris.resource.Change.FileChange;
import verdigris.resource.Comparison;
import verdigris.resource.Fence;
import verdigris.resource.InstanceConfiguration;
import verdigris.resource.InstanceFiles;
import verdigris.resource.OwnMarker;
import verdigris.resource.Packages;
import verdigris.resource.ReplicationRole;
import verdigris.resource.RewindDoor;
import verdigris.resource.SecretState;
import verdigris.resource.SlotGuard;
import verdigris.resource.SourceConfiguration;
import verdigris.resource.Upstream;
import verdigris.world.Declaration;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.Target;

/**
 * What the declaration wants of each instance, compared with facts: the bridge between relations
 * and the resources that are configured. Pure.
 */
public final class Wanted {
  /**
   * Settings in which a standby must not undercut its upstream (manual, "Administrator's Overview"
   * of hot standby).
   */
  private static final List<String> STANDBY_LIMITS =
      List.of(
          "max_connections",
          "max_prepared_transactions",
          "max_locks_per_transaction",
          "max_worker_processes",
          "max_wal_senders");

  private final Briefing briefing;

  /**
   * @param briefing facts and declaration
   */
  public Wanted(Briefing briefing) {
    this.briefing = briefing;
  }

  /** Where an instance lies, or would lie. */
  public Place place(InstanceId id) {
    Place usual = Place.usual(isDebian(id.host()), id, declaredPort());
    Place place =
        briefing
            .find(id)
            .filter(i -> i.layout() != InstanceFacts.Layout.PLAIN)
            .map(i -> Place.found(i, usual))
            .orElse(usual);
    return binaries(id).map(b -> place.withBinaries(b.directory())).orElse(place);
  }

  /** Whether a host is laid out as Debian does it. */
  boolean isDebian(String host) {
    return software(host).map(s -> !s.manager().equals("dnf")).orElse(true);
  }

  private Optional<HostFacts.Software> software(String host) {
    return briefing.facts().host(host).flatMap(h -> h.software().known());
  }

  /** The server programs of the instance's major on its host. */
  public Optional<HostFacts.Binaries> binaries(InstanceId id) {
    return software(id.host()).stream()
        .flatMap(s -> s.binaries().stream())
        .filter(b -> b.version().major() == id.major())
        .findFirst();
  }

  /**
   * An instance that is made gets the declared port, else that of the source, so that clients find
   * it by host name alone.
   */
  private int declaredPort() {
    String declared = briefing.declaration().settings().get("port");
    if (declared != null && declared.matches("\\d{1,5}")) {
      return Integer.parseInt(declared);
    }
    return briefing.target().source().flatMap(briefing::find).map(InstanceFacts::port).orElse(5432);
  }

  /** How a session reaches an instance. */
  public Server server(InstanceId id) {
    Place place = place(id);
    return new Server(id.host(), place.socketDirectory(), place.port());
  }

  /** For each host the address by which the others reach it. */
  public SequencedMap<String, String> addresses() {
    return briefing.declaration().replication().address();
  }

  /** The declared minor version of an instance, if one is declared. */
  public Optional<Integer> minor(InstanceId id) {
    return version(id).minor();
  }

  Declaration.Wanted version(InstanceId id) {
    Declaration declaration = briefing.declaration();
    if (id.equals(briefing.target().primary())) {
      return declaration.primary().version();
    }
    return declaration.standbys().stream()
        .filter(
            s ->
                s.host().equals(id.host())
                    && s.instance().equals(id.name())
                    && s.version().major() == id.major())
        .findFirst()
        .map(Declaration.Standby::version)
        .orElse(new Declaration.Wanted(id.major(), Optional.empty()));
  }

  /** How long a server may take to start or stop: recovery after a crash can be long. */
  static Duration startLimit() {
    return Duration.ofMinutes(5);
  }

  /**
   * Whether an instance is of our own making, or not made yet: then its configuration is ours as a
   * whole.
   */
  public boolean isOurs(InstanceId id) {
    Optional<InstanceFacts.Directory> directory =
        briefing.find(id).flatMap(i -> i.directory().known()).filter(d -> d.exists() && !d.empty());
    return directory.isEmpty()
        ? !id.equals(briefing.target().origin())
        : directory.get().ownMarker().filter(m -> OwnMarker.isOf(m, id.host())).isPresent();
  }

  /** The configuration files of an instance of ours, by whom it follows now or is to follow. */
  public InstanceFiles files(InstanceId id) {
    return files(id, upstream(id));
  }

  /** The configuration files of an instance of ours that is to follow somebody, or nobody. */
  public InstanceFiles files(InstanceId id, Optional<InstanceId> upstream) {
    return new InstanceFiles(
        opensLater(id) ? Optional.of(Fence.INSTANCE) : Optional.empty(),
        new InstanceConfiguration(
            briefing.declaration(),
            id.host(),
            briefing.host(id.host()),
            place(id).placement(),
            baseline(id),
            upstream.map(this::upstreamAt),
            addresses(),
            briefing.templates(),
            playbook()));
  }

  /**
   * Where a configuration starts from: the source while it serves, else what our own files still
   * hold of it.
   */
  private Optional<Baseline> baseline(InstanceId id) {
    InstanceId source = briefing.target().origin();
    Target target = briefing.target();
    Optional<InstanceId> ours =
        Stream.of(id, target.primary(), target.successor())
            .filter(o -> !o.equals(source) && isOurs(o) && isConfigured(o))
            .findFirst();
    boolean asks = briefing.server(source).filter(s -> !s.inRecovery()).isPresent();
    if (asks || (ours.isEmpty() && briefing.find(source).isPresent())) {
      HostFacts host = briefing.host(source.host());
      return briefing.find(source).map(instance -> Baseline.of(host, instance));
    }
    return ours.flatMap(
        o -> briefing.find(o).map(instance -> Baseline.ofOurs(briefing.host(o.host()), instance)));
  }

  /** An upgraded instance is closed from its making on, until it has everything. */
  boolean opensLater(InstanceId id) {
    return briefing.target().upgrades() && id.equals(briefing.target().primary());
  }

  private boolean isConfigured(InstanceId id) {
    return briefing
        .find(id)
        .flatMap(i -> i.files().known())
        .filter(f -> !f.config().isEmpty())
        .isPresent();
  }

  /**
   * Whom an instance follows when the step is done; one that follows nobody yet, whom it will.
   *
   * @return empty for a primary
   */
  public Optional<InstanceId> upstream(InstanceId id) {
    List<Target.Link> links =
        briefing.target().ways().stream().filter(l -> l.standby().equals(id)).toList();
    return switch (briefing.roles().getOrDefault(id, new Role.Nothing())) {
      case Role.Primary() -> Optional.empty();
      case Role.StandbyOf(InstanceId upstream) -> Optional.of(upstream);
      case Role.Nothing(), Role.Stray() -> links.stream().findFirst().map(Target.Link::upstream);
    };
  }

  private Upstream upstreamAt(InstanceId upstream) {
    SequencedMap<String, String> limits = new LinkedHashMap<>();
    briefing
        .server(upstream)
        .ifPresent(
            s ->
                STANDBY_LIMITS.forEach(
                    name -> s.setting(name).ifPresent(v -> limits.put(name, v.rawValue()))));
    return new Upstream(
        upstream.host(),
        addresses().getOrDefault(upstream.host(), upstream.host()),
        place(upstream).port(),
        limits);
  }

  private static Where playbook() {
    return new Where.InFile("playbook");
  }

  /**
   * What is declared for an instance's files against what is there; empty when there is no such
   * instance in any form.
   */
  public Optional<Comparison> comparison(InstanceId id) {
    Optional<InstanceFacts> existing = briefing.find(id);
    if (existing.isEmpty()) {
      return Optional.empty();
    }
    if (isOurs(id)) {
      return Optional.of(files(id).compare(existing.get(), SecretState.SAME));
    }
    return Optional.of(
        new SourceConfiguration(
                briefing.declaration(),
                id.host(),
                briefing.host(id.host()),
                existing.get(),
                id.equals(briefing.target().origin())
                    ? upstream(id).map(this::upstreamAt)
                    : Optional.empty(),
                addresses(),
                playbook())
            .compare());
  }

  /** What lets an instance of ours start again that somebody disabled. */
  List<Change> startable(InstanceId id) {
    boolean disabled =
        briefing.find(id).filter(i -> i.boot() == InstanceFacts.Boot.DISABLED).isPresent();
    if (!disabled || !isOurs(id)) {
      return List.of();
    }
    return files(id).creation(InstanceFacts.Boot.AUTO).stream()
        .filter(c -> c instanceof Change.FileChange f && f.path().endsWith("/start.conf"))
        .toList();
  }

  /** What our own marker in its data directory says; empty when there is none of this host's. */
  Optional<OwnMarker> marker(InstanceId id) {
    return briefing
        .find(id)
        .flatMap(i -> i.directory().known())
        .flatMap(d -> d.ownMarker())
        .map(OwnMarker::parse)
        .filter(m -> m.host().equals(id.host()));
  }

  /**
   * The files that make a stopped primary a standby, the marker last. What others put into its
   * configuration stays.
   */
  List<FileChange> demotion(InstanceId id, InstanceId upstream) {
    List<FileChange> following =
        fileChanges(files(id, Optional.of(upstream)).following(SecretState.DIFFERENT));
    if (isOurs(id) || id.major() < 12) {
      return following;
    }
    Place place = place(id);
    String included =
        OwnFiles.included(place.placement().paths().config(), place.placement().isDebian());
    List<FileChange> theirs =
        briefing
            .find(id)
            .map(
                existing ->
                    new SourceConfiguration(
                            briefing.declaration(),
                            id.host(),
                            briefing.host(id.host()),
                            existing,
                            Optional.of(upstreamAt(upstream)),
                            addresses(),
                            playbook())
                        .compare()
                        .changes())
            .map(Wanted::fileChanges)
            .orElse(List.of());
    return following.stream()
        .flatMap(
            f ->
                f.path().equals(included)
                    ? theirs.stream().filter(t -> t.path().equals(included))
                    : Stream.of(f))
        .toList();
  }

  private static List<FileChange> fileChanges(List<Change> changes) {
    return changes.stream()
        .filter(FileChange.class::isInstance)
        .map(FileChange.class::cast)
        .toList();
  }

  /**
   * Whether a change is about whom a standby follows, and so can be made only while it is stopped.
   */
  public boolean isRecovery(InstanceId id, Change change) {
    Place place = place(id);
    String included =
        OwnFiles.included(place.placement().paths().config(), place.placement().isDebian());
    return isOurs(id)
        && change instanceof Change.FileChange file
        && (file.path().startsWith(place.data() + "/")
            || (id.major() >= 12 && file.path().equals(included)));
  }

  /** What must be installed on an instance's host. */
  public Packages.Missing packages(InstanceId id) {
    Optional<ServerFacts> source = briefing.target().source().flatMap(briefing::server);
    return software(id.host())
        .map(s -> new Packages(version(id), source).compare(s))
        .orElseGet(() -> new Packages.Missing(Optional.empty(), List.of()));
  }

  /** What the replication role on the primary needs, by what is known without its secret. */
  public Optional<Change> role(InstanceId primary, SecretState password) {
    return briefing
        .server(primary)
        .flatMap(s -> s.roles().known())
        .flatMap(
            roles ->
                new ReplicationRole(briefing.declaration().replication()).compare(roles, password));
  }

  /**
   * The timer that guards the disk of an upstream against the slot of a standby; empty where the
   * server has a limit of its own.
   */
  public Optional<SlotGuard> guard(InstanceId standby, InstanceId upstream) {
    int percent = briefing.declaration().limits().slotWalPercent();
    if (!SlotGuard.isNeeded(upstream.major(), isOurs(upstream), isLimited(upstream), percent)) {
      return Optional.empty();
    }
    Place place = place(upstream);
    return Optional.of(
        new SlotGuard(
            briefing.declaration().topology(),
            OwnFiles.slot(standby.host()),
            place.placement().isDebian() ? "/var/lib/postgresql" : "/var/lib/pgsql",
            place.program("psql"),
            place.socketDirectory(),
            place.port(),
            briefing.find(upstream).map(i -> i.paths().wal()).orElse(place.data() + "/pg_wal"),
            percent));
  }

  /** Whether the server bounds what all its slots keep, or is declared to. */
  private boolean isLimited(InstanceId id) {
    String name = "max_slot_wal_keep_size";
    Optional<String> now =
        briefing.server(id).flatMap(s -> s.setting(name)).map(ServerFacts.Setting::rawValue);
    return !briefing.declaration().settings().getOrDefault(name, now.orElse("-1")).equals("-1");
  }

  /** The packages of running instances on a host; they must not change under them. */
  public List<String> packagesInUse(String host) {
    List<Integer> running =
        briefing.facts().host(host).flatMap(h -> h.instances().known()).stream()
            .flatMap(List::stream)
            .filter(i -> i.server().known().flatMap(s -> s).isPresent())
            .map(InstanceFacts::major)
            .distinct()
            .toList();
    return software(host).stream()
        .flatMap(s -> s.packages().stream())
        .map(HostFacts.InstalledPackage::name)
        .filter(
            n ->
                running.stream()
                    .anyMatch(
                        m -> n.matches("postgresql-?%d.*|postgresql-client-%d".formatted(m, m))))
        .toList();
  }

  /** A command of the playbook with an instance's address and port, for a shell. */
  String filled(String command, InstanceId id) {
    return command
        .replace("{{host}}", Command.quote(addresses().getOrDefault(id.host(), id.host())))
        .replace("{{port}}", Integer.toString(place(id).port()));
  }

  /** The same connection as the standby's, under the name that everybody knows a base backup by. */
  String baseBackupConninfo(InstanceId id, InstanceId from) {
    return conninfo(id, from, "pg_basebackup");
  }

  /** How pg_rewind logs in, with a password file of its own. */
  String rewindConninfo(InstanceId id, InstanceId from) {
    String data = place(id).data();
    return conninfo(id, from, "pg_rewind")
            .replace(
                Quote.conninfo(OwnFiles.passfile(data)),
                Quote.conninfo(OwnFiles.rewindPassfile(data)))
        + " dbname="
        + RewindDoor.DATABASE;
  }

  private String conninfo(InstanceId id, InstanceId from, String program) {
    return files(id, Optional.of(from))
        .wanted()
        .following()
        .map(
            f ->
                f.conninfo()
                    .replace(
                        "application_name=" + OwnFiles.slot(id.host()),
                        "application_name=" + program))
        .orElseThrow();
  }
}
