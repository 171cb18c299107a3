package verdigris.input;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An inventory as what a playbook may refer to. A group has a variable when all its hosts have it
 * with the same value by Ansible's precedence, so extra variables win and what only one host says
 * does not count.
 *
 * @param inventory read before
 * @param environmentVariable by name
 */
public record InventoryContext(
    Inventory inventory, Function<String, Optional<String>> environmentVariable)
    implements PlaybookContext {

  @Override
  public List<String> groups() {
    return inventory.groups();
  }

  @Override
  public Optional<List<String>> hosts(String group) {
    return inventory.group(group);
  }

  @Override
  public Optional<Variable> variable(String group, String name) {
    Optional<Value> value = common(group, name);
    if (value.filter(InventoryContext::isEncrypted).isPresent()) {
      return Optional.of(new Encrypted());
    }
    return value.flatMap(Value::asText).map(Plain::new);
  }

  @Override
  public Optional<String> environment(String name) {
    return environmentVariable.apply(name);
  }

  /**
   * The values of a playbook's secrets.
   *
   * @param file the playbook
   * @param group its group
   */
  public PlaybookSecrets secrets(Path file, String group) {
    return new PlaybookSecrets(
        Optional.ofNullable(file.getParent()).orElse(Path.of("")),
        name -> common(group, name).map(value -> inventory.text(name, value)),
        environmentVariable);
  }

  private Optional<Value> common(String group, String name) {
    List<Optional<Value>> values =
        inventory.group(group).orElse(List.of()).stream()
            .map(host -> Optional.ofNullable(inventory.variables(host).get(name)))
            .toList();
    boolean agree = values.stream().map(value -> value.map(Value::content)).distinct().count() == 1;
    return agree ? values.getFirst() : Optional.empty();
  }

  private static boolean isEncrypted(Value value) {
    return value.secret() || value.content() instanceof Value.Encrypted;
  }
}
