package verdigris.facts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import verdigris.postgres.Lsn;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * What a query returned, each value as PostgreSQL writes it as text.
 *
 * @param where the server that answered, for messages
 * @param rows in order; null is SQL's null
 */
public record SqlResult(Where where, List<List<@Nullable String>> rows) {
  public SqlResult {
    List<List<@Nullable String>> copies = new ArrayList<>();
    rows.forEach(row -> copies.add(Collections.unmodifiableList(new ArrayList<>(row))));
    rows = Collections.unmodifiableList(copies);
  }

  /**
   * The rows, each with as many columns as asked for.
   *
   * @throws ProblemException {@code HOST_OUTPUT} when a row has another number of columns
   */
  List<Row> rows(int columns) {
    for (List<@Nullable String> row : rows) {
      if (row.size() != columns) {
        throw damaged("a row of " + columns + " columns was asked for and has " + row.size());
      }
    }
    return rows.stream().map(row -> new Row(this, row)).toList();
  }

  /**
   * The one row of a query that always has one.
   *
   * @throws ProblemException {@code HOST_OUTPUT} when there is none or another
   */
  Row only(int columns) {
    List<Row> all = rows(columns);
    if (all.size() != 1) {
      throw damaged("one row was asked for and " + all.size() + " came");
    }
    return all.getFirst();
  }

  private ProblemException damaged(String what) {
    return Problem.of(
            Kind.HOST_OUTPUT,
            where,
            "In the server's answer " + what + ".",
            "Run it again; if the answer stays the same, please report it with the server's"
                + " version.")
        .asException();
  }

  /** One row; columns count from 0. */
  record Row(SqlResult result, List<@Nullable String> values) {

    /** Empty text for null. */
    String text(int column) {
      String value = values.get(column);
      return value == null ? "" : value;
    }

    /** A whole number; 0 for null. */
    long number(int column) {
      String value = text(column);
      if (value.isEmpty()) {
        return 0;
      }
      if (!value.matches("-?\\d{1,18}")) {
        throw result.damaged("column " + (column + 1) + " is no number: \"" + value + '"');
      }
      return Long.parseLong(value);
    }

    /** A whole number that fits an int; 0 for null. */
    int integer(int column) {
      return Math.toIntExact(number(column));
    }

    /** A number of seconds; -1 for null. */
    double seconds(int column) {
      String value = text(column);
      if (value.isEmpty()) {
        return -1;
      }
      if (!value.matches("-?\\d{1,12}(\\.\\d+)?")) {
        throw result.damaged("column " + (column + 1) + " is no number: \"" + value + '"');
      }
      return Double.parseDouble(value);
    }

    boolean isTrue(int column) {
      return switch (text(column)) {
        case "t", "true" -> true;
        case "f", "false", "" -> false;
        default -> throw result.damaged("column " + (column + 1) + " is neither true nor false");
      };
    }

    /** Empty for null. */
    Optional<Lsn> lsn(int column) {
      String value = text(column);
      Optional<Lsn> lsn = Lsn.parse(value);
      if (lsn.isEmpty() && !value.isEmpty()) {
        throw result.damaged("column " + (column + 1) + " is no WAL position: \"" + value + '"');
      }
      return lsn;
    }

    /**
     * A value of an enum by its name.
     *
     * @throws ProblemException {@code HOST_OUTPUT} when there is no such value
     */
    <E extends Enum<E>> E word(E[] values, int column) {
      for (E value : values) {
        if (value.name().equals(text(column))) {
          return value;
        }
      }
      throw result.damaged("column " + (column + 1) + " is no known word: \"" + text(column) + '"');
    }

    /** An array that the query has joined with the unit separator, chr(31). */
    List<String> list(int column) {
      String value = text(column);
      return value.isEmpty() ? List.of() : List.of(value.split("\u001f", -1));
    }
  }
}
