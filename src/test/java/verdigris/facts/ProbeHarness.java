package verdigris.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import verdigris.problem.Kind;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * The only door to a probe in a test. Whoever reads a recorded answer through it also proves that
 * the answer cut short, or with a column too many, is a problem and not half an answer.
 *
 * <p>Answers of operating systems are whole documents in {@code probes/os}, answers of servers in
 * {@code probes/sql}; {@link SampleRecorder} makes both.
 */
// NullAway does not see in a compiled record that its rows may hold nulls.
@SuppressWarnings("NullAway")
public final class ProbeHarness {
  private static final Path SAMPLES = Path.of("src/test/resources/probes");
  private static final Where SERVER = new Where.OnInstance("blue", "11/main");

  private ProbeHarness() {}

  /** The recorded answers of operating systems, by name. */
  static List<String> documents() {
    return names("os");
  }

  /** The recorded answers of servers, by name. */
  static List<String> servers() {
    return names("sql");
  }

  /** A recorded answer as it came. */
  static String document(String sample) {
    return read("os/" + sample + ".txt");
  }

  /** Reads a recorded answer as that of a host called blue. */
  static HostFacts host(String sample) {
    return host(sample, document(sample));
  }

  /** Reads an answer made from a recorded one. */
  static HostFacts host(String sample, String answer) {
    HostFacts facts = HostReading.read("blue", answer, 0, 0);
    assertThat(HostReading.read("blue", answer, 0, 0))
        .as("%s reads the same twice", sample)
        .isEqualTo(facts);
    return facts;
  }

  /** What one probe makes of a recorded answer. */
  static <T> T answer(Probe<T> probe, String sample) {
    return answer(probe, Document.parse("blue", document(sample)).section(probe.name()).lines());
  }

  /** What one probe makes of these lines. */
  static <T> T answer(Probe<T> probe, List<String> lines) {
    T answer = probe.read(new Section("blue", probe.name(), lines));
    assertThat(probe.read(new Section("blue", probe.name(), lines))).isEqualTo(answer);
    return answer;
  }

  /** The problem that a damaged answer must be. */
  static ProblemException problem(Probe<?> probe, List<String> lines) {
    return problemOf(() -> probe.read(new Section("blue", probe.name(), lines)));
  }

  /** Where a document may be cut so that something is missing: before each of its lines. */
  static void everyCutIsAProblem(String sample) {
    String whole = document(sample);
    int end = whole.lastIndexOf("@@end\t");
    for (int cut = 0; cut < end; cut = whole.indexOf('\n', cut) + 1) {
      String part = whole.substring(0, cut);
      problemOf(() -> HostReading.read("blue", part, 0, 0));
    }
  }

  /** A section that is missing, or there twice, must be a problem. */
  static void everyMissingSectionIsAProblem(String sample) {
    String whole = document(sample);
    for (Probe<?> probe : Probes.ALL) {
      String mark = "@@section\t" + probe.name() + "\n";
      problemOf(() -> HostReading.read("blue", whole.replace(mark, "@@section\tother\n"), 0, 0));
      problemOf(() -> HostReading.read("blue", whole.replace(mark, mark + mark), 0, 0));
    }
  }

  /** The recorded answers of a server to the questions of a survey, by name. */
  static List<String> surveyedServers() {
    return names("survey").stream().filter(n -> n.matches(".*-\\d\\d")).toList();
  }

  /** A host's recorded answer to the questions of a survey, as it came. */
  static String surveyedHost(String sample) {
    return read("survey/" + sample + ".txt");
  }

  /** What one probe makes of a server's recorded answer to a survey. */
  static <T> T surveyed(SqlProbe<T> probe, String sample) {
    SqlResult result = results("survey", sample).get(probe.name());
    assertThat(result).as("%s has recorded %s", sample, probe.name()).isNotNull();
    return answer(probe, result == null ? List.of() : result.rows());
  }

  /** Everything that a survey finds in the database of a recorded answer. */
  public static List<Survey.Item> items(String sample) {
    SequencedMap<String, SqlResult> results = results("survey", sample);
    return SurveyReading.readItems(
        SERVER, SurveyReading.ofDatabase().stream().map(p -> results.get(p.name())).toList());
  }

  /** The recorded answers of a server, by probe. */
  static SequencedMap<String, SqlResult> results(String sample) {
    return results("sql", sample);
  }

  private static SequencedMap<String, SqlResult> results(String directory, String sample) {
    SequencedMap<String, List<List<@Nullable String>>> rows = new LinkedHashMap<>();
    List<List<@Nullable String>> current = new ArrayList<>();
    for (String line : read(directory + "/" + sample + ".tsv").lines().toList()) {
      if (line.startsWith("@probe\t")) {
        current = new ArrayList<>();
        rows.put(line.substring("@probe\t".length()), current);
      } else if (!line.startsWith("@major\t")) {
        current.add(fields(line));
      }
    }
    SequencedMap<String, SqlResult> results = new LinkedHashMap<>();
    rows.forEach((name, all) -> results.put(name, new SqlResult(SERVER, all)));
    return results;
  }

  /** What one probe makes of a server's recorded answer. */
  static <T> T answer(SqlProbe<T> probe, String sample) {
    SqlResult result = results(sample).get(probe.name());
    assertThat(result).as("%s has recorded %s", sample, probe.name()).isNotNull();
    return answer(probe, result == null ? List.of() : result.rows());
  }

  /** What one probe makes of these rows; also tries them with a column more and one less. */
  static <T> T answer(SqlProbe<T> probe, List<List<@Nullable String>> rows) {
    T answer = probe.read(new SqlResult(SERVER, rows));
    assertThat(probe.read(new SqlResult(SERVER, rows))).isEqualTo(answer);
    if (!rows.isEmpty()) {
      problemOf(() -> probe.read(new SqlResult(SERVER, rows.stream().map(r -> wider(r)).toList())));
      problemOf(
          () ->
              probe.read(
                  new SqlResult(
                      SERVER, rows.stream().map(r -> r.subList(0, r.size() - 1)).toList())));
    }
    return answer;
  }

  /** The problem that an answer of unexpected form must be. */
  static ProblemException problem(SqlProbe<?> probe, List<List<@Nullable String>> rows) {
    return problemOf(() -> probe.read(new SqlResult(SERVER, rows)));
  }

  /** A server's facts from its recorded answers. */
  static ServerFacts server(String sample) {
    answer(new SizesProbe(), sample);
    return server(results(sample));
  }

  /** A server's facts from answers by probe. */
  static ServerFacts server(SequencedMap<String, SqlResult> results) {
    ServerFacts facts =
        ServerReading.read(
            SERVER,
            true,
            ServerReading.ofServer(true).stream().map(p -> results.get(p.name())).toList());
    SequencedMap<String, Reading<ServerFacts.Contents>> contents = new LinkedHashMap<>();
    contents.put(
        "postgres",
        Reading.of(
            ServerReading.readContents(
                SERVER,
                ServerReading.ofDatabase().stream().map(p -> results.get(p.name())).toList())));
    SqlResult sizes = results.getOrDefault("sizes", new SqlResult(SERVER, List.of()));
    return ServerReading.withDatabases(facts, new SizesProbe().read(sizes), contents);
  }

  /** A server's facts from its recorded answers, for other rooms. */
  public static ServerFacts recordedServer(String sample) {
    return server(sample);
  }

  /**
   * All recorded hosts with their servers' answers, as one gathering: a primary, its standby beside
   * a newer instance, a pooler, a host without any PostgreSQL, and one that does not answer.
   */
  public static Facts recorded() {
    return new Facts(
        List.of(
            answered("blue", "debian12-primary"),
            answered("green", "debian12-standby"),
            answered("proxy", "debian12-pgbouncer"),
            answered("bare", "debian12-bare"),
            HostFacts.unknown("gone", "The host cannot be reached: no answer within 3 s.")));
  }

  private static HostFacts answered(String name, String sample) {
    return answered(name, document(sample), major -> server(sample + "-" + major));
  }

  /**
   * A host with its servers.
   *
   * @param document what its operating system answered
   * @param servers what is known of the server of a major
   */
  static HostFacts answered(String name, String document, IntFunction<ServerFacts> servers) {
    Document answer = Document.parse(name, document);
    long sent = answer.beganNanos() / 1_000_000;
    long received = answer.endedNanos() / 1_000_000;
    HostFacts host = HostReading.read(name, document, sent, received);
    return host.answered(
        host.instances()
            .map(
                all ->
                    all.stream()
                        .map(i -> i.withServer(Reading.of(Optional.of(servers.apply(i.major())))))
                        .toList()),
        host.pgbouncer(),
        List.of());
  }

  private static ProblemException problemOf(Runnable reading) {
    Throwable thrown = catchThrowable(reading::run);
    assertThat(thrown).isInstanceOf(ProblemException.class);
    ProblemException problem = (ProblemException) thrown;
    assertThat(problem.problems()).allMatch(p -> p.kind() == Kind.HOST_OUTPUT);
    return problem;
  }

  private static List<@Nullable String> wider(List<@Nullable String> row) {
    List<@Nullable String> wider = new ArrayList<>(row);
    wider.add("x");
    return wider;
  }

  private static List<@Nullable String> fields(String line) {
    List<@Nullable String> fields = new ArrayList<>();
    for (String field : Arrays.asList(line.split("\t", -1))) {
      fields.add(
          field.equals("\\N")
              ? null
              : field.replace("\\t", "\t").replace("\\n", "\n").replace("\\\\", "\\"));
    }
    return Collections.unmodifiableList(fields);
  }

  private static List<String> names(String directory) {
    try (Stream<Path> files = Files.list(SAMPLES.resolve(directory))) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\.[a-z]+$", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String path) {
    try {
      return Files.readString(SAMPLES.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
