package verdigris.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Hosts as an inventory in Ansible's format.
 *
 * @param reached how each host is reached, in order
 * @param groups hosts of each group; a host may be in several
 * @param variables of all hosts
 */
public record DiscoveredInventory(
    List<Reached> reached,
    SequencedMap<String, List<String>> groups,
    SequencedMap<String, String> variables) {

  /**
   * A host.
   *
   * @param name in the inventory
   * @param address host name or IP address
   * @param port 0: not said
   * @param user empty: not said
   */
  public record Reached(String name, String address, int port, Optional<String> user) {}

  /** The file's text. */
  public String text() {
    var out = new ArrayList<String>();
    out.add("# Ansible's own format, made by verdigris init --discover.");
    out.add("all:");
    SequencedMap<String, String> common = new LinkedHashMap<>(variables);
    commonUser().ifPresent(u -> common.put("ansible_user", u));
    if (!common.isEmpty()) {
      out.add("  vars:");
      common.forEach((name, value) -> out.add("    " + name + ": " + YamlWord.of(value)));
    }
    out.add("  children:");
    var described = new ArrayList<String>();
    groups.forEach(
        (group, hosts) -> {
          out.add("    " + YamlWord.of(group) + ":");
          out.add("      hosts:");
          hosts.forEach(h -> out.add("        " + YamlWord.of(h) + ": " + once(h, described)));
        });
    return out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private Optional<String> commonUser() {
    List<Optional<String>> users = reached.stream().map(Reached::user).distinct().toList();
    return users.size() == 1 ? users.getFirst() : Optional.empty();
  }

  /** A host's variables stand where it comes first. */
  private String once(String name, List<String> described) {
    if (described.contains(name)) {
      return "{}";
    }
    described.add(name);
    Reached host = reached.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    var said = new ArrayList<String>();
    said.add("ansible_host: " + YamlWord.of(host.address()));
    if (host.port() != 0) {
      said.add("ansible_port: " + host.port());
    }
    host.user()
        .filter(_ -> commonUser().isEmpty())
        .ifPresent(u -> said.add("ansible_user: " + YamlWord.of(u)));
    return "{ " + String.join(", ", said) + " }";
  }
}
