package verdigris.step;

import verdigris.facts.InstanceFacts;
import verdigris.resource.Placement;
import verdigris.world.InstanceId;

/**
 * Where an instance lies, or would lie, on its host, and what runs it.
 *
 * @param placement its files and its port
 * @param binaries directory of the server's programs
 * @param unit the systemd unit that runs it
 */
public record Place(Placement placement, String binaries, String unit) {
  private static final String CLONE_SUFFIX = ".verdigris-new";

  /** Where the distribution's packages would put an instance. */
  static Place usual(boolean debian, InstanceId id, int port) {
    int major = id.major();
    return debian
        ? new Place(
            Placement.debian(major, id.name(), port),
            "/usr/lib/postgresql/%d/bin".formatted(major),
            "postgresql@%d-%s.service".formatted(major, id.name()))
        : new Place(
            Placement.rhel(major, port),
            "/usr/pgsql-%d/bin".formatted(major),
            "postgresql-%d.service".formatted(major));
  }

  /** Where an instance lies that was found; what the facts do not know is as usual. */
  static Place found(InstanceFacts facts, Place usual) {
    int port = facts.port() == 0 ? usual.port() : facts.port();
    return new Place(
        new Placement(facts.layout(), facts.major(), facts.name(), facts.paths(), port),
        usual.binaries(),
        facts.unit().orElse(usual.unit()));
  }

  /** The same place with the server's programs where they were found. */
  Place withBinaries(String directory) {
    return new Place(placement, directory, unit);
  }

  /**
   * What a half clone of an instance looks like to facts: it lies beside the final place under this
   * name.
   */
  public static InstanceId cloneOf(InstanceId id) {
    return new InstanceId(id.host(), id.major(), id.name() + CLONE_SUFFIX);
  }

  /** Whether an instance's name is that of a directory in which one is being made. */
  public static boolean isBeingMade(String name) {
    return name.endsWith(CLONE_SUFFIX);
  }

  /** The data directory. */
  public String data() {
    return placement.paths().data();
  }

  /** The directory that a clone is made in. */
  public String cloneDirectory() {
    return data() + CLONE_SUFFIX;
  }

  /** The TCP port, also in the socket's name. */
  public int port() {
    return placement.port();
  }

  /** The directory of the Unix socket. */
  public String socketDirectory() {
    return placement.paths().socketDirectory();
  }

  /** A program of this server's. */
  public String program(String name) {
    return binaries + "/" + name;
  }
}
