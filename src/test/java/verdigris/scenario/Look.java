package verdigris.scenario;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.input.Inventory;
import verdigris.input.InventoryContext;
import verdigris.input.Playbook;
import verdigris.input.VaultPasswords;
import verdigris.observe.Situation;
import verdigris.resource.Templates;
import verdigris.run.Connections;
import verdigris.run.Topology;
import verdigris.world.Declaration;

/** What the program would see now, as a value. */
final class Look {
  private Look() {}

  /** Facts of the hosts of a scenario, and the World that they make. */
  static Situation at(Scenario scenario) {
    Inventory inventory =
        Inventory.read(
            List.of(scenario.lab().inventory().resolve("hosts.yml").toString()),
            VaultPasswords.none(),
            List.of());
    var context = new InventoryContext(inventory, _ -> Optional.empty());
    Path file = scenario.file("orders.yml");
    Declaration declaration = Playbook.read(file, context).declaration();
    SequencedMap<String, String> addresses = new LinkedHashMap<>();
    declaration.hosts().forEach(h -> addresses.put(h, inventory.address(h).address()));
    try (var connections = new Connections(List.of("blue", "green"), inventory::address)) {
      return new Topology(
              declaration.withAddresses(addresses),
              Templates.builtIn(),
              connections,
              context.secrets(file, "orders"))
          .observe();
    }
  }
}
