package verdigris.input;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import verdigris.problem.DidYouMean;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/** The finished tree of groups. Immutable. */
final class InventoryGroups {
  private final SequencedMap<String, Group> groups;
  private final List<String> allHosts;
  private final List<String> declared;
  private final List<String> leftUngrouped;
  private final SequencedMap<String, List<String>> direct = new LinkedHashMap<>();

  /**
   * A group.
   *
   * @param depth longest way from {@code all}
   */
  private record Group(
      String name,
      int depth,
      BigInteger priority,
      List<String> hosts,
      List<String> children,
      List<String> parents,
      SequencedMap<String, Value> variables) {}

  private InventoryGroups(
      SequencedMap<String, Group> groups, List<String> declared, List<String> leftUngrouped) {
    this.groups = groups;
    this.declared = declared;
    this.leftUngrouped = leftUngrouped;
    this.allHosts = below(InventoryDraft.ALL);
    for (Group group : groups.values()) {
      for (String host : group.hosts()) {
        direct.computeIfAbsent(host, _ -> new ArrayList<>()).add(group.name());
      }
    }
  }

  static InventoryGroups of(InventoryDraft draft) {
    SequencedMap<String, Integer> depths = new LinkedHashMap<>();
    SequencedMap<String, Group> groups = new LinkedHashMap<>();
    for (InventoryDraft.Group group : draft.groups().values()) {
      groups.put(
          group.name,
          new Group(
              group.name,
              depth(group.name, draft, depths),
              group.priority,
              List.copyOf(group.hosts),
              List.copyOf(group.children),
              List.copyOf(group.parents),
              Ordered.copy(group.variables)));
    }
    return new InventoryGroups(
        groups,
        List.copyOf(draft.hosts().keySet()),
        draft.hosts().entrySet().stream()
            .filter(host -> host.getValue().leftUngrouped)
            .map(Map.Entry::getKey)
            .toList());
  }

  private static int depth(String name, InventoryDraft draft, SequencedMap<String, Integer> known) {
    Integer before = known.get(name);
    if (before != null) {
      return before;
    }
    int depth = 0;
    for (String parent : Optional.ofNullable(draft.groups().get(name)).orElseThrow().parents) {
      depth = Math.max(depth, 1 + depth(parent, draft, known));
    }
    known.put(name, depth);
    return depth;
  }

  List<String> names() {
    return List.copyOf(groups.keySet());
  }

  List<String> allHosts() {
    return allHosts;
  }

  /** All hosts in the order in which the files name them first, in which patterns find them. */
  List<String> declared() {
    return declared;
  }

  List<String> children(String group) {
    return find(group).map(Group::children).orElse(List.of());
  }

  List<String> members(String group) {
    return find(group).map(Group::hosts).orElse(List.of());
  }

  SequencedMap<String, Value> variables(String group) {
    return find(group).map(Group::variables).orElseThrow();
  }

  List<String> hosts(String group) {
    return group.equals(InventoryDraft.ALL) ? allHosts : below(group);
  }

  /** Level by level from the top, as Ansible, and within a level in the order of the files. */
  private List<String> below(String group) {
    SequencedSet<String> hosts = new LinkedHashSet<>();
    SequencedSet<String> seen = new LinkedHashSet<>(List.of(group));
    List<String> level = List.of(group);
    while (!level.isEmpty()) {
      List<String> next = new ArrayList<>();
      for (String name : level) {
        hosts.addAll(members(name));
        children(name).stream().filter(seen::add).forEach(next::add);
      }
      level = next;
    }
    return List.copyOf(hosts);
  }

  /** All groups that a host is in but {@code all}, in the order in which they win. */
  List<String> groupsOf(String host) {
    SequencedSet<String> found = new LinkedHashSet<>();
    direct.getOrDefault(host, List.of()).forEach(group -> withParents(group, found));
    found.remove(InventoryDraft.ALL);
    if (leftUngrouped.contains(host)) {
      found.remove(InventoryDraft.UNGROUPED);
    }
    Comparator<Group> order =
        Comparator.comparingInt(Group::depth)
            .thenComparing(Group::priority)
            .thenComparing(Group::name, Ordered.BY_CODE_POINT);
    return found.stream()
        .flatMap(name -> find(name).stream())
        .sorted(order)
        .map(Group::name)
        .toList();
  }

  private void withParents(String name, SequencedSet<String> found) {
    if (found.add(name)) {
      find(name).ifPresent(group -> group.parents().forEach(p -> withParents(p, found)));
    }
  }

  Problem unknownHost(String host) {
    return Problem.of(
        Kind.UNKNOWN_HOST,
        new Where.OnHost(host),
        "The inventory has no host " + host + ".",
        allHosts.isEmpty()
            ? "It has no hosts at all."
            : ("Its hosts are " + someHosts() + ". " + DidYouMean.question(host, allHosts))
                .strip());
  }

  private String someHosts() {
    String some = String.join(", ", allHosts.subList(0, Math.min(allHosts.size(), 20)));
    return allHosts.size() > 20 ? some + " and " + (allHosts.size() - 20) + " more" : some;
  }

  private Optional<Group> find(String name) {
    return Optional.ofNullable(groups.get(name));
  }
}
