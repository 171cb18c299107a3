package verdigris.postgres;

import java.util.Locale;

/**
 * Where the files are that Verdigris owns on instances that others created. Facts read them,
 * resources write them; this is the one place that knows their paths.
 */
public final class OwnFiles {
  private OwnFiles() {}

  /**
   * The file of settings that postgresql.conf includes, loaded last.
   *
   * @param config absolute path of postgresql.conf
   * @param debian whether postgresql-common laid the files out, with a {@code conf.d}
   */
  public static String included(String config, boolean debian) {
    return directory(config) + "/" + includedName(debian);
  }

  /** The same path, relative to postgresql.conf's directory. */
  public static String includedName(boolean debian) {
    return debian ? "conf.d/zz-verdigris.conf" : "verdigris.conf";
  }

  /**
   * The password file of an instance that follows another. It lies beside the data directory, so
   * that no base backup copies it and no rename moves it.
   *
   * @param data absolute path of the data directory
   */
  public static String passfile(String data) {
    return directory(data) + "/.verdigris-" + data.substring(data.lastIndexOf('/') + 1) + ".pgpass";
  }

  /**
   * The password file with which an instance is rewound; it is there only meanwhile.
   *
   * @param data absolute path of the data directory
   */
  public static String rewindPassfile(String data) {
    return directory(data)
        + "/.verdigris-rewind-"
        + data.substring(data.lastIndexOf('/') + 1)
        + ".pgpass";
  }

  /**
   * A standby's slot on its upstream, and what it calls itself there (application_name).
   *
   * @param host inventory name
   * @return at most 63 characters of a-z, 0-9 and _ (manual, "Replication Slots")
   */
  public static String slot(String host) {
    String name = "verdigris_" + host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return name.length() <= 63 ? name : name.substring(0, 63);
  }

  /** The directory that a file is in. */
  public static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
