package verdigris.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import verdigris.action.Action.Reload;
import verdigris.action.Command;
import verdigris.facts.ServerFacts.FileError;
import verdigris.host.Host;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * Makes a server read its files and sees that it took them. {@code pg_reload_conf()} returns true
 * even when the server then ignores everything, so its own views are asked (manual,
 * "pg_file_settings", "pg_hba_file_rules").
 *
 * @param host where
 * @param reload what
 * @param run id under which the previous files are kept
 */
record Reloading(Host host, Reload reload, String run) {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static final String FILE_ERRORS =
      """
      SELECT coalesce(f.sourcefile, ''), coalesce(f.sourceline, 0), coalesce(f.name, ''), f.error, coalesce(s.context, '')
        FROM pg_file_settings f LEFT JOIN pg_settings s ON lower(s.name) = lower(f.name)
        WHERE f.error IS NOT NULL""";

  private static final String HBA_ERRORS =
      "SELECT line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL";

  private static final String PUT_BACK =
      """
      for path do
        path=$(readlink -f -- "$path") || exit
        if [ -e "$path.verdigris-$run" ]; then mv -f -T -- "$path.verdigris-$run" "$path" || exit; fi
      done
      """;

  void perform() {
    var socket = new Host.Socket(reload.server().socketDirectory(), reload.server().port());
    try (Connection session = host.connect(socket, "postgres", "postgres");
        Statement statement = session.createStatement()) {
      List<String> errors = errors(statement);
      if (!errors.isEmpty()) {
        putBack();
        throw new Problem(
                Kind.CONFIGURATION_INVALID,
                new Where.OnHost(host.name()),
                "The server on port %d does not accept its new files; the previous ones are back."
                    .formatted(reload.server().port()),
                "Correct settings: or hba: in the playbook.",
                errors)
            .asException();
      }
      statement.execute("SELECT pg_reload_conf()");
      HostInterpreter.pause();
    } catch (SQLException e) {
      throw Problem.of(
              Kind.SQL_FAILED,
              new Where.OnHost(host.name()),
              "The reload failed: " + e.getMessage(),
              "Run again.")
          .asException();
    }
  }

  /** Both views read the files as they are now, before anything is reloaded. */
  private static List<String> errors(Statement statement) throws SQLException {
    var errors = new ArrayList<String>();
    try (ResultSet rows = statement.executeQuery(FILE_ERRORS)) {
      while (rows.next()) {
        var error =
            new FileError(rows.getString(1), rows.getInt(2), rows.getString(3), rows.getString(4));
        if (!error.waitsForRestart(rows.getString(5))) {
          errors.add(error.toString());
        }
      }
    }
    try (ResultSet rows = statement.executeQuery(HBA_ERRORS)) {
      while (rows.next()) {
        errors.add("pg_hba.conf:%d %s".formatted(rows.getInt(1), rows.getString(2)));
      }
    }
    return errors;
  }

  private void putBack() {
    var argv = new ArrayList<>(List.of("sh", "-c", "run=$1; shift\n" + PUT_BACK, "sh", run));
    argv.addAll(reload.files());
    must(HostInterpreter.postgres(argv));
    if (!reload.created().isEmpty()) {
      var remove = new ArrayList<>(List.of("rm", "-f", "--"));
      remove.addAll(reload.created());
      must(HostInterpreter.postgres(remove));
    }
  }

  private void must(Command command) {
    Host.Outcome outcome = host.run(command, LIMIT);
    if (!outcome.succeeded()) {
      throw HostInterpreter.failed(host.name(), command, outcome).asException();
    }
  }
}
