package verdigris.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pgbouncer.ini that others wrote. Only the host and port of the databases that are routed are
 * changed; every other byte stays (PgBouncer, "pgbouncer.ini", section [databases]).
 *
 * @param text of the file
 */
public record PgBouncerIni(String text) {
  private static final Pattern SECTION = Pattern.compile("\\s*\\[([^\\]]+)\\]\\s*");
  private static final Pattern INCLUDE = Pattern.compile("\\s*%include\\s.*");
  private static final Pattern ENTRY =
      Pattern.compile("\\s*(\"(?:[^\"]|\"\")*\"|[^\\s=\";#]+)\\s*=(.*)");

  /** What came of routing. */
  public sealed interface Routed {}

  /**
   * The file with the new routes; the same text when nothing had to change.
   *
   * @param text of the whole file
   */
  public record Done(String text) implements Routed {}

  /**
   * The file cannot be changed by us.
   *
   * @param reason as a sentence
   */
  public record Refused(String reason) implements Routed {}

  /** A line of the file. */
  private record Line(int number, String raw, boolean inDatabases, Optional<String> name) {}

  /**
   * Routes databases to a server.
   *
   * @param databases as clients name them
   * @param address of the server
   * @param port of the server
   */
  public Routed route(List<String> databases, String address, int port) {
    String now = text;
    for (String database : databases) {
      switch (new PgBouncerIni(now).route(database, address, port)) {
        case Done(String next) -> now = next;
        case Refused refused -> {
          return refused;
        }
      }
    }
    return new Done(now);
  }

  private Routed route(String database, String address, int port) {
    List<Line> lines = lines();
    Optional<Line> own = find(lines, database);
    Optional<Line> all = find(lines, "*");
    if (own.isEmpty() && all.isEmpty()) {
      boolean includes = lines.stream().anyMatch(line -> INCLUDE.matcher(line.raw()).matches());
      return new Refused(
          "The database \"%s\" is not in the section [databases]%s."
              .formatted(database, includes ? "; it may be in a file that is included" : ""));
    }
    if (own.isEmpty() && !isName(database)) {
      return new Refused(
          "PgBouncer cannot read a line for the database \"%s\": names are of letters, digits and _.-"
              .formatted(database));
    }
    StringBuilder routed = new StringBuilder();
    for (Line line : lines) {
      if (own.isPresent() && line.equals(own.get())) {
        routed.append(directed(line.raw(), address, port)).append('\n');
        continue;
      }
      if (own.isEmpty() && line.equals(all.orElseThrow())) {
        // The others that go through the asterisk stay where they are.
        String copied = database + line.raw().substring(line.raw().indexOf('*') + 1);
        routed.append(directed(copied, address, port)).append('\n');
      }
      routed.append(line.raw()).append('\n');
    }
    String result = routed.toString();
    return new Done(text.endsWith("\n") ? result : result.substring(0, result.length() - 1));
  }

  private static Optional<Line> find(List<Line> lines, String database) {
    // The last of several counts, as PgBouncer reads it.
    return lines.stream()
        .filter(line -> line.inDatabases() && line.name().equals(Optional.of(database)))
        .reduce((_, later) -> later);
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    boolean inDatabases = false;
    String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    for (String raw : whole.split("\n", -1)) {
      Matcher section = SECTION.matcher(raw);
      if (section.matches()) {
        inDatabases = section.group(1).strip().equals("databases");
      }
      Matcher entry = ENTRY.matcher(raw);
      boolean isEntry = inDatabases && entry.matches() && !section.matches();
      lines.add(
          new Line(
              lines.size(),
              raw,
              inDatabases,
              isEntry ? Optional.of(name(entry.group(1))) : Optional.empty()));
    }
    return lines;
  }

  private static String name(String word) {
    return word.startsWith("\"")
        ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
        : word;
  }

  /** Whether PgBouncer can read a name in its file; 1.18 takes no quotes around it. */
  static boolean isName(String database) {
    return database.matches("[A-Za-z0-9_.-]+");
  }

  private static String directed(String line, String address, int port) {
    int equals = line.indexOf('=', line.startsWith("\"") ? line.indexOf('"', 1) : 0);
    String name = line.substring(0, equals + 1);
    String connection = line.substring(equals + 1);
    return name + option(option(connection, "port", Integer.toString(port)), "host", address);
  }

  /** A connection string with one option set; where it was, or in front. */
  private static String option(String connection, String key, String value) {
    Matcher option =
        Pattern.compile("(?<![^\\s])" + key + "\\s*=\\s*('(?:[^']|'')*'|\\S+)").matcher(connection);
    String written = key + "=" + value;
    return option.find()
        ? connection.substring(0, option.start()) + written + connection.substring(option.end())
        : " " + written + (connection.isBlank() ? "" : " " + connection.strip());
  }
}
