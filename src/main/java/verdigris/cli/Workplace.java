package verdigris.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.host.HostAddress;
import verdigris.input.Inventory;
import verdigris.input.InventoryContext;
import verdigris.input.Playbook;
import verdigris.input.SourceText;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.resource.Participants;
import verdigris.resource.Template;
import verdigris.resource.Templates;
import verdigris.run.Connections;
import verdigris.run.Preflight;
import verdigris.run.Topology;
import verdigris.world.Declaration;

/**
 * A playbook with its hosts, ready to be looked at and worked on.
 *
 * @param file the playbook's, as the user gave it
 * @param topology its hosts, connected when they are first needed
 * @param inputs name and SHA-256 of what a plan is made from
 * @param warnings about the inventory and the playbook
 */
record Workplace(
    Path file, Topology topology, SequencedMap<String, String> inputs, List<Problem> warnings)
    implements AutoCloseable {

  static Workplace open(InventoryOptions options, Path file) {
    Inventory inventory = options.read();
    var context = new InventoryContext(inventory, name -> Optional.ofNullable(System.getenv(name)));
    Playbook playbook = Playbook.read(file, context);
    Declaration declaration = withAddresses(playbook.declaration(), inventory);
    List<String> hosts = concerned(declaration, inventory);
    requireAll(options.limited(inventory, hosts), hosts);
    SequencedMap<String, String> inputs = new LinkedHashMap<>();
    inputs.put("playbook " + file, Digest.sha256(SourceText.read(file).text()));
    inputs.put("inventory, as far as the playbook uses it", used(declaration, inventory));
    var topology =
        new Topology(
            declaration,
            templates(file, inputs),
            new Connections(hosts, inventory::address),
            context.secrets(file, group(declaration, inventory)));
    var warnings = new ArrayList<>(inventory.warnings());
    warnings.addAll(playbook.warnings());
    return new Workplace(file, topology, inputs, List.copyOf(warnings));
  }

  /**
   * Which machines the names stand for, and the declaration with its variables replaced. What else
   * an inventory holds, and who logs in with which key, changes no plan.
   */
  private static String used(Declaration declaration, Inventory inventory) {
    var text = new StringBuilder(declaration.toString());
    for (String host : declaration.hosts()) {
      HostAddress address = inventory.address(host);
      text.append(
          "\n%s %s %s %d".formatted(host, address.connection(), address.address(), address.port()));
    }
    return Digest.sha256(text.toString());
  }

  /** The group that the playbook is about: the one whose hosts it has. */
  private static String group(Declaration declaration, Inventory inventory) {
    return inventory.groups().stream()
        .filter(g -> inventory.group(g).filter(declaration.hosts()::equals).isPresent())
        .findFirst()
        .orElse("all");
  }

  /** Where the playbook lies. */
  Path directory() {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  /** The pre-flight checks, by today's waivers. */
  Preflight preflight() {
    return new Preflight(topology, directory(), LocalDate.now(ZoneId.systemDefault()).toString());
  }

  /** Hosts that the playbook speaks of, in inventory order: those with instances, the poolers. */
  private static List<String> concerned(Declaration declaration, Inventory inventory) {
    List<String> named = new ArrayList<>(Participants.hosts(declaration));
    declaration.clients().ifPresent(c -> named.addAll(c.on()));
    return inventory.hosts().stream().filter(named::contains).toList();
  }

  /** A plan for a part of a topology would be made blindly. */
  private static void requireAll(List<String> limited, List<String> hosts) {
    List<String> left = hosts.stream().filter(h -> !limited.contains(h)).toList();
    if (!left.isEmpty()) {
      throw Problem.of(
              Kind.COMMAND_LINE,
              new Where.Anywhere(),
              "--limit leaves out %s, which the playbook speaks of."
                  .formatted(String.join(", ", left)),
              "Leave out --limit, or limit to all hosts of the topology.")
          .asException();
    }
  }

  /** Where the playbook does not say how others reach a host, it is as we do. */
  private static Declaration withAddresses(Declaration declaration, Inventory inventory) {
    SequencedMap<String, String> addresses = new LinkedHashMap<>();
    for (String host : declaration.hosts()) {
      HostAddress address = inventory.address(host);
      addresses.put(
          host, declaration.replication().address().getOrDefault(host, address.address()));
    }
    return declaration.withAddresses(addresses);
  }

  /** Templates that lie next to the playbook, in {@code templates/}, replace ours. */
  private static Templates templates(Path playbook, SequencedMap<String, String> inputs) {
    Templates templates = Templates.builtIn();
    for (String name : Templates.NAMES) {
      Path theirs = playbook.resolveSibling("templates").resolve(name);
      if (Files.exists(theirs)) {
        String text = SourceText.read(theirs).text();
        inputs.put("template " + theirs, Digest.sha256(text));
        templates = templates.with(name, new Template(theirs.toString(), text));
      }
    }
    return templates;
  }

  @Override
  public void close() {
    topology.connections().close();
  }
}
