package verdigris.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.host.HostAddress;
import verdigris.observe.DiscoveredTopology;
import verdigris.observe.Discovery;
import verdigris.plan.Outcome.Refusal;
import verdigris.plan.Plan;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.run.Connections;
import verdigris.run.Gather;
import verdigris.show.DiscoveredInventory;
import verdigris.show.DiscoveredInventory.Reached;
import verdigris.show.DiscoveredPlaybook;
import verdigris.show.RefusalText;
import verdigris.show.Severity;

/**
 * Describes hosts as they are: looks at them, writes an inventory and a playbook for each topology,
 * and plans from what was written, so that a difference shows at once. Changes nothing on a host.
 *
 * @param terminal where it is told
 * @param logins as the user gave them
 * @param directory where the files go
 */
record Discover(Terminal terminal, Logins logins, Path directory) {

  int call() {
    Path inventory = directory.resolve("inventory.yml");
    Starter.requireAbsent(inventory);
    Gather.Gathered gathered = gather();
    terminal.problems(Severity.WARNING, gathered.problems(), SourceFiles::text);
    List<String> names = HostNaming.of(gathered.facts());
    Facts facts = renamed(gathered.facts(), names);
    Discovery found = Discovery.of(facts, addresses(names));
    found.doubts().forEach(d -> terminal.say("Note: " + d));
    if (found.topologies().isEmpty()) {
      throw Problem.of(
              Kind.NOTHING_FOUND,
              new Where.Anywhere(),
              "No running primary was found on %s. Nothing was written."
                  .formatted(String.join(", ", names)),
              "See what is there:\n  verdigris facts -i " + String.join(",", names) + ",")
          .asException();
    }
    SequencedMap<Path, String> files = files(inventory, found, names);
    files.keySet().forEach(Starter::requireAbsent);
    files.forEach((file, text) -> terminal.print("Wrote " + Starter.write(file, text) + "\n"));
    found
        .topologies()
        .forEach(t -> t.notes().forEach(n -> terminal.say("Note on " + t.name() + ": " + n)));
    files.sequencedKeySet().stream().skip(1).forEach(playbook -> tryOut(inventory, playbook));
    return ExitCode.DONE.number();
  }

  /** A host that cannot be reached stops it: half a topology must not look like a whole one. */
  private Gather.Gathered gather() {
    SequencedMap<String, HostAddress> addresses = logins.addresses();
    try (var connections =
        new Connections(
            List.copyOf(addresses.sequencedKeySet()),
            n -> java.util.Objects.requireNonNull(addresses.get(n)))) {
      Gather.Gathered gathered = Gather.from(connections.suppliers());
      boolean blind = gathered.facts().hosts().stream().anyMatch(h -> h.system().known().isEmpty());
      if (blind) {
        throw new ProblemException(gathered.problems());
      }
      return gathered;
    }
  }

  private static Facts renamed(Facts facts, List<String> names) {
    var hosts = new ArrayList<HostFacts>();
    for (HostFacts h : facts.hosts()) {
      hosts.add(
          new HostFacts(
              names.get(hosts.size()),
              h.system(),
              h.disks(),
              h.software(),
              h.instances(),
              h.pgbouncer(),
              h.jobs(),
              h.ownFiles(),
              h.rehearsals(),
              h.listeners(),
              h.limits()));
    }
    return new Facts(hosts);
  }

  private SequencedMap<String, String> addresses(List<String> names) {
    SequencedMap<String, String> addresses = new LinkedHashMap<>();
    for (Reached host : logins.reached(names)) {
      addresses.put(host.name(), host.address());
    }
    return addresses;
  }

  private SequencedMap<Path, String> files(Path inventory, Discovery found, List<String> names) {
    SequencedMap<String, List<String>> groups = new LinkedHashMap<>();
    SequencedMap<Path, String> playbooks = new LinkedHashMap<>();
    var others = new ArrayList<>(names);
    for (DiscoveredTopology topology : found.topologies()) {
      String group = group(topology.name(), names);
      // Inventory order breaks ties of plans, so the hosts stay in the order that was given.
      List<String> members = names.stream().filter(topology.hosts()::contains).toList();
      groups.put(group, members);
      others.removeAll(members);
      playbooks.put(
          directory.resolve("playbooks").resolve(topology.name() + ".yml"),
          DiscoveredPlaybook.of(topology, group));
    }
    if (!others.isEmpty()) {
      groups.put("others", others);
    }
    SequencedMap<Path, String> files = new LinkedHashMap<>();
    files.put(
        inventory,
        new DiscoveredInventory(logins.reached(names), groups, logins.variables()).text());
    files.putAll(playbooks);
    return files;
  }

  /** Ansible wants groups to be named as variables are, and other than hosts. */
  private static String group(String topology, List<String> hosts) {
    String group = topology.replaceAll("[^A-Za-z0-9_]", "_");
    boolean taken =
        hosts.contains(group)
            || List.of("all", "ungrouped", "others").contains(group.toLowerCase(Locale.ROOT));
    return taken ? group + "_hosts" : group;
  }

  /** What is written must describe what is there: planned from the files, as the user will. */
  private void tryOut(Path inventory, Path playbook) {
    var options = new InventoryOptions();
    options.sources = List.of(inventory.toString());
    String command = options.line("plan", playbook.toString());
    try (Workplace workplace = Workplace.open(options, playbook)) {
      Planning planning = Planning.of(workplace.topology().observe());
      switch (planning.outcome()) {
        case Plan plan when plan.isEmpty() ->
            terminal.print(
                "%s describes what is there: a plan from it has nothing to do. Now declare in it what you want (docs/playbook.md), and see what would be done:%n  %s%n"
                    .formatted(playbook, command));
        case Plan plan ->
            terminal.print(
                "%s is close to what is there, but a plan from it is not empty, it would %s. Look at it before anything is applied:%n  %s%n"
                    .formatted(
                        playbook,
                        String.join(
                            "; ", plan.steps().stream().map(s -> s.step().title()).toList()),
                        command));
        case Refusal refusal ->
            terminal.print(
                command
                    + ":\n"
                    + RefusalText.of(
                        planning.situation().target().sentence(), refusal, terminal.view(false)));
      }
    } catch (ProblemException e) {
      terminal.say(command + ":");
      terminal.problems(Severity.WARNING, e.problems(), SourceFiles::text);
    }
  }

  /** For the class's own use: nothing is optional here that the user did not leave out. */
  static Discover of(
      Terminal terminal,
      List<String> hosts,
      @Nullable String privateKey,
      @Nullable String sshCommonArgs,
      Path directory) {
    return new Discover(terminal, Logins.of(hosts, privateKey, sshCommonArgs), directory);
  }
}
