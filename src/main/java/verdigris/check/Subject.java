package verdigris.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.check.Check.Guard;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.HostFacts.SystemFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.PgBouncerFacts.Console;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.facts.Survey;
import verdigris.facts.Survey.Item;
import verdigris.facts.Survey.ItemKind;
import verdigris.facts.Survey.OfServer;
import verdigris.facts.TrialScript;
import verdigris.postgres.SystemId;
import verdigris.world.Declaration;
import verdigris.world.InstanceId;

/**
 * What checks look at.
 *
 * @param facts of every host of the playbook
 * @param survey what was asked for checks alone
 * @param declaration the playbook
 * @param source the instance that serves today
 * @param primary the instance that is to serve
 */
public record Subject(
    Facts facts, Survey survey, Declaration declaration, InstanceId source, InstanceId primary) {
  static final String NOT_RUNNING = "The server does not run, so it cannot be asked.";

  /** The same with an upgrade that was tried. */
  public Subject with(Reading<Optional<Survey.Trial>> trial) {
    return new Subject(facts, survey.withTrial(trial), declaration, source, primary);
  }

  /**
   * How an upgrade can be tried on the new primary's host.
   *
   * @return empty when there is no upgrade to try; Unknown with what is missing
   */
  public Reading<Optional<TrialScript>> trial() {
    return isUpgrade() ? Trials.script(this).map(Optional::of) : Reading.of(Optional.empty());
  }

  /** Whether the way has anything that checks are about; told by the facts alone. */
  public boolean isCutover() {
    return !guards().isEmpty();
  }

  /** The parts of the way from the source to the declared primary. */
  List<Guard> guards() {
    List<Guard> parts = new ArrayList<>();
    if (isDone()) {
      return List.of();
    }
    if (isSwitchover()) {
      parts.add(Guard.SWITCHOVER);
    }
    if (source.major() != primary.major()) {
      parts.add(Guard.UPGRADE);
    }
    boolean again = declaration.standbys().stream().anyMatch(s -> s.host().equals(source.host()));
    if (isSwitchover() && again) {
      parts.add(Guard.REBUILD);
    }
    return List.copyOf(parts);
  }

  /** The declared primary serves, and the source does not any more. */
  private boolean isDone() {
    boolean serves =
        server(primary).known().filter(s -> !s.inRecovery()).isPresent() && !primary.equals(source);
    return serves && find(source).flatMap(i -> i.server().known()).flatMap(s -> s).isEmpty();
  }

  boolean isSwitchover() {
    return !source.host().equals(primary.host());
  }

  boolean isUpgrade() {
    return source.major() != primary.major();
  }

  Place at(InstanceId id) {
    return Place.instance(id.host(), id.label());
  }

  Place atSource() {
    return at(source);
  }

  Place atPrimaryHost() {
    return Place.host(primary.host());
  }

  /** An instance, if it exists in any form. */
  Optional<InstanceFacts> find(InstanceId id) {
    return instances(id.host())
        .filter(i -> i.major() == id.major() && i.name().equals(id.name()))
        .findFirst();
  }

  /** Everything that looks like an instance on a host. */
  Reading<List<InstanceFacts>> instancesOn(String host) {
    return facts
        .host(host)
        .map(HostFacts::instances)
        .orElse(Reading.unknown("The host was not asked."));
  }

  private Stream<InstanceFacts> instances(String host) {
    return facts.host(host).flatMap(h -> h.instances().known()).stream().flatMap(List::stream);
  }

  /**
   * The copy of the source on the host of the primary-to-be, of the source's major: what is
   * promoted and then upgraded. Empty while it is not made yet, and when the source itself is
   * upgraded.
   */
  Optional<InstanceId> standby() {
    if (!isSwitchover()) {
      return Optional.empty();
    }
    Optional<SystemId> lineage = find(source).flatMap(Subject::systemId);
    return instances(primary.host())
        .filter(i -> i.major() == source.major())
        .filter(i -> lineage.isPresent() && systemId(i).equals(lineage))
        .map(i -> new InstanceId(primary.host(), i.major(), i.name()))
        .findFirst();
  }

  /** The instance whose data pg_upgrade reads; empty while it is not made yet. */
  Optional<InstanceId> upgraded() {
    return isSwitchover() ? standby() : Optional.of(source);
  }

  private static Optional<SystemId> systemId(InstanceFacts instance) {
    return instance
        .control()
        .known()
        .flatMap(c -> c)
        .map(InstanceFacts.Control::systemId)
        .or(() -> instance.server().known().flatMap(s -> s).map(ServerFacts::systemId));
  }

  /** A server; Unknown when it does not run. */
  Reading<ServerFacts> server(InstanceId id) {
    Optional<InstanceFacts> instance = find(id);
    if (instance.isEmpty()) {
      return Reading.unknown("There is no instance " + id + ".");
    }
    return running(instance.get().server());
  }

  /** What was surveyed of a server; Unknown when it does not run or was not asked. */
  Reading<OfServer> surveyed(InstanceId id) {
    return survey
        .instance(id.host(), id.major(), id.name())
        .map(i -> running(i.server()))
        .orElse(Reading.unknown("Its databases were not looked into."));
  }

  private static <T> Reading<T> running(Reading<Optional<T>> reading) {
    return switch (reading) {
      case Reading.Known<Optional<T>>(Optional<T> value) ->
          value.map(Reading::of).orElse(Reading.unknown(NOT_RUNNING));
      case Reading.Unknown<Optional<T>>(String reason) -> Reading.unknown(reason);
    };
  }

  Reading<SystemFacts> system(String host) {
    return facts
        .host(host)
        .map(HostFacts::system)
        .orElse(Reading.unknown("The host was not asked."));
  }

  Reading<HostFacts.Software> software(String host) {
    return facts
        .host(host)
        .map(HostFacts::software)
        .orElse(Reading.unknown("The host was not asked."));
  }

  /** The programs of a major version on a host. */
  Optional<HostFacts.Binaries> binaries(String host, int major) {
    return software(host).known().stream()
        .flatMap(s -> s.binaries().stream())
        .filter(b -> b.version().major() == major)
        .findFirst();
  }

  /** A setting of a running server, raw, in its unit. */
  static Optional<String> raw(ServerFacts server, String setting) {
    return server.setting(setting).map(ServerFacts.Setting::rawValue);
  }

  /** Something of the given kind in a database of the source. */
  record Located(Place place, Item item) {}

  /** Everything of these kinds in the source's databases; what could not be entered is a result. */
  List<Located> items(Findings findings, List<ItemKind> kinds) {
    List<Located> located = new ArrayList<>();
    findings
        .known(atSource(), surveyed(source))
        .ifPresent(
            server ->
                server
                    .databases()
                    .forEach(
                        d ->
                            findings.known(atSource().database(d.name()), d.items()).stream()
                                .flatMap(List::stream)
                                .filter(i -> kinds.contains(i.kind()))
                                .forEach(
                                    i ->
                                        located.add(
                                            new Located(
                                                atSource().database(d.name()).object(i.object()),
                                                i)))));
    return located;
  }

  /** The consoles of the declared poolers that run. */
  List<Pooler> poolers(Findings findings) {
    List<Pooler> found = new ArrayList<>();
    List<String> hosts =
        declaration.clients().filter(c -> c.via().equals("pgbouncer")).stream()
            .flatMap(c -> c.on().stream())
            .toList();
    for (String host : hosts) {
      Reading<Optional<Console>> console =
          facts.host(host).stream()
              .map(HostFacts::pgbouncer)
              .<Reading<Optional<Console>>>map(
                  p ->
                      switch (p) {
                        case Reading.Known<Optional<verdigris.facts.PgBouncerFacts>>(var there) ->
                            there
                                .map(verdigris.facts.PgBouncerFacts::running)
                                .orElse(Reading.of(Optional.empty()));
                        case Reading.Unknown<Optional<verdigris.facts.PgBouncerFacts>>(
                                String reason) ->
                            Reading.unknown(reason);
                      })
              .findFirst()
              .orElse(Reading.unknown("The host was not asked."));
      findings
          .known(Place.host(host), running(console))
          .ifPresent(c -> found.add(new Pooler(host, c)));
    }
    return found;
  }

  /** A pooler that runs. */
  record Pooler(String host, Console console) {
    Optional<String> setting(String key) {
      return console.settings().stream()
          .filter(s -> s.key().equals(key))
          .map(s -> s.value())
          .findFirst();
    }

    /** A setting in seconds; 0 when it is not a number. */
    double seconds(String key) {
      return setting(key)
          .filter(v -> v.matches("\\d+(\\.\\d+)?"))
          .map(Double::parseDouble)
          .orElse(0.0);
    }
  }
}
