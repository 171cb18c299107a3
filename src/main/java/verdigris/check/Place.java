package verdigris.check;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a finding is about; parts that do not apply are empty.
 *
 * @param host inventory name
 * @param instance such as {@code 11/main}
 * @param database its name
 * @param object as SQL writes it, or a file, a role, a slot
 */
public record Place(String host, String instance, String database, String object) {

  /** A host as a whole. */
  public static Place host(String host) {
    return new Place(host, "", "", "");
  }

  /** An instance as a whole. */
  public static Place instance(String host, String instance) {
    return new Place(host, instance, "", "");
  }

  /** A database of the same instance. */
  public Place database(String name) {
    return new Place(host, instance, name, object);
  }

  /** Something there. */
  public Place object(String name) {
    return new Place(host, instance, database, name);
  }

  /** Such as {@code blue:11/main, database orders, public.cache}. */
  @Override
  public String toString() {
    String server = instance.isEmpty() ? host : host + ":" + instance;
    return Stream.of(server, database.isEmpty() ? "" : "database " + database, object)
        .filter(s -> !s.isEmpty())
        .collect(Collectors.joining(", "));
  }
}
