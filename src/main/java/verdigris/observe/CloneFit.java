package verdigris.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import verdigris.facts.Disks;
import verdigris.facts.HostFacts.Disk;
import verdigris.facts.HostFacts.SortSample;
import verdigris.facts.HostFacts.SystemFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Bytes;
import verdigris.postgres.CollationNames;
import verdigris.step.Briefing;
import verdigris.step.Place;
import verdigris.step.Wanted;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;

/**
 * Whether a physical copy of the source can live on another host: same processor architecture, same
 * order of text, room for it (manual, "Log-Shipping Standby Servers"; {@code pg_basebackup} takes
 * no account of collations).
 */
final class CloneFit {
  private final Briefing briefing;
  private final Wanted wanted;
  private final InstanceFacts source;
  private final InstanceId id;

  CloneFit(Briefing briefing, Wanted wanted, InstanceFacts source, InstanceId id) {
    this.briefing = briefing;
    this.wanted = wanted;
    this.source = source;
    this.id = id;
  }

  List<Obstacle> obstacles() {
    var found = new ArrayList<Obstacle>();
    disk().ifPresent(found::add);
    different(
            "processor architecture",
            SystemFacts::architecture,
            "A physical copy needs the same one on both hosts.")
        .ifPresent(found::add);
    collation().ifPresent(found::add);
    tablespaces().ifPresent(found::add);
    mountPoint().ifPresent(found::add);
    return found;
  }

  private Obstacle obstacle(String fact, String remedy) {
    return new Obstacle(id.host(), List.of("clone"), fact, remedy);
  }

  private Optional<Obstacle> disk() {
    long needs = needed();
    long credit =
        briefing
            .find(Place.cloneOf(id))
            .flatMap(c -> c.directory().known())
            .map(d -> Math.max(0, d.sizeBytes()))
            .orElse(0L);
    return target()
        .filter(d -> d.freeBytes() + credit < needs)
        .map(
            d ->
                obstacle(
                    "%s has %s free on %s, the clone needs %s."
                        .formatted(
                            id.host(),
                            Bytes.text(d.freeBytes()),
                            d.mountPoint(),
                            Bytes.text(needs)),
                    "Free or add " + Bytes.text(needs - d.freeBytes()) + "."));
  }

  /** What is there, WAL that comes meanwhile, and a tenth of reserve. */
  private long needed() {
    long used = Math.max(directorySize(), databasesSize());
    return used + used / 10 + (64L << 20);
  }

  /** Not known where counting took too long. */
  private long directorySize() {
    return source.directory().known().map(InstanceFacts.Directory::sizeBytes).orElse(0L);
  }

  private long databasesSize() {
    return source.server().known().flatMap(s -> s).stream()
        .flatMap(s -> s.databases().stream())
        .mapToLong(d -> Math.max(0, d.sizeBytes()))
        .sum();
  }

  /**
   * The file system that holds the place of the new data directory: the longest mount point above
   * it.
   */
  private Optional<Disk> target() {
    String data = wanted.place(id).data();
    return briefing
        .facts()
        .host(id.host())
        .flatMap(h -> h.disks().known())
        .flatMap(d -> Disks.of(d, data));
  }

  private Optional<Obstacle> mountPoint() {
    String data = wanted.place(id).data();
    return target()
        .filter(d -> d.mountPoint().equals(data))
        .map(
            d ->
                obstacle(
                    "On %s the data directory %s is itself a mount point; a clone is made beside its place and renamed, which cannot cross file systems."
                        .formatted(id.host(), data),
                    "Mount the file system on the parent directory."));
  }

  private Optional<SystemFacts> system(String host) {
    return briefing.facts().host(host).flatMap(h -> h.system().known());
  }

  private String sourceHost() {
    return briefing
        .target()
        .source()
        .map(InstanceId::host)
        .orElse(briefing.target().primary().host());
  }

  private Optional<Obstacle> different(
      String what, Function<SystemFacts, String> part, String remedy) {
    Optional<String> here = system(id.host()).map(part);
    Optional<String> there = system(sourceHost()).map(part);
    if (here.isEmpty() || there.isEmpty() || here.equals(there)) {
      return Optional.empty();
    }
    return Optional.of(
        obstacle(
            "The %s of %s is %s, that of %s is %s."
                .formatted(what, id.host(), here.get(), sourceHost(), there.get()),
            remedy));
  }

  /** Only collations that a database uses matter; C and POSIX sort alike everywhere. */
  private Optional<Obstacle> collation() {
    List<String> used =
        source
            .server()
            .known()
            .flatMap(s -> s)
            .map(ServerFacts::databases)
            .orElse(List.of())
            .stream()
            .map(d -> CollationNames.canonical(d.collate()))
            .distinct()
            .filter(c -> !c.equals("c") && !c.equals("posix"))
            .toList();
    return used.stream().filter(this::sortsDifferently).findFirst().map(this::collationObstacle);
  }

  private boolean sortsDifferently(String collation) {
    Optional<String> here = digest(id.host(), collation);
    Optional<String> there = digest(sourceHost(), collation);
    if (there.isEmpty()) {
      // Not sampled there: the same libc is the only thing that is known to sort alike.
      return !system(id.host())
          .map(SystemFacts::libc)
          .equals(system(sourceHost()).map(SystemFacts::libc));
    }
    return !there.equals(here);
  }

  private Optional<String> digest(String host, String collation) {
    return system(host)
        .flatMap(
            s ->
                s.sortSamples().stream()
                    .filter(l -> CollationNames.canonical(l.locale()).equals(collation))
                    .map(SortSample::digest)
                    .findFirst());
  }

  private Obstacle collationObstacle(String collation) {
    String libc = system(id.host()).map(SystemFacts::libc).orElse("unknown");
    boolean missing = digest(id.host(), collation).isEmpty();
    return obstacle(
        missing
            ? "%s does not have the locale %s that a database of %s uses."
                .formatted(id.host(), collation, source.label())
            : "%s (%s) sorts text in %s differently from %s; indexes of a copy would be wrong without any error."
                .formatted(id.host(), libc, collation, sourceHost()),
        missing
            ? "Generate the locale on " + id.host() + "."
            : "Use the same operating system release on both hosts.");
  }

  private Optional<Obstacle> tablespaces() {
    List<String> spaces = source.paths().tablespaces();
    if (spaces.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        obstacle(
            "%s has tablespaces (%s); cloning them is not built yet."
                .formatted(source.label(), String.join(", ", spaces)),
            "Clone this standby by hand; Verdigris takes over from there."));
  }
}
