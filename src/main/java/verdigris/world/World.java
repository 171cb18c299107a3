package verdigris.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.world.Instance.Content;

/**
 * What holds, as relations: small, immutable, compared by value. Two moments that call for the same
 * deeds are the same World, whatever their LSNs.
 *
 * @param instances every instance that the topology speaks of, existing or not, in inventory order,
 *     then by major
 * @param installed server packages that are in place, in inventory order, then by major
 * @param clients the client path; empty when the playbook declares none
 * @param backedUp whether a backup of the new primary was taken after its takeover; true where the
 *     playbook asks for none
 */
public record World(
    List<Instance> instances,
    List<Installed> installed,
    Optional<Clients> clients,
    boolean backedUp) {

  /**
   * The server binaries of a major version on a host, of the declared minor where one is declared.
   *
   * @param host inventory name
   * @param major PostgreSQL major version
   */
  public record Installed(String host, int major) {
    @Override
    public String toString() {
      return host + " has PostgreSQL " + major;
    }
  }

  /**
   * Moves what depends on a neighbour: nobody follows closely whose upstream is not running, and
   * while clients can write to one instance no other one has everything.
   */
  public World {
    installed = List.copyOf(installed);
    List<Instance> given = List.copyOf(instances);
    Optional<InstanceId> writer = exposed(given);
    List<Instance> beside =
        writer.isEmpty() ? given : changed(given, i -> besides(writer.get(), i));
    instances = changed(beside, i -> linked(following(i, beside), beside));
  }

  private static Optional<InstanceId> exposed(List<Instance> instances) {
    for (Instance instance : instances) {
      if (instance.isExposed()) {
        return Optional.of(instance.id());
      }
    }
    return Optional.empty();
  }

  /** A search makes Worlds by the ten thousand: a loop here is what makes it fast. */
  private static List<Instance> changed(List<Instance> instances, UnaryOperator<Instance> change) {
    var changed = new Instance[instances.size()];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = change.apply(instances.get(i));
    }
    return List.of(changed);
  }

  /** Files that were taken over by an upgrade which was given up are of no use to anybody. */
  private static Instance linked(Instance instance, List<Instance> all) {
    if (instance.what() != Instance.What.LINKED) {
      return instance;
    }
    boolean upgraded =
        all.stream()
            .anyMatch(
                i ->
                    i.what() == Instance.What.SERVER
                        && i.id().host().equals(instance.id().host())
                        && i.id().major() > instance.id().major());
    return upgraded ? instance : instance.with(Instance.What.DISPOSABLE);
  }

  /** A World whose playbook asks for no backup. */
  public World(List<Instance> instances, List<Installed> installed, Optional<Clients> clients) {
    this(instances, installed, clients, true);
  }

  /** A World whose playbook declares no client path. */
  public World(List<Instance> instances, List<Installed> installed) {
    this(instances, installed, Optional.empty());
  }

  /** What becomes of an instance while clients write to another one. */
  private static Instance besides(InstanceId writer, Instance instance) {
    if (instance.id().equals(writer) || !instance.hasAll()) {
      return instance;
    }
    if (instance.role() instanceof Role.StandbyOf) {
      return instance.with(instance.isRunning() ? Content.FOLLOWS : Content.BEHIND);
    }
    // An older major was left behind by an upgrade; another primary of the same or a newer one is
    // the promoted copy of an attempt that was given up.
    return instance.with(
        instance.id().major() < writer.major() ? Content.BEHIND : Content.DIVERGED);
  }

  private static Instance following(Instance instance, List<Instance> all) {
    if (instance.content() != Content.FOLLOWS) {
      return instance;
    }
    boolean upstreamRuns =
        instance.role() instanceof Role.StandbyOf(InstanceId upstream)
            && all.stream().anyMatch(i -> i.id().equals(upstream) && i.isRunning());
    return upstreamRuns ? instance : instance.with(Content.BEHIND);
  }

  /** The instance on which clients can commit now; empty: an outage. */
  public Optional<Instance> serving() {
    return instances.stream()
        .filter(Instance::isExposed)
        .filter(
            i -> clients.isEmpty() || clients.equals(Optional.of(new Clients(i.id().host(), true))))
        .findFirst();
  }

  /** Whether clients are held back on their way. */
  public boolean holdsClientsBack() {
    return clients.filter(c -> !c.letIn()).isPresent();
  }

  /** Whether the client path leads to another host than this one, or to one that is not known. */
  public boolean leadsClientsElsewhere(String host) {
    return clients.filter(c -> !c.host().equals(host)).isPresent();
  }

  /**
   * One instance; what the topology does not speak of is not there: an old copy that was removed.
   */
  public Instance instance(InstanceId id) {
    for (Instance instance : instances) {
      if (instance.id().equals(id)) {
        return instance;
      }
    }
    return Instance.absent(id);
  }

  /** Whether the server binaries are in place. */
  public boolean has(Installed binaries) {
    return installed.contains(binaries);
  }

  /** This World with one instance changed. */
  public World with(InstanceId id, UnaryOperator<Instance> change) {
    return new World(
        changed(instances, i -> i.id().equals(id) ? change.apply(i) : i),
        installed,
        clients,
        backedUp);
  }

  /** This World with every instance changed. */
  public World withAll(UnaryOperator<Instance> change) {
    return new World(changed(instances, change), installed, clients, backedUp);
  }

  /** This World with the client path changed, where there is one. */
  public World withClients(UnaryOperator<Clients> change) {
    return new World(instances, installed, clients.map(change), backedUp);
  }

  /** This World with a backup of the new primary, or without. */
  public World withBackup(boolean taken) {
    return new World(instances, installed, clients, taken);
  }

  /** This World with binaries installed; kept in the order of the instances. */
  public World with(Installed binaries) {
    if (has(binaries)) {
      return this;
    }
    var all = new ArrayList<>(installed);
    all.add(binaries);
    List<Installed> ordered =
        instances.stream()
            .map(i -> new Installed(i.id().host(), i.id().major()))
            .distinct()
            .filter(all::contains)
            .toList();
    return new World(instances, ordered, clients, backedUp);
  }

  /** One idea on a line. */
  public List<String> lines() {
    return Stream.of(
            instances.stream().map(Instance::toString),
            installed.stream().map(Installed::toString),
            clients.stream().map(Clients::toString),
            Stream.of("no backup of the new primary yet").filter(_ -> !backedUp))
        .flatMap(lines -> lines)
        .toList();
  }

  /**
   * How this World differs from a promised one, one line for each difference: {@code promised |
   * observed}.
   */
  public List<String> differencesFrom(World promised) {
    var differences = new ArrayList<String>();
    for (String line : promised.lines()) {
      if (!lines().contains(line)) {
        differences.add("promised: " + line);
      }
    }
    for (String line : lines()) {
      if (!promised.lines().contains(line)) {
        differences.add("observed: " + line);
      }
    }
    return List.copyOf(differences);
  }

  @Override
  public String toString() {
    return lines().stream().collect(Collectors.joining("\n"));
  }
}
