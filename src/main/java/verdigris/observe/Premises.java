package verdigris.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import verdigris.facts.HostFacts.SystemFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Control;
import verdigris.facts.InstanceFacts.Directory;
import verdigris.facts.PgBouncerFacts.Console;
import verdigris.facts.PgBouncerFacts.RoutedDatabase;
import verdigris.facts.ServerFacts;
import verdigris.observe.Premise.Kind;
import verdigris.postgres.SystemId;
import verdigris.step.Briefing;
import verdigris.step.Wanted;
import verdigris.world.Instance;
import verdigris.world.InstanceId;

/**
 * The facts that a plan depends on, by name. Only what does not move by itself: no position, no
 * size, no lag, no clock; so equal facts give equal plans, and a plan does not age.
 */
public final class Premises {
  private final Situation situation;
  private final Briefing briefing;
  private final List<InstanceId> instances;
  private final SequencedMap<String, String> facts = new LinkedHashMap<>();

  private Premises(Situation situation) {
    this.situation = situation;
    this.briefing = situation.briefing();
    this.instances = situation.target().instances(briefing.declaration().hosts());
  }

  /** Names and values, in a fixed order; what cannot be told is not among them. */
  public static SequencedMap<String, String> of(Situation situation) {
    var premises = new Premises(situation);
    premises.primary();
    premises.replicationRole();
    premises.systems();
    premises.programs();
    premises.instances.forEach(premises::instance);
    premises.routes();
    return premises.facts;
  }

  /**
   * What is another fact now than it was, though no step that was done can have changed it.
   *
   * @param reviewed facts as they stand in the plan
   * @param now as they are
   * @param done keys of the plan's steps that are done
   * @param left keys of the others
   * @return a sentence each, with both values
   */
  public static List<String> differences(
      SequencedMap<String, String> reviewed,
      SequencedMap<String, String> now,
      List<String> done,
      List<String> left) {
    var differences = new ArrayList<String>();
    reviewed.forEach(
        (name, value) -> {
          String fresh = now.getOrDefault(name, "");
          if (!fresh.equals(value) && !isExplained(name, fresh, done, left)) {
            differences.add(
                fresh.isEmpty()
                    ? "The %s cannot be told now, reviewed was %s.".formatted(name, value)
                    : "The %s is %s now, reviewed was %s.".formatted(name, fresh, value));
          }
        });
    now.forEach(
        (name, value) -> {
          if (!reviewed.containsKey(name) && !isExplained(name, value, done, left)) {
            differences.add("The %s is %s now, reviewed was none.".formatted(name, value));
          }
        });
    return List.copyOf(differences);
  }

  /** A linked upgrade takes the old files before it ends. */
  private static boolean isExplained(
      String name, String now, List<String> done, List<String> left) {
    Optional<Premise> premise = Premise.parse(name);
    boolean taking =
        now.equals(Premise.TAKEN) && left.stream().anyMatch(s -> s.startsWith("upgrade "));
    return taking || premise.filter(p -> done.stream().anyMatch(p::isChangedBy)).isPresent();
  }

  private void put(Kind kind, String subject, Optional<String> value) {
    value.ifPresent(v -> facts.put(new Premise(kind, subject).toString(), v));
  }

  private void primary() {
    String writable =
        situation.world().instances().stream()
            .filter(Instance::isWritable)
            .map(i -> i.id().toString())
            .collect(Collectors.joining(", "));
    put(Kind.PRIMARY, "", Optional.of(writable.isEmpty() ? "none" : writable));
  }

  private void replicationRole() {
    InstanceId origin = situation.target().origin();
    if (!situation.target().ways().isEmpty()) {
      boolean same = situation.world().instance(origin).replicationRole();
      put(Kind.ROLE, origin.toString(), Optional.of(same ? "as declared" : "another"));
    }
  }

  private void systems() {
    for (String host : instances.stream().map(InstanceId::host).distinct().toList()) {
      put(
          Kind.SYSTEM,
          host,
          briefing.facts().host(host).flatMap(h -> h.system().known()).map(Premises::system));
    }
  }

  private static String system(SystemFacts system) {
    return "%s %s, %s, %s"
        .formatted(system.osId(), system.osVersion(), system.architecture(), system.libc());
  }

  private void programs() {
    var wanted = new Wanted(briefing);
    for (InstanceId id : instances) {
      put(
          Kind.PROGRAMS,
          id.host() + ":" + id.major(),
          wanted.binaries(id).map(b -> b.version().toString()));
    }
  }

  private void instance(InstanceId id) {
    Optional<InstanceFacts> found = briefing.find(id);
    Optional<Directory> directory =
        found.flatMap(f -> f.directory().known()).filter(d -> d.exists() && !d.empty());
    if (found.isEmpty() || directory.isEmpty()) {
      return;
    }
    String name = id.toString();
    boolean taken = directory.get().hasOldControl() && !directory.get().hasControl();
    if (!taken && situation.world().instance(id).isLeftOver()) {
      // Of something that was given up: it is made again, whatever it is.
      return;
    }
    put(
        Kind.IDENTITY,
        name,
        taken ? Optional.of(Premise.TAKEN) : Sight.systemId(found.get()).map(SystemId::value));
    if (id.equals(situation.target().origin())) {
      put(Kind.TIMELINE, name, timeline(found.get()));
    }
    put(Kind.DIRECTORY, name, Optional.of(found.get().paths().data()));
    put(Kind.PORT, name, Optional.of(Integer.toString(found.get().port())));
  }

  private Optional<String> timeline(InstanceFacts instance) {
    return instance
        .server()
        .known()
        .flatMap(s -> s)
        .map(ServerFacts::timeline)
        .or(() -> instance.control().known().flatMap(c -> c).map(Control::timeline))
        .map(t -> Integer.toString(t));
  }

  private void routes() {
    briefing
        .declaration()
        .clients()
        .filter(c -> c.via().equals("pgbouncer"))
        .ifPresent(
            c -> c.on().forEach(host -> c.databases().forEach(database -> route(host, database))));
  }

  private void route(String host, String database) {
    Optional<Console> console =
        briefing
            .facts()
            .host(host)
            .flatMap(h -> h.pgbouncer().known())
            .flatMap(p -> p)
            .flatMap(p -> p.running().known())
            .flatMap(c -> c);
    put(
        Kind.ROUTE,
        "%s at PgBouncer on %s".formatted(database, host),
        console.stream()
            .flatMap(c -> c.databases().stream())
            .filter(d -> d.name().equals(database))
            .findFirst()
            .map(this::route));
  }

  private String route(RoutedDatabase to) {
    String host = ClientRoute.hostAt(briefing, to.host());
    return "%s port %d, database %s"
        .formatted(host.isEmpty() ? to.host() : host, to.port(), to.database());
  }
}
