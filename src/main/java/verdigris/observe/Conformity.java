package verdigris.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Directory;
import verdigris.facts.ServerFacts;
import verdigris.postgres.OwnFiles;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.resource.Activation;
import verdigris.resource.Comparison;
import verdigris.resource.SecretState;
import verdigris.resource.SettingEffect;
import verdigris.resource.SlotGuard;
import verdigris.step.Briefing;
import verdigris.step.Place;
import verdigris.step.Wanted;
import verdigris.world.Instance.Settings;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;

/** How far what is on the hosts is as declared: comparisons as relations. */
final class Conformity {
  private final Briefing briefing;
  private final Wanted wanted;
  private final List<InstanceId> ids;

  /** Of the instances that exist in any form. Made once: files are rendered and parsed for it. */
  private final SequencedMap<InstanceId, Comparison> comparisons = new LinkedHashMap<>();

  Conformity(Briefing briefing, List<InstanceId> ids) {
    this.briefing = briefing;
    this.wanted = new Wanted(briefing);
    this.ids = ids;
    ids.forEach(id -> wanted.comparison(id).ifPresent(c -> comparisons.put(id, c)));
  }

  private Optional<Comparison> comparison(InstanceId id) {
    return Optional.ofNullable(comparisons.get(id));
  }

  Wanted wanted() {
    return wanted;
  }

  Settings settings(InstanceId id) {
    Optional<Comparison> comparison = comparison(id);
    if (comparison.isEmpty() || isUnconfigured(id)) {
      return Settings.NEED_RELOAD;
    }
    boolean written = comparison.get().changes().stream().allMatch(c -> wanted.isRecovery(id, c));
    Activation needed =
        comparison.get().effects().stream()
            .map(SettingEffect::activation)
            .reduce(Activation.NONE, Activation::and);
    boolean blocked = !comparison.get().problems().isEmpty();
    if (!written || blocked) {
      return needed == Activation.RESTART ? Settings.NEED_RESTART : Settings.NEED_RELOAD;
    }
    boolean waits =
        needed == Activation.RESTART || comparison.get().activation() == Activation.RESTART;
    return switch (needed) {
      case RESTART -> Settings.PENDING_RESTART;
      case RELOAD -> Settings.NEED_RELOAD;
      case NONE ->
          waits && comparison.get().changes().isEmpty()
              ? Settings.PENDING_RESTART
              : Settings.AS_DECLARED;
    };
  }

  /** A data directory without a configuration of its own, such as a half clone. */
  private boolean isUnconfigured(InstanceId id) {
    return briefing
        .find(id)
        .flatMap(i -> i.files().known())
        .filter(f -> !f.config().isEmpty())
        .isEmpty();
  }

  /**
   * Somebody else's standby keeps its own recovery configuration, as long as it follows whom it
   * should.
   */
  boolean recoveryIsDeclared(InstanceId id) {
    if (!wanted.isOurs(id)) {
      return true;
    }
    return comparison(id)
        .map(c -> c.changes().stream().noneMatch(change -> wanted.isRecovery(id, change)))
        .orElse(false);
  }

  boolean roleIsDeclared(InstanceId id) {
    return wanted.role(id, SecretState.SAME).isEmpty();
  }

  /**
   * Binaries count, wherever they came from; of a standby also the extensions that the source uses.
   */
  boolean isInstalled(InstanceId id) {
    return wanted.binaries(id).isPresent()
        && (id.equals(briefing.target().origin()) || wanted.packages(id).change().isEmpty());
  }

  boolean keepsWalFor(InstanceId id) {
    Optional<InstanceId> upstream = wanted.upstream(id);
    if (upstream.isEmpty() || !briefing.declaration().replication().slots()) {
      return true;
    }
    Optional<ServerFacts> server = briefing.server(upstream.get());
    Optional<String> slot = slot(id);
    if (slot.isEmpty()) {
      return true;
    }
    return server
            .map(s -> hasSlot(slot.get(), s))
            .orElseGet(() -> leftSlot(slot.get(), id, upstream.get()))
        && isGuarded(id, upstream.get());
  }

  /**
   * The slot that an instance uses or is to use; empty: somebody else's standby that uses none. One
   * of ours would keep WAL for nobody.
   */
  private Optional<String> slot(InstanceId id) {
    return wanted.isOurs(id)
        ? Optional.of(OwnFiles.slot(id.host()))
        : briefing.find(id).flatMap(Upstream::slot).filter(s -> !s.isEmpty());
  }

  private static boolean hasSlot(String name, ServerFacts upstream) {
    return upstream.slots().stream()
        .anyMatch(
            s -> s.name().equals(name) && s.type().equals("physical") && s.restart().isPresent());
  }

  /**
   * Of a server that does not run its files tell; where they cannot be read it is looked at again
   * when it runs, and what is not there yet has nothing kept for it.
   */
  private boolean leftSlot(String name, InstanceId id, InstanceId upstream) {
    Optional<List<String>> left =
        briefing.find(upstream).flatMap(i -> i.directory().known()).flatMap(Directory::slots);
    return left.map(l -> l.contains(name))
        .orElseGet(
            () ->
                briefing
                    .find(id)
                    .flatMap(i -> i.directory().known())
                    .filter(d -> d.exists() && !d.empty())
                    .isPresent());
  }

  private boolean isGuarded(InstanceId id, InstanceId upstream) {
    Optional<SlotGuard> guard = wanted.guard(id, upstream);
    if (guard.isEmpty() || !wanted.isOurs(id)) {
      return true;
    }
    boolean active =
        jobs(upstream.host()).stream()
            .anyMatch(
                j -> j.unit().equals(guard.get().name() + ".timer") && j.state().equals("active"));
    return active && ownFiles(upstream.host()).map(guard.get()::isIn).orElse(false);
  }

  private List<HostFacts.Job> jobs(String host) {
    return briefing.facts().host(host).flatMap(h -> h.jobs().known()).orElse(List.of());
  }

  private Optional<List<HostFacts.OwnFile>> ownFiles(String host) {
    return briefing.facts().host(host).flatMap(h -> h.ownFiles().known());
  }

  /** Who listens on the port of an instance that does not run. */
  Optional<String> portTakenBy(InstanceId id) {
    int port = wanted.place(id).port();
    if (briefing.server(id).isPresent() || id.equals(briefing.target().origin())) {
      return Optional.empty();
    }
    Optional<String> instance =
        instances(id.host())
            .filter(i -> i.port() == port && !i.label().equals(id.label()))
            .filter(i -> ids.stream().noneMatch(k -> isThat(k, id.host(), i)))
            // initdb works alone in a directory of ours, and listens nowhere.
            .filter(i -> !Place.isBeingMade(i.name()))
            .filter(i -> i.directory().known().filter(d -> d.livePid() > 0).isPresent())
            .map(i -> "the instance " + i.label() + " that the playbook does not name")
            .findFirst();
    return instance.or(() -> listener(id.host(), port));
  }

  private static boolean isThat(InstanceId known, String host, InstanceFacts instance) {
    return known.host().equals(host) && known.label().equals(instance.label());
  }

  /** One of the topology's own may have it for now. */
  private boolean isOwnPort(String host, int port) {
    return ids.stream()
        .filter(k -> k.host().equals(host) && briefing.server(k).isPresent())
        .anyMatch(k -> wanted.place(k).port() == port);
  }

  private Optional<String> listener(String host, int port) {
    if (isOwnPort(host, port)) {
      return Optional.empty();
    }
    return briefing.facts().host(host).flatMap(h -> h.listeners().known()).stream()
        .flatMap(List::stream)
        .filter(l -> l.port() == port)
        .map(l -> "a process that listens on " + l.address() + ":" + port)
        .findFirst();
  }

  private Stream<InstanceFacts> instances(String host) {
    return briefing.facts().host(host).flatMap(h -> h.instances().known()).stream()
        .flatMap(List::stream);
  }

  /** What comparisons forbid, and packages that cannot be had. */
  List<Obstacle> obstacles() {
    var obstacles = new ArrayList<Obstacle>();
    var input = new ArrayList<Problem>();
    for (InstanceId id : ids) {
      for (Problem problem : comparison(id).map(Comparison::problems).orElse(List.of())) {
        if (problem.kind().category() == Kind.Category.INPUT) {
          input.add(problem);
          continue;
        }
        obstacles.add(
            new Obstacle(
                id.host(),
                List.of("configure"),
                id.label() + ": " + problem.detail(),
                problem.remedy()));
      }
      obstacles.addAll(new PackageFit(briefing, wanted, id).obstacles());
    }
    if (!input.isEmpty()) {
      throw new ProblemException(input.stream().distinct().toList());
    }
    return obstacles;
  }

  /** What is seen and left alone. */
  List<String> unmanaged() {
    var lines = new ArrayList<String>();
    for (HostFacts host : briefing.facts().hosts()) {
      instances(host.name())
          .filter(
              i ->
                  ids.stream()
                      .noneMatch(
                          id -> id.host().equals(host.name()) && id.label().equals(i.label())))
          .filter(i -> !Place.isBeingMade(i.name()))
          .forEach(
              i ->
                  lines.add(
                      "%s: instance %s on port %d".formatted(host.name(), i.label(), i.port())));
    }
    comparisons.forEach((id, c) -> c.unmanaged().forEach(u -> lines.add(id + ": " + u)));
    return List.copyOf(lines);
  }
}
