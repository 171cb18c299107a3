package verdigris.observe;

import java.util.Optional;
import java.util.stream.Stream;
import verdigris.world.InstanceId;

/**
 * The name of a fact that a plan depends on besides its World: what it is and whose. It stands in
 * the plan file with its value, so that a difference can be named.
 *
 * @param kind what
 * @param subject of a host, a host's programs, an instance, a database at a pooler; empty: of the
 *     topology
 */
public record Premise(Kind kind, String subject) {
  /** What is said of a data directory whose files a linked upgrade took. */
  static final String TAKEN = "taken by an upgrade";

  /** Kinds of facts, in the order in which they stand in a plan. */
  public enum Kind {
    /** Which instance takes writes. */
    PRIMARY("primary", "start restart close-clients stop-primary promote upgrade open-clients"),
    /** Whether the replication role on the source is as declared. */
    ROLE("replication role on", "replication-role stop-primary"),
    /** Distribution and C library, which order text, and processor. */
    SYSTEM("operating system of", ""),
    /** The minor version of the server programs. */
    PROGRAMS("server version of", "install"),
    /** Which database system lies in a data directory. */
    IDENTITY("system identifier of", "clone create-instance remove upgrade"),
    /** Which history the source has written. */
    TIMELINE("timeline of", "promote upgrade"),
    /** Where an instance's files are. */
    DIRECTORY("data directory of", "clone create-instance remove configure"),
    /** Where an instance listens. */
    PORT("port of", "clone create-instance remove configure restart"),
    /** Where a pooler leads clients. */
    ROUTE("way of clients to", "open-clients");

    private final String label;

    /** Words of the kinds of steps, with blanks between them. */
    private final String changedBy;

    Kind(String label, String changedBy) {
      this.label = label;
      this.changedBy = changedBy;
    }

    private boolean isChangedBy(String word) {
      return (" " + changedBy + " ").contains(" " + word + " ");
    }
  }

  /** Reads what {@link #toString} writes; empty when it is something else. */
  public static Optional<Premise> parse(String name) {
    return Stream.of(Kind.values())
        .filter(k -> name.equals(k.label) || name.startsWith(k.label + " "))
        .map(k -> new Premise(k, name.substring(k.label.length()).strip()))
        .findFirst();
  }

  /**
   * Whether the fact may be another one when a step has been done.
   *
   * @param step its key, such as {@code clone green:11/main}
   */
  public boolean isChangedBy(String step) {
    int end = step.indexOf(' ');
    return end > 0
        && kind.isChangedBy(step.substring(0, end))
        && isAbout(step.substring(0, end), step.substring(end + 1));
  }

  private boolean isAbout(String word, String of) {
    return switch (kind) {
      case SYSTEM -> false;
      case PRIMARY, ROLE, TIMELINE, ROUTE -> true;
      case PROGRAMS, DIRECTORY, PORT -> of.equals(subject);
      case IDENTITY -> word.equals("upgrade") ? host(of).equals(host(subject)) : of.equals(subject);
    };
  }

  private static String host(String instance) {
    return InstanceId.parse(instance).map(InstanceId::host).orElse(instance);
  }

  @Override
  public String toString() {
    return subject.isEmpty() ? kind.label : kind.label + " " + subject;
  }
}
