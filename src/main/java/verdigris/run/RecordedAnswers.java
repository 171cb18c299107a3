package verdigris.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import verdigris.facts.HostReading;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerReading;
import verdigris.facts.SqlResult;
import verdigris.host.RecordedHost;
import verdigris.input.SourceText;
import verdigris.problem.Where;

/**
 * What a host and its servers answered, in the files that tests of probes read too: {@code
 * os/SAMPLE.txt}, and {@code sql/SAMPLE-MAJOR.tsv} with the rows of each probe in COPY's text
 * format.
 *
 * @param majors of the servers, by port
 * @param results of each server's probes in the order in which they are asked, by port; the last
 *     are those of its databases, and their sizes
 */
public record RecordedAnswers(
    SequencedMap<Integer, Integer> majors, SequencedMap<Integer, List<SqlResult>> results)
    implements RecordedHost.Servers {

  /**
   * A host with a sample's answers.
   *
   * @param name inventory name
   * @param directory of the recorded answers
   * @param sample of which every running server is recorded too
   */
  public static RecordedHost host(String name, Path directory, String sample) {
    String answer = SourceText.read(directory.resolve("os/" + sample + ".txt")).text();
    SequencedMap<Integer, Integer> majors = new LinkedHashMap<>();
    SequencedMap<Integer, List<SqlResult>> results = new LinkedHashMap<>();
    for (InstanceFacts instance :
        HostReading.read(name, answer, 0, 0).instances().known().orElse(List.of())) {
      Path file = directory.resolve("sql/" + sample + "-" + instance.major() + ".tsv");
      majors.put(instance.port(), instance.major());
      results.put(instance.port(), read(new Where.OnInstance(name, instance.label()), file));
    }
    return new RecordedHost(name, answer, new RecordedAnswers(majors, results));
  }

  @Override
  public int major(int port) {
    return majors.getOrDefault(port, 0);
  }

  @Override
  public List<List<SqlResult>> batches(int port, String database) {
    List<SqlResult> all = results.getOrDefault(port, List.of());
    int sizes = all.size() - 1;
    int contents = ServerReading.contentsQueries(major(port)).size();
    return database.equals("postgres")
        ? List.of(all.subList(0, sizes), all.subList(sizes, all.size()))
        : List.of(all.subList(sizes - contents, sizes));
  }

  @Override
  public int settings() {
    return SqlSession.SETTINGS;
  }

  private static List<SqlResult> read(Where where, Path file) {
    List<List<List<@Nullable String>>> probes = new ArrayList<>();
    for (String line : SourceText.read(file).text().lines().toList()) {
      if (line.startsWith("@probe\t")) {
        probes.add(new ArrayList<>());
      } else if (!line.startsWith("@major\t")) {
        probes.getLast().add(fields(line));
      }
    }
    return probes.stream().map(rows -> new SqlResult(where, rows)).toList();
  }

  private static List<@Nullable String> fields(String line) {
    List<@Nullable String> fields = new ArrayList<>();
    for (String field : line.split("\t", -1)) {
      fields.add(
          field.equals("\\N")
              ? null
              : field.replace("\\t", "\t").replace("\\n", "\n").replace("\\\\", "\\"));
    }
    return fields;
  }
}
