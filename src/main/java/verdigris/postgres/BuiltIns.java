package verdigris.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What PostgreSQL had built in and a later major has not: functions, operators, columns of system
 * catalogs, read from real servers 11 to 18 (see {@code script/catalogue}). What is created with
 * them cannot be restored there.
 *
 * <p>Like {@link SettingCatalogue}, it reads a table that is part of the program.
 */
public final class BuiltIns {
  private static final String TABLE = "removed.tsv";

  private BuiltIns() {}

  /** Kinds of what is gone. */
  public enum Kind {
    /** A function, by its number in pg_proc. */
    FUNCTION,
    /** An operator, by its number in pg_operator. */
    OPERATOR,
    /** A column of a system catalog or view, by name. */
    COLUMN
  }

  /**
   * Something that is gone.
   *
   * @param kind what it was
   * @param oid its number up to then; 0 for a column
   * @param name functions: bare; operators: with their operands; columns: {@code catalog.column}
   * @param since the first major without it
   */
  public record Removed(Kind kind, int oid, String name, int since) {}

  /** Everything that some major up to 18 does not have any more, in the order of the table. */
  public static List<Removed> removed() {
    return Loaded.REMOVED;
  }

  private static final class Loaded {
    private static final List<Removed> REMOVED = parse(read());

    private static String read() {
      try (InputStream table = BuiltIns.class.getResourceAsStream(TABLE)) {
        if (table == null) {
          throw new IllegalStateException(TABLE + " is missing from the program");
        }
        return new String(table.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<Removed> parse(String table) {
    return table
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .map(
            field ->
                new Removed(
                    kind(field[0]),
                    Integer.parseInt(field[1]),
                    field[2],
                    Integer.parseInt(field[3])))
        .toList();
  }

  private static Kind kind(String word) {
    return switch (word) {
      case "function" -> Kind.FUNCTION;
      case "operator" -> Kind.OPERATOR;
      case "column" -> Kind.COLUMN;
      default -> throw new IllegalStateException(TABLE + " has the kind " + word);
    };
  }
}
