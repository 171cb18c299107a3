package verdigris.step;

import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Layout;
import verdigris.world.InstanceId;

/**
 * Where an instance lies, or would lie, on its host.
 *
 * @param layout who laid out the files
 * @param data data directory
 * @param config directory of postgresql.conf and pg_hba.conf
 * @param binaries directory of the server's programs
 * @param socketDirectory of the Unix socket
 * @param unit the systemd unit that runs it
 * @param port TCP port, also in the socket's name
 */
public record Place(
    Layout layout,
    String data,
    String config,
    String binaries,
    String socketDirectory,
    String unit,
    int port) {
  private static final String CLONE_SUFFIX = ".verdigris-new";

  /** Where the distribution's packages would put an instance. */
  static Place usual(boolean debian, InstanceId id, int port) {
    int major = id.major();
    if (debian) {
      return new Place(
          Layout.DEBIAN,
          "/var/lib/postgresql/%d/%s".formatted(major, id.name()),
          "/etc/postgresql/%d/%s".formatted(major, id.name()),
          "/usr/lib/postgresql/%d/bin".formatted(major),
          "/var/run/postgresql",
          "postgresql@%d-%s.service".formatted(major, id.name()),
          port);
    }
    String data = "/var/lib/pgsql/%d/data".formatted(major);
    return new Place(
        Layout.RHEL,
        data,
        data,
        "/usr/pgsql-%d/bin".formatted(major),
        "/var/run/postgresql",
        "postgresql-%d.service".formatted(major),
        port);
  }

  /** Where an instance lies that was found; what the facts do not know is as usual. */
  static Place found(InstanceFacts facts, Place usual) {
    return new Place(
        facts.layout(),
        facts.paths().data(),
        parent(facts.paths().config()),
        usual.binaries(),
        facts.paths().socketDirectory().isEmpty()
            ? usual.socketDirectory()
            : facts.paths().socketDirectory(),
        facts.unit().orElse(usual.unit()),
        facts.port() == 0 ? usual.port() : facts.port());
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  /** The same place with the server's programs where they were found. */
  Place withBinaries(String directory) {
    return new Place(layout, data, config, directory, socketDirectory, unit, port);
  }

  /**
   * What a half clone of an instance looks like to facts: it lies beside the final place under this
   * name.
   */
  public static InstanceId cloneOf(InstanceId id) {
    return new InstanceId(id.host(), id.major(), id.name() + CLONE_SUFFIX);
  }

  /** The directory that a clone is made in. */
  public String cloneDirectory() {
    return data + CLONE_SUFFIX;
  }

  /** A program of this server's. */
  public String program(String name) {
    return binaries + "/" + name;
  }
}
