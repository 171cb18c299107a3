package verdigris.host;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import verdigris.host.LiveHost.Dialogue;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** What can go wrong with a database session, in words. */
public final class SqlTrouble {
  private SqlTrouble() {}

  /**
   * A statement's failure, as a problem.
   *
   * @param where host or instance
   * @param sql the statement, without secrets
   * @param thrown by the driver
   */
  public static Problem of(Where where, String sql, SQLException thrown) {
    String state = String.valueOf(thrown.getSQLState());
    if (state.startsWith("08")) {
      return Problem.of(
              Kind.CONNECTION_LOST,
              where,
              "The database session broke: the server was stopped, or the connection to the host"
                  + " was lost.",
              "Start again when the server answers.")
          .withEvidence(List.of(sql, said(thrown)));
    }
    return Problem.of(
            Kind.SQL_FAILED, where, "The server says: " + said(thrown) + ".", remedy(state))
        .withEvidence(List.of(sql));
  }

  static ProblemException notOpened(
      SocketSession session, SQLException thrown, @Nullable Dialogue bridge) {
    Where where = new Where.OnHost(session.host().name());
    if (bridge != null && serverMessage(thrown).isEmpty()) {
      // Throws by itself when sudo refused or the connection is broken.
      Host.Outcome outcome = bridge.farewell();
      return noAnswer(where, session, outcome.errors().strip(), thrown);
    }
    String state = String.valueOf(thrown.getSQLState());
    return Problem.of(
            Kind.SQL_FAILED,
            where,
            "The server on "
                + session.path()
                + " does not open a session of role "
                + session.user()
                + " in database "
                + session.database()
                + ": "
                + said(thrown)
                + ".",
            remedy(state))
        .asException();
  }

  private static ProblemException noAnswer(
      Where where, SocketSession session, String errors, SQLException thrown) {
    String because =
        switch (errors) {
          case "verdigris: No such file or directory" -> "there is no such socket";
          case "verdigris: Connection refused" ->
              "nobody listens on it any more (the server was killed)";
          default -> errors.isEmpty() ? said(thrown) : errors;
        };
    return Problem.of(
            Kind.SQL_FAILED,
            where,
            "No server answers on " + session.path() + ": " + because + ".",
            "See which servers run on the host, and where their sockets are:\n  pg_lsclusters")
        .asException();
  }

  private static String said(SQLException thrown) {
    return serverMessage(thrown)
            .map(m -> m.getSeverity() + ": " + m.getMessage() + detail(m))
            .orElse(String.valueOf(thrown.getMessage()).replaceAll("\\.$", ""))
        + (thrown.getSQLState() == null ? "" : " (SQLSTATE " + thrown.getSQLState() + ")");
  }

  private static String detail(ServerErrorMessage message) {
    return message.getDetail() == null ? "" : " (" + message.getDetail() + ")";
  }

  private static Optional<ServerErrorMessage> serverMessage(SQLException thrown) {
    return thrown instanceof PSQLException e
        ? Optional.ofNullable(e.getServerErrorMessage())
        : Optional.empty();
  }

  /** PostgreSQL manual, appendix A, error codes. */
  private static String remedy(String state) {
    return switch (state) {
      case "57P03" -> "Wait until the server has started or stopped, and start again.";
      case "53300" ->
          "End sessions that are not needed, or raise superuser_reserved_connections:\n"
              + "  SELECT pid, usename, state FROM pg_stat_activity;";
      case "28000" ->
          "The role must exist, and pg_hba.conf must let the system user postgres in as it:\n"
              + "  local all postgres peer";
      case "3D000" -> "See which databases there are:\n  psql -l";
      case "42501" -> "The role needs the privilege, or must be a superuser.";
      default -> "";
    };
  }
}
