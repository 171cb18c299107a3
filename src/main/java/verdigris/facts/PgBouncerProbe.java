package verdigris.facts;

import java.util.Optional;
import verdigris.action.RunAs;

/** An installed PgBouncer and how its console is reached. */
final class PgBouncerProbe implements Probe<Optional<PgBouncerProbe.Installed>> {

  /**
   * What the files say (pgbouncer.ini(5)).
   *
   * @param version such as {@code 1.18.0}
   * @param configFile the file that it runs with, or would
   * @param readable whether that file could be read
   * @param port {@code listen_port}, 6432 unless said
   * @param socketDirectory {@code unix_socket_dir}
   */
  record Installed(
      String version, String configFile, boolean readable, int port, String socketDirectory) {}

  @Override
  public String name() {
    return "pgbouncer";
  }

  @Override
  public RunAs as() {
    return RunAs.POSTGRES;
  }

  @Override
  public String fragment() {
    return """
        if command -v pgbouncer >/dev/null 2>&1; then
          say version "$(within 10 pgbouncer --version 2>&1)"
          for file in "$pooler" /etc/pgbouncer/pgbouncer.ini /etc/pgbouncer.ini; do
            [ -n "$file" ] && [ -e "$file" ] || continue
            say config "$file"
            if [ -r "$file" ]; then
              sed -n 's/^[ \t]*\\(listen_port\\|unix_socket_dir\\)[ \t]*=[ \t]*/\\1\t/p' "$file"
            else
              say denied "$file"
            fi
            break
          done
        fi
        """;
  }

  @Override
  public Optional<Installed> read(Section section) {
    String version = section.first("version");
    if (version.isEmpty()) {
      return Optional.empty();
    }
    if (!version.startsWith("PgBouncer ")) {
      throw section.damaged("pgbouncer --version said \"" + Section.shortened(version) + '"');
    }
    String port = section.first("listen_port").strip();
    String directory = section.first("unix_socket_dir").strip();
    return Optional.of(
        new Installed(
            version.substring("PgBouncer ".length()).strip(),
            section.first("config"),
            section.all("denied").isEmpty() && !section.first("config").isEmpty(),
            port.isEmpty() ? 6432 : (int) section.number("listen_port", port),
            directory.isEmpty() ? "/tmp" : directory));
  }
}
