package verdigris.lab;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Which rows of the clients are in a database, and how often.
 *
 * @param counts by writer and id
 */
public record Rows(Map<Row, Integer> counts) {
  private static final String ALL = "SELECT writer, id, count(*) FROM written GROUP BY writer, id";

  public Rows {
    counts = Map.copyOf(counts);
  }

  /** A row by the writer's name and its number. */
  public record Row(String writer, long id) {
    @Override
    public String toString() {
      return writer + "#" + id;
    }
  }

  /** As the application sees them. */
  public static Rows seenAt(String url, Load.Login login) {
    Map<Row, Integer> counts = new HashMap<>();
    try (var connection = DriverManager.getConnection(url, Writer.properties(login));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(ALL)) {
      while (rows.next()) {
        counts.put(new Row(rows.getString(1), rows.getLong(2)), rows.getInt(3));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("could not read the rows at " + url, e);
    }
    return new Rows(counts);
  }

  /** As the server on a host has them, whoever may log in there. */
  public static Rows on(LabHost host, int port) {
    Map<Row, Integer> counts = new HashMap<>();
    host.sql(port, "orders", ALL)
        .lines()
        .map(line -> line.split("\\|", -1))
        .forEach(
            column ->
                counts.put(
                    new Row(column[0], Long.parseLong(column[1])), Integer.parseInt(column[2])));
    return new Rows(counts);
  }

  int count(String writer, long id) {
    return counts.getOrDefault(new Row(writer, id), 0);
  }
}
