package verdigris.input;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a playbook may refer to, for tests: groups and variables as given.
 *
 * @param hostsByGroup in order
 * @param variables of the group
 * @param environmentVariables of the environment
 */
record SmallInventory(
    SequencedMap<String, List<String>> hostsByGroup,
    Map<String, PlaybookContext.Variable> variables,
    Map<String, String> environmentVariables)
    implements PlaybookContext {

  /** Group orders with blue and green, a proxy beside it, and an encrypted replicator. */
  static SmallInventory orders() {
    SequencedMap<String, List<String>> hosts = new LinkedHashMap<>();
    hosts.put("all", List.of("proxy", "blue", "green", "red"));
    hosts.put("poolers", List.of("proxy"));
    hosts.put("orders", List.of("blue", "green", "red"));
    hosts.put("empty", List.of());
    return new SmallInventory(
        hosts,
        Map.of(
            "replicator", new Encrypted(),
            "plain_password", new Plain("hunter2"),
            "pg_port", new Plain("5433"),
            "new_primary", new Plain("green"),
            "jinja", new Plain("{{ other }}")),
        Map.of("NEW_VERSION", "15", "SURFACE", "yes"));
  }

  @Override
  public List<String> groups() {
    return List.copyOf(hostsByGroup.keySet());
  }

  @Override
  public Optional<List<String>> hosts(String group) {
    return Optional.ofNullable(hostsByGroup.get(group));
  }

  @Override
  public Optional<Variable> variable(String group, String name) {
    return group.equals("orders") || group.equals("all")
        ? Optional.ofNullable(variables.get(name))
        : Optional.empty();
  }

  @Override
  public Optional<String> environment(String name) {
    return Optional.ofNullable(environmentVariables.get(name));
  }
}
