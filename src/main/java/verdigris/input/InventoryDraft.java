package verdigris.input;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.problem.Where.Position;

/**
 * An inventory while its sources are read one after another: groups, hosts, who belongs to whom,
 * and the variables written in the sources. Mutable; ends as an {@link Inventory}.
 */
final class InventoryDraft {
  static final String ALL = "all";
  static final String UNGROUPED = "ungrouped";
  private static final String PRIORITY = "ansible_group_priority";

  private final SequencedMap<String, Group> groups = new LinkedHashMap<>();
  private final SequencedMap<String, Host> hosts = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  InventoryDraft() {
    addGroup(ALL);
    addGroup(UNGROUPED);
    connect(group(ALL), group(UNGROUPED));
  }

  /** A group while it is read. */
  static final class Group {
    final String name;
    final SequencedSet<String> hosts = new LinkedHashSet<>();
    final SequencedSet<String> children = new LinkedHashSet<>();
    final SequencedSet<String> parents = new LinkedHashSet<>();
    final SequencedMap<String, Value> variables = new LinkedHashMap<>();
    BigInteger priority = BigInteger.ONE;

    Group(String name) {
      this.name = name;
    }
  }

  /** A host while it is read. */
  static final class Host {
    final SequencedMap<String, Value> variables = new LinkedHashMap<>();

    /** It was put into ungrouped but has a group; then Ansible forgets ungrouped's variables. */
    boolean leftUngrouped;
  }

  SequencedMap<String, Group> groups() {
    return groups;
  }

  SequencedMap<String, Host> hosts() {
    return hosts;
  }

  List<Problem> problems() {
    return problems;
  }

  List<Problem> warnings() {
    return warnings;
  }

  void problem(Kind kind, Where at, String detail, String remedy) {
    problems.add(Problem.of(kind, at, detail, remedy));
  }

  void warning(Kind kind, Where at, String detail, String remedy) {
    warnings.add(Problem.of(kind, at, detail, remedy));
  }

  boolean hasGroup(String name) {
    return groups.containsKey(name);
  }

  void addGroup(String name) {
    groups.computeIfAbsent(name, Group::new);
  }

  /**
   * Adds hosts to a group. As in Ansible, a port counts only where the host is seen first, and a
   * variable goes to the group where a group has the host's name.
   */
  void addHosts(String group, HostNames entry, SequencedMap<String, Value> variables, Position at) {
    for (String name : entry.names()) {
      if (name.isEmpty()) {
        problem(Kind.WRONG_VALUE, at, "The host has no name.", "");
        continue;
      }
      if (!hosts.containsKey(name)) {
        hosts.put(name, new Host());
        if (entry.port() != 0) {
          var port = new Value.Whole(BigInteger.valueOf(entry.port()));
          hosts.get(name).variables.put("ansible_port", Value.of(at, port));
        }
      }
      group(group).hosts.add(name);
      variables.forEach((key, value) -> setVariable(name, key, value));
    }
  }

  /** Sets a variable of a group, or of a host where no group has the name. */
  void setVariable(String name, String key, Value value) {
    Group group = groups.get(name);
    if (group == null) {
      Optional.ofNullable(hosts.get(name)).ifPresent(host -> host.variables.put(key, value));
      return;
    }
    if (key.equals(PRIORITY)) {
      priority(value).ifPresent(priority -> group.priority = priority);
      return;
    }
    group.variables.put(key, value);
  }

  /** As Python's int(). */
  private Optional<BigInteger> priority(Value value) {
    Optional<BigInteger> number =
        switch (value.content()) {
          case Value.Whole(BigInteger whole) -> Optional.of(whole);
          case Value.Text(String text, boolean _) when text.strip().matches("[-+]?[0-9]{1,18}") ->
              Optional.of(new BigInteger(text.strip()));
          case Value.Bool(boolean bool) -> Optional.of(bool ? BigInteger.ONE : BigInteger.ZERO);
          case Value.Real(double real) when Double.isFinite(real) ->
              Optional.of(new java.math.BigDecimal(real).toBigInteger());
          default -> Optional.empty();
        };
    if (number.isEmpty()) {
      problem(
          Kind.WRONG_VALUE,
          value.at(),
          PRIORITY + " must be a number, found " + value.described() + ".",
          "Groups of the same depth are merged in the order of this number, the default is 1.");
    }
    return number;
  }

  /** Makes a group a child of another; what would make a circle is a problem. */
  void addChild(String parent, String child, Where at) {
    if (child.equals(ALL)) {
      problem(Kind.WRONG_VALUE, at, "all is above every group and cannot be a child.", "");
      return;
    }
    if (child.equals(UNGROUPED) && !parent.equals(ALL)) {
      problem(
          Kind.NOT_SUPPORTED,
          at,
          "ungrouped has the hosts that are in no group; as a child of %s Ansible loses them."
              .formatted(parent),
          "Put the hosts into a group of their own.");
      return;
    }
    if (parent.equals(child)) {
      problem(Kind.WRONG_VALUE, at, "The group " + child + " is its own child.", "");
      return;
    }
    if (ancestors(parent).contains(child)) {
      problem(
          Kind.WRONG_VALUE,
          at,
          "%s cannot be a child of %s: %2$s already stands below %1$s.".formatted(child, parent),
          "Break the circle.");
      return;
    }
    connect(group(parent), group(child));
  }

  /** What Ansible calls reconcile: everything belongs to all, and ungrouped has only the rest. */
  void finish() {
    Where nowhere = new Where.Anywhere();
    for (Group group : groups.values()) {
      if (!group.name.equals(ALL) && group.parents.isEmpty()) {
        addChild(ALL, group.name, nowhere);
      }
    }
    hosts.forEach((name, host) -> settle(name, host, nowhere));
  }

  private void settle(String name, Host host, Where nowhere) {
    boolean grouped =
        groups.values().stream()
            .filter(group -> !group.name.equals(ALL) && !group.name.equals(UNGROUPED))
            .anyMatch(group -> group.hosts.contains(name));
    if (grouped) {
      host.leftUngrouped = group(UNGROUPED).hosts.remove(name);
    } else if (!group(UNGROUPED).hosts.contains(name) && hasGroup(name)) {
      addChild(UNGROUPED, name, nowhere);
    } else {
      group(UNGROUPED).hosts.add(name);
    }
  }

  /** Names of all groups above one. */
  SequencedSet<String> ancestors(String name) {
    SequencedSet<String> found = new LinkedHashSet<>();
    ArrayDeque<String> open = new ArrayDeque<>(group(name).parents);
    while (!open.isEmpty()) {
      String next = open.removeFirst();
      if (found.add(next)) {
        open.addAll(group(next).parents);
      }
    }
    return found;
  }

  private static void connect(Group parent, Group child) {
    parent.children.add(child.name);
    child.parents.add(parent.name);
  }

  private Group group(String name) {
    return Optional.ofNullable(groups.get(name)).orElseThrow();
  }
}
