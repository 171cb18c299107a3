package verdigris.input;

import java.util.List;
import java.util.Optional;

/** What a playbook may refer to: the inventory, extra variables, the environment. */
public interface PlaybookContext {

  /** The inventory's groups, {@code all} among them. */
  List<String> groups();

  /**
   * The hosts of a group and its children, in inventory order.
   *
   * @return empty when there is no such group
   */
  Optional<List<String>> hosts(String group);

  /**
   * A variable as the group has it; extra variables win, then the group's, then those of {@code
   * all}. Not a host's.
   *
   * @return empty when it is not defined, or is not a single value
   */
  Optional<Variable> variable(String group, String name);

  /** A variable of the environment. */
  Optional<String> environment(String name);

  /** What an inventory says. */
  sealed interface Variable {}

  /**
   * A value that anyone can read.
   *
   * @param text as written, quotes resolved
   */
  record Plain(String text) implements Variable {}

  /** A value of Ansible Vault, which is not opened to read a playbook. */
  record Encrypted() implements Variable {}
}
