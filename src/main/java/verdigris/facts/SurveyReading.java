package verdigris.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.facts.Survey.Item;
import verdigris.facts.Survey.OfDatabase;
import verdigris.facts.Survey.OfServer;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * What a survey asks a running server, and how its answers are read. The queries of one list are
 * meant to be sent together, in one read-only transaction; those of a database one by one, so that
 * a slow one makes only itself unknown.
 */
public final class SurveyReading {
  private static final OwnersProbe OWNERS = new OwnersProbe();
  private static final RoleSettingsProbe ROLE_SETTINGS = new RoleSettingsProbe();
  private static final SubscriptionsProbe SUBSCRIPTIONS = new SubscriptionsProbe();
  private static final ArchiverProbe ARCHIVER = new ArchiverProbe();

  private SurveyReading() {}

  static List<SqlProbe<?>> ofServer() {
    return List.of(OWNERS, ROLE_SETTINGS, SUBSCRIPTIONS, ARCHIVER);
  }

  static List<ItemsProbe> ofDatabase() {
    return List.of(
        new ColumnTypesProbe(),
        new OldTypeFunctionsProbe(),
        new OidTablesProbe(),
        new OldObjectsProbe(),
        new PolymorphicProbe(),
        new LibrariesProbe(),
        new TextIndexesProbe(),
        new RemovedCallsProbe(),
        new RemovedColumnsProbe(),
        new RemovedNamesProbe(),
        new FunctionSettingsProbe());
  }

  /** The queries for {@link #readServer}, as a superuser, in any one database. */
  public static List<String> serverQueries(int major) {
    return ofServer().stream().map(probe -> probe.query(major)).toList();
  }

  /** The queries for {@link #readItems}, as anybody, in each database. */
  public static List<String> databaseQueries(int major) {
    return ofDatabase().stream().map(probe -> probe.query(major)).toList();
  }

  /**
   * Reads the answers to {@link #serverQueries}.
   *
   * @param where the server, for messages
   * @param results one for each query
   * @param databases what was learnt in each
   * @throws ProblemException {@code HOST_OUTPUT} when an answer has another form
   */
  public static OfServer readServer(
      Where where, List<SqlResult> results, SequencedMap<String, Reading<List<Item>>> databases) {
    expect(where, ofServer().size(), results);
    OwnersProbe.Owners owners = OWNERS.read(results.get(0));
    List<OfDatabase> each = new ArrayList<>();
    databases.forEach((name, items) -> each.add(new OfDatabase(name, items)));
    return new OfServer(
        owners.installUser(),
        owners.reservedRoles(),
        ROLE_SETTINGS.read(results.get(1)),
        SUBSCRIPTIONS.read(results.get(2)),
        ARCHIVER.read(results.get(3)),
        each);
  }

  /** Reads the answers to {@link #databaseQueries}. */
  public static List<Item> readItems(Where where, List<SqlResult> results) {
    List<ItemsProbe> probes = ofDatabase();
    expect(where, probes.size(), results);
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < probes.size(); i++) {
      items.addAll(probes.get(i).read(results.get(i)));
    }
    return List.copyOf(items);
  }

  private static void expect(Where where, int count, List<SqlResult> results) {
    if (results.size() != count) {
      throw Problem.of(
              Kind.HOST_OUTPUT,
              where,
              count + " queries were sent and " + results.size() + " answers came.",
              "Run it again.")
          .asException();
    }
  }

  // ---- the host

  /**
   * What the script of {@link SurveyScript} printed.
   *
   * @param scripts by directory of binaries
   * @param logs by label of the instance, such as {@code 11/main}
   * @param backlogs likewise
   */
  public record HostAnswer(
      List<Survey.UpdateScripts> scripts,
      SequencedMap<String, Reading<Survey.LogEnd>> logs,
      SequencedMap<String, Reading<Integer>> backlogs) {

    /** The log of an instance. */
    public Reading<Survey.LogEnd> log(String label) {
      return Optional.ofNullable(logs.get(label)).orElse(Reading.unknown("It was not asked for."));
    }

    /** WAL files of an instance that wait to be archived. */
    public Reading<Integer> backlog(String label) {
      return Optional.ofNullable(backlogs.get(label))
          .orElse(Reading.unknown("It was not asked for."));
    }
  }

  /**
   * Reads what a host answered to {@link SurveyScript}.
   *
   * @param host inventory name
   * @throws ProblemException {@code HOST_OUTPUT} when the answer was cut off or has another form
   */
  public static HostAnswer readHost(String host, String output) {
    List<String> lines = output.lines().toList();
    int begin = lines.indexOf(SurveyScript.BEGIN);
    int end = lines.lastIndexOf(SurveyScript.END);
    if (begin < 0 || end < begin) {
      throw Problem.of(
              Kind.HOST_OUTPUT,
              new Where.OnHost(host),
              "The answer to the questions of verdigris check was cut off.",
              "Run it again.")
          .asException();
    }
    List<Survey.UpdateScripts> scripts = new ArrayList<>();
    SequencedMap<String, List<String>> instances = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : lines.subList(begin + 1, end)) {
      Section.Row row = Section.Row.of(line);
      if (line.startsWith("instance\t")) {
        current = new ArrayList<>();
        instances.put(row.value(0), current);
      } else if (line.startsWith("scripts\t")) {
        List<String> names = row.value(1).isBlank() ? List.of() : words(row.value(1));
        scripts.add(new Survey.UpdateScripts(row.value(0), names));
      } else {
        current.add(line);
      }
    }
    SequencedMap<String, Reading<Survey.LogEnd>> logs = new LinkedHashMap<>();
    SequencedMap<String, Reading<Integer>> backlogs = new LinkedHashMap<>();
    instances.forEach(
        (label, seen) -> {
          Section section = new Section(host, label, seen);
          logs.put(label, log(section));
          backlogs.put(label, backlog(section));
        });
    return new HostAnswer(List.copyOf(scripts), logs, backlogs);
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split(" +"));
  }

  private static Reading<Survey.LogEnd> log(Section seen) {
    String unread = seen.first("unread");
    if (!unread.isEmpty()) {
      return Reading.unknown("The server log " + unread + " cannot be read.");
    }
    String file = seen.first("log");
    if (file.isEmpty()) {
      return Reading.unknown("Where the server logs to is not known.");
    }
    return Reading.of(
        new Survey.LogEnd(file, seen.all("message").stream().map(Passwords::hidden).toList()));
  }

  private static Reading<Integer> backlog(Section seen) {
    String ready = seen.first("ready");
    return ready.isEmpty()
        ? Reading.unknown("pg_wal/archive_status cannot be read.")
        : Reading.of((int) seen.number("The number of WAL files to archive", ready));
  }
}
