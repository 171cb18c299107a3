package verdigris.world;

import java.util.ArrayList;
import java.util.List;
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
 */
public record World(List<Instance> instances, List<Installed> installed) {

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
   * Moves what depends on a neighbour: nobody follows closely whose upstream is not running or whom
   * it could not reach again.
   */
  public World {
    installed = List.copyOf(installed);
    List<Instance> given = List.copyOf(instances);
    instances = given.stream().map(i -> normal(i, given)).toList();
  }

  private static Instance normal(Instance instance, List<Instance> all) {
    boolean following = instance.content() == Content.FOLLOWS;
    if (!following) {
      return instance;
    }
    boolean upstreamRuns =
        instance.role() instanceof Role.StandbyOf(InstanceId upstream)
            && all.stream().anyMatch(i -> i.id().equals(upstream) && i.isRunning());
    return upstreamRuns ? instance : instance.with(Content.BEHIND);
  }

  /**
   * One instance.
   *
   * @throws IllegalArgumentException when the topology does not speak of it
   */
  public Instance instance(InstanceId id) {
    return instances.stream()
        .filter(i -> i.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such instance in this World: " + id));
  }

  /** Whether the server binaries are in place. */
  public boolean has(Installed binaries) {
    return installed.contains(binaries);
  }

  /** This World with one instance changed. */
  public World with(InstanceId id, UnaryOperator<Instance> change) {
    return new World(
        instances.stream().map(i -> i.id().equals(id) ? change.apply(i) : i).toList(), installed);
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
    return new World(instances, ordered);
  }

  /** One idea on a line. */
  public List<String> lines() {
    return Stream.concat(
            instances.stream().map(Instance::toString), installed.stream().map(Installed::toString))
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
