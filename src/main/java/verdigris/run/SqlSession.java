package verdigris.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import verdigris.facts.SqlResult;
import verdigris.host.SqlTrouble;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Sends queries that only read, many in one round trip.
 *
 * @param connection closed with the session
 * @param where the server, for messages
 * @param database that the session is in; the driver would ask the server for its name
 */
record SqlSession(Connection connection, Where where, String database) implements AutoCloseable {
  /**
   * For this transaction only. A catalog that somebody has locked must not hang us, and nothing of
   * this is a change that a later user of the session or the server could notice.
   */
  private static final String BEGIN =
      """
      BEGIN READ ONLY;
      SET LOCAL statement_timeout = '10s';
      SET LOCAL lock_timeout = '3s';
      SET LOCAL search_path = pg_catalog;
      """;

  /** How many statements there are between BEGIN and the first query. */
  static final int SETTINGS = 3;

  private static final int NETWORK_MILLIS = 30_000;

  /** The server's major version, which the session knows without asking. */
  int major() throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  /**
   * Answers in the order of the queries.
   *
   * @throws SQLException when one fails; then there is no answer to any
   */
  List<SqlResult> ask(List<String> queries) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, NETWORK_MILLIS);
    List<SqlResult> results = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      boolean rows = statement.execute(BEGIN + String.join(";\n", queries) + ";\nCOMMIT");
      while (rows || statement.getUpdateCount() != -1) {
        if (rows) {
          results.add(result(statement.getResultSet()));
        }
        rows = statement.getMoreResults();
      }
      return results;
    } catch (SQLException e) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("ROLLBACK");
      } catch (SQLException broken) {
        e.addSuppressed(broken);
      }
      throw e;
    }
  }

  private SqlResult result(ResultSet from) throws SQLException {
    int columns = from.getMetaData().getColumnCount();
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (from.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int column = 1; column <= columns; column++) {
        row.add(from.getString(column));
      }
      rows.add(row);
    }
    return new SqlResult(where, rows);
  }

  /** insufficient_privilege. */
  static boolean isDenied(SQLException e) {
    return "42501".equals(e.getSQLState());
  }

  /** query_canceled, lock_not_available. */
  static boolean isCancelled(SQLException e) {
    return "57014".equals(e.getSQLState()) || "55P03".equals(e.getSQLState());
  }

  static ProblemException problem(Where where, SQLException e) {
    return SqlTrouble.of(where, "the questions of verdigris facts", e).asException();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
