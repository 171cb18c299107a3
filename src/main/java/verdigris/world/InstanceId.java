package verdigris.world;

/**
 * Which instance is meant, whether it exists or not.
 *
 * @param host inventory name
 * @param major PostgreSQL major version
 * @param name Debian's cluster name, such as {@code main}
 */
public record InstanceId(String host, int major, String name) {

  /** Major and name, as Debian writes them: {@code 11/main}. */
  public String label() {
    return major + "/" + name;
  }

  @Override
  public String toString() {
    return host + ":" + label();
  }
}
