package verdigris.action;

/**
 * The name of a secret; its value is only ever known to the interpreter.
 *
 * @param name as in the playbook, such as {@code replicator}
 */
public record Secret(String name) {
  @Override
  public String toString() {
    return "<secret:" + name + ">";
  }
}
