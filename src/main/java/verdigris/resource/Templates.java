package verdigris.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The templates of everything that is rendered. Which variables each has is shown by the ones that
 * come with the program.
 *
 * @param postgresql of postgresql.conf
 * @param hba of pg_hba.conf
 * @param recovery of recovery.conf, up to 11
 * @param pgbouncer of pgbouncer.ini
 */
public record Templates(Template postgresql, Template hba, Template recovery, Template pgbouncer) {

  /** File names, in the order of the components. */
  public static final List<String> NAMES =
      List.of(
          "postgresql.conf.mustache",
          "pg_hba.conf.mustache",
          "recovery.conf.mustache",
          "pgbouncer.ini.mustache");

  /**
   * Those that come with the program; read once, when first asked for. Like the setting catalogue
   * they are a part of the program, not input.
   */
  public static Templates builtIn() {
    return Loaded.TEMPLATES;
  }

  /**
   * The same templates with one replaced by the user's.
   *
   * @param name one of {@link #NAMES}
   * @param theirs found next to the playbook
   */
  public Templates with(String name, Template theirs) {
    return switch (name) {
      case "postgresql.conf.mustache" -> new Templates(theirs, hba, recovery, pgbouncer);
      case "pg_hba.conf.mustache" -> new Templates(postgresql, theirs, recovery, pgbouncer);
      case "recovery.conf.mustache" -> new Templates(postgresql, hba, theirs, pgbouncer);
      case "pgbouncer.ini.mustache" -> new Templates(postgresql, hba, recovery, theirs);
      default -> throw new IllegalArgumentException("not a template: " + name);
    };
  }

  private static final class Loaded {
    private static final Templates TEMPLATES =
        new Templates(
            read(NAMES.get(0)), read(NAMES.get(1)), read(NAMES.get(2)), read(NAMES.get(3)));

    private static Template read(String name) {
      try (InputStream stream = Templates.class.getResourceAsStream(name)) {
        if (stream == null) {
          throw new IllegalStateException(name + " is missing from the program");
        }
        String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        return new Template("templates/" + name, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
