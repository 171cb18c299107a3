package verdigris.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import verdigris.problem.DidYouMean;

/**
 * Every setting of every major version from 11 to 18, read from real servers (see {@code
 * script/catalogue}). Immutable.
 *
 * <p>Looks wrong on purpose: reading its own table from the class path is the one input that this
 * pure room has. The table is part of the program, as a constant is.
 */
public final class SettingCatalogue {
  private static final String TABLE = "settings.tsv";

  private record Row(int first, int last, SettingDefinition setting) {}

  private final SortedMap<String, List<Row>> rows;
  private final int oldest;
  private final int newest;

  private SettingCatalogue(SortedMap<String, List<Row>> rows, int oldest, int newest) {
    this.rows = rows;
    this.oldest = oldest;
    this.newest = newest;
  }

  /** The catalogue that comes with the program; read once, when first asked for. */
  public static SettingCatalogue builtIn() {
    return Loaded.CATALOGUE;
  }

  private static final class Loaded {
    private static final SettingCatalogue CATALOGUE = parse(read());

    private static String read() {
      try (InputStream table = SettingCatalogue.class.getResourceAsStream(TABLE)) {
        if (table == null) {
          throw new IllegalStateException(TABLE + " is missing from the program");
        }
        return new String(table.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Reads a catalogue.
   *
   * @param table lines of ten fields separated by tabs: name, first major, last major, context,
   *     type, unit, boot value, minimum, maximum, enumeration
   */
  public static SettingCatalogue parse(String table) {
    SortedMap<String, List<Row>> rows = new TreeMap<>();
    int oldest = Integer.MAX_VALUE;
    int newest = 0;
    for (String line : table.split("\n", -1)) {
      if (line.isEmpty() || line.charAt(0) == '#') {
        continue;
      }
      String[] field = line.split("\t", -1);
      int first = Integer.parseInt(field[1]);
      int last = Integer.parseInt(field[2]);
      oldest = Math.min(oldest, first);
      newest = Math.max(newest, last);
      SettingDefinition setting =
          new SettingDefinition(
              field[0],
              SettingDefinition.Context.of(field[3]),
              SettingDefinition.Type.of(field[4]),
              field[5],
              field[6],
              field[7],
              field[8],
              field[9].isEmpty() ? List.of() : Arrays.asList(field[9].split(",", -1)));
      rows.computeIfAbsent(key(field[0]), _ -> new ArrayList<>())
          .add(new Row(first, last, setting));
    }
    return new SettingCatalogue(rows, oldest, newest);
  }

  /** Whether a major version's settings are all known. */
  public boolean covers(int major) {
    return oldest <= major && major <= newest;
  }

  /**
   * A setting of a major version.
   *
   * @param major such as 15; one that is not covered is an error of the caller's
   * @param name in any case
   * @return empty when that major's server does not know it; extensions' settings (with a dot) are
   *     never found
   */
  public Optional<SettingDefinition> find(int major, String name) {
    if (!covers(major)) {
      throw new IllegalArgumentException("settings of PostgreSQL " + major + " are not known");
    }
    return rows.getOrDefault(key(name), List.of()).stream()
        .filter(row -> row.first() <= major && major <= row.last())
        .map(Row::setting)
        .findFirst();
  }

  /** The majors that know a setting, oldest first; empty when none does. */
  public List<Integer> majorsOf(String name) {
    List<Integer> majors = new ArrayList<>();
    for (Row row : rows.getOrDefault(key(name), List.of())) {
      for (int major = row.first(); major <= row.last(); major++) {
        majors.add(major);
      }
    }
    return majors.stream().sorted().toList();
  }

  /** Every setting of a major version, in order of name. */
  public List<SettingDefinition> all(int major) {
    return rows.keySet().stream().flatMap(name -> find(major, name).stream()).toList();
  }

  /** The settable name of a major version that is nearest to a misspelt one, if one is near. */
  public Optional<String> similar(int major, String name) {
    return DidYouMean.closest(
        name,
        all(major).stream()
            .filter(SettingDefinition::isSettable)
            .map(SettingDefinition::name)
            .toList());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
