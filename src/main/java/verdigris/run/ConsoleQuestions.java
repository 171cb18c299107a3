package verdigris.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import verdigris.facts.ConsoleReading;
import verdigris.facts.PgBouncerFacts;
import verdigris.facts.PgBouncerFacts.Console;
import verdigris.facts.Reading;
import verdigris.host.Host;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.run.Gather.Answer;

/**
 * Asks a running PgBouncer's admin console. On its Unix socket it lets in, as the user pgbouncer
 * and without a password, whoever is the operating-system user that it runs as.
 */
final class ConsoleQuestions {
  private static final String CONSOLE = "pgbouncer";
  private static final int NETWORK_MILLIS = 10_000;

  private ConsoleQuestions() {}

  static Answer<PgBouncerFacts> ask(Host host, PgBouncerFacts pgbouncer) {
    // Known empty: it does not run. A readable configuration is what tells where its socket is.
    if (pgbouncer.running().known().isPresent()) {
      return new Answer<>(pgbouncer, List.of());
    }
    Where where = new Where.OnHost(host.name());
    Host.Socket socket = new Host.Socket(pgbouncer.socketDirectory(), pgbouncer.port());
    try (Connection connection = host.connect(socket, CONSOLE, CONSOLE)) {
      connection.setNetworkTimeout(Runnable::run, NETWORK_MILLIS);
      Console console = ConsoleReading.read(where, tables(connection));
      return new Answer<>(pgbouncer.withConsole(Reading.of(Optional.of(console))), List.of());
    } catch (SQLException e) {
      return unknown(pgbouncer, SqlSession.problem(where, e));
    } catch (ProblemException e) {
      return unknown(pgbouncer, e);
    }
  }

  private static Answer<PgBouncerFacts> unknown(PgBouncerFacts pgbouncer, ProblemException e) {
    return new Answer<>(pgbouncer.withConsole(Reading.unknown(Gather.sentence(e))), e.problems());
  }

  private static List<ConsoleReading.Table> tables(Connection connection) throws SQLException {
    List<ConsoleReading.Table> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (String command : ConsoleReading.COMMANDS) {
        try (ResultSet rows = statement.executeQuery(command)) {
          tables.add(table(rows));
        }
      }
    }
    return tables;
  }

  private static ConsoleReading.Table table(ResultSet from) throws SQLException {
    ResultSetMetaData names = from.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int column = 1; column <= names.getColumnCount(); column++) {
      columns.add(names.getColumnLabel(column));
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (from.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int column = 1; column <= columns.size(); column++) {
        row.add(from.getString(column));
      }
      rows.add(row);
    }
    return new ConsoleReading.Table(columns, rows);
  }
}
