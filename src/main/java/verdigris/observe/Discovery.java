package verdigris.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.postgres.SystemId;

/**
 * The topologies that exist on hosts, as their playbooks would declare them. Pure: facts in, values
 * out.
 *
 * @param topologies one for each primary that runs, in the order of the hosts
 * @param doubts what was seen and could not be described, as sentences
 */
public record Discovery(List<DiscoveredTopology> topologies, List<String> doubts) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,40}");

  public Discovery {
    topologies = List.copyOf(topologies);
    doubts = List.copyOf(doubts);
  }

  /**
   * Looks for topologies: instances with one system identifier and one major version belong
   * together (manual, "Log-Shipping Standby Servers").
   *
   * @param facts of every host that was named
   * @param reachedBy for each host the address that it is reached by from here
   */
  public static Discovery of(Facts facts, SequencedMap<String, String> reachedBy) {
    var doubts = new ArrayList<String>();
    SequencedMap<String, List<Lineage.Node>> groups = new LinkedHashMap<>();
    for (HostFacts host : facts.hosts()) {
      managers(host).forEach(doubts::add);
      if (host.instances() instanceof Reading.Unknown<List<InstanceFacts>>(String reason)) {
        doubts.add("The instances on %s could not be read: %s".formatted(host.name(), reason));
      }
      for (InstanceFacts instance : host.instances().known().orElse(List.of())) {
        var node = new Lineage.Node(host, instance);
        Optional<SystemId> identity = Sight.systemId(instance);
        if (identity.isEmpty()) {
          doubts.add(
              "%s was left out: its system identifier could not be read.".formatted(node.title()));
          continue;
        }
        groups
            .computeIfAbsent(identity.get() + "/" + instance.major(), _ -> new ArrayList<>())
            .add(node);
      }
    }
    var topologies = new ArrayList<DiscoveredTopology>();
    var names = new ArrayList<String>();
    for (List<Lineage.Node> nodes : groups.values()) {
      var lineage = new Lineage(nodes, facts, reachedBy);
      Optional<Lineage.Node> primary = lineage.primary(doubts);
      if (primary.isPresent()) {
        String name = free(name(primary.get()), primary.get(), names);
        names.add(name);
        topologies.add(lineage.topology(name, primary.get()));
      }
    }
    return new Discovery(topologies, doubts);
  }

  private static List<String> managers(HostFacts host) {
    return host.software().known().stream()
        .flatMap(s -> s.managers().stream())
        .filter(HostFacts.HaManager::running)
        .map(
            m ->
                "%s runs on %s (%s); Verdigris refuses to plan beside it."
                    .formatted(m.name(), host.name(), m.foundBy()))
        .toList();
  }

  /** The only database of its own that it has, else the host and instance. */
  private static String name(Lineage.Node primary) {
    List<String> databases =
        primary.server().stream()
            .flatMap(s -> s.databases().stream())
            .filter(d -> d.allowsConnections() && !d.template() && !d.name().equals("postgres"))
            .map(d -> d.name())
            .toList();
    if (databases.size() == 1 && NAME.matcher(databases.getFirst()).matches()) {
      return databases.getFirst();
    }
    String host = primary.host().name().replaceAll("[^A-Za-z0-9_-]", "-");
    String base = NAME.matcher(host).matches() ? host : "topology";
    return base + "-" + primary.instance().port();
  }

  private static String free(String name, Lineage.Node primary, List<String> taken) {
    if (!taken.contains(name)) {
      return name;
    }
    String withPort = name + "-" + primary.instance().port();
    String free = withPort;
    for (int i = 2; taken.contains(free); i++) {
      free = withPort + "-" + i;
    }
    return free;
  }
}
