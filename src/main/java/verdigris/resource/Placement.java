package verdigris.resource;

import java.util.List;
import java.util.Optional;
import verdigris.facts.InstanceFacts.Layout;
import verdigris.facts.InstanceFacts.Paths;
import verdigris.postgres.OwnFiles;

/**
 * Where a new instance is put.
 *
 * @param layout whose rules
 * @param major of its server
 * @param name Debian's cluster name; elsewhere the data directory's last part
 * @param paths where everything is
 * @param port it listens on
 */
public record Placement(Layout layout, int major, String name, Paths paths, int port) {

  /** As postgresql-common would put it: {@code /etc/postgresql/M/name}. */
  public static Placement debian(int major, String name, int port) {
    String etc = "/etc/postgresql/" + major + "/" + name;
    String data = "/var/lib/postgresql/" + major + "/" + name;
    return new Placement(
        Layout.DEBIAN,
        major,
        name,
        new Paths(
            data,
            etc + "/postgresql.conf",
            etc + "/pg_hba.conf",
            etc + "/pg_ident.conf",
            "/var/run/postgresql",
            Optional.of("/var/log/postgresql/postgresql-" + major + "-" + name + ".log"),
            data + "/pg_wal",
            List.of()),
        port);
  }

  /** As PGDG's RPMs would put it: everything in {@code /var/lib/pgsql/M/data}. */
  public static Placement rhel(int major, int port) {
    String data = "/var/lib/pgsql/" + major + "/data";
    return new Placement(
        Layout.RHEL,
        major,
        "data",
        new Paths(
            data,
            data + "/postgresql.conf",
            data + "/pg_hba.conf",
            data + "/pg_ident.conf",
            "/run/postgresql",
            Optional.empty(),
            data + "/pg_wal",
            List.of()),
        port);
  }

  /** The directory of postgresql.conf. */
  public String configDirectory() {
    return OwnFiles.directory(paths.config());
  }

  /** Such as {@code 15/main}. */
  public String label() {
    return major + "/" + name;
  }

  /** Whether postgresql-common manages it. */
  public boolean isDebian() {
    return layout == Layout.DEBIAN;
  }

  /** The settings that say where things are. */
  List<Assigned> settings() {
    java.util.ArrayList<Assigned> settings = new java.util.ArrayList<>();
    if (isDebian()) {
      settings.add(new Assigned("data_directory", paths.data()));
      settings.add(new Assigned("hba_file", paths.hba()));
      settings.add(new Assigned("ident_file", paths.ident()));
      settings.add(
          new Assigned("external_pid_file", "/var/run/postgresql/" + major + "-" + name + ".pid"));
    }
    settings.add(new Assigned("port", Integer.toString(port)));
    settings.add(new Assigned("unix_socket_directories", paths.socketDirectory()));
    settings.add(new Assigned("cluster_name", label()));
    return settings;
  }
}
