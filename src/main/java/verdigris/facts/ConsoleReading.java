package verdigris.facts;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import verdigris.facts.PgBouncerFacts.ConfigValue;
import verdigris.facts.PgBouncerFacts.Console;
import verdigris.facts.PgBouncerFacts.Link;
import verdigris.facts.PgBouncerFacts.Pool;
import verdigris.facts.PgBouncerFacts.RoutedDatabase;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * What to ask PgBouncer's admin console, and how its answers are read (pgbouncer manual, "Admin
 * console"). Columns come and go with its versions, so they are found by name.
 */
public final class ConsoleReading {
  /** The commands, one round trip each: the console takes one at a time. */
  public static final List<String> COMMANDS =
      List.of("SHOW DATABASES", "SHOW POOLS", "SHOW CONFIG");

  private static final List<String> SETTINGS =
      List.of(
          "pool_mode",
          "query_wait_timeout",
          "server_login_retry",
          "client_login_timeout",
          "server_lifetime",
          "auth_type",
          "max_client_conn");

  private ConsoleReading() {}

  /**
   * A table with its column names.
   *
   * @param columns names as the console gives them
   * @param rows values as text
   */
  public record Table(List<String> columns, List<List<@Nullable String>> rows) {}

  /**
   * Reads the answers to {@link #COMMANDS}.
   *
   * @param where the pooler's host, for messages
   * @param tables one for each command
   * @throws verdigris.problem.ProblemException {@code HOST_OUTPUT} when a column is missing
   */
  public static Console read(Where where, List<Table> tables) {
    if (tables.size() != COMMANDS.size()) {
      throw damaged(where, COMMANDS.size() + " tables were asked for, " + tables.size() + " came");
    }
    return new Console(
        databases(where, tables.get(0)),
        pools(where, tables.get(1)),
        cells(where, tables.get(2)).stream()
            .map(row -> new ConfigValue(row.text("key"), row.text("value")))
            .filter(value -> SETTINGS.contains(value.key()))
            .toList());
  }

  /** Reads SHOW DATABASES. */
  public static List<RoutedDatabase> databases(Where where, Table table) {
    return cells(where, table).stream().map(ConsoleReading::database).toList();
  }

  /** Reads SHOW POOLS. */
  public static List<Pool> pools(Where where, Table table) {
    return cells(where, table).stream().map(ConsoleReading::pool).toList();
  }

  /** Reads SHOW SERVERS: connections to servers. */
  public static List<Link> servers(Where where, Table table) {
    return cells(where, table).stream().map(row -> link(row, row.number("remote_pid"))).toList();
  }

  /** Reads SHOW CLIENTS: connections of clients. */
  public static List<Link> clients(Where where, Table table) {
    return cells(where, table).stream().map(row -> link(row, 0)).toList();
  }

  private static Link link(Cells row, int pid) {
    return new Link(
        row.text("database"),
        row.text("user"),
        row.text("state"),
        row.text("addr"),
        row.number("port"),
        row.number("local_port"),
        row.text("ptr"),
        row.text("link"),
        pid);
  }

  private static RoutedDatabase database(Cells row) {
    return new RoutedDatabase(
        row.text("name"),
        row.text("host"),
        row.number("port"),
        row.text("database"),
        row.number("paused") != 0,
        row.number("disabled") != 0);
  }

  private static Pool pool(Cells row) {
    return new Pool(
        row.text("database"),
        row.text("user"),
        row.number("cl_active"),
        row.number("cl_waiting"),
        row.number("sv_active"),
        row.text("pool_mode"));
  }

  private static List<Cells> cells(Where where, Table table) {
    return table.rows().stream().map(row -> new Cells(where, table.columns(), row)).toList();
  }

  private record Cells(Where where, List<String> columns, List<@Nullable String> values) {
    String text(String name) {
      int index =
          IntStream.range(0, columns.size())
              .filter(i -> columns.get(i).toLowerCase(Locale.ROOT).equals(name))
              .findFirst()
              .orElse(-1);
      if (index < 0 || index >= values.size()) {
        throw damaged(where, "the column " + name + " is missing");
      }
      String value = values.get(index);
      return value == null ? "" : value;
    }

    int number(String name) {
      String text = text(name);
      if (!text.matches("\\d{0,9}")) {
        throw damaged(where, "the column " + name + " is no number: \"" + text + '"');
      }
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    }
  }

  private static verdigris.problem.ProblemException damaged(Where where, String what) {
    return Problem.of(
            Kind.HOST_OUTPUT,
            where,
            "In the answer of PgBouncer's console " + what + ".",
            "Please report it with the version of PgBouncer.")
        .asException();
  }
}
