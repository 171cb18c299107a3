package verdigris.facts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.problem.Where;

/**
 * The recorded hosts again, as if each had answered in another order where the order of an answer
 * means nothing: mounts, listeners, packages, units, processes, instances, and the rows of servers.
 *
 * @param random the order
 */
// NullAway does not see in a compiled record that its rows may hold nulls.
@SuppressWarnings("NullAway")
public record Shuffled(Random random) {
  private static final Where SERVER = new Where.OnInstance("blue", "11/main");

  /** Lines of pg_hba.conf with a password in them, over which the planner would refuse. */
  private static final List<String> REFUSED = List.of("radiusservers", "ldapserver");

  /** Their order is that of a file's lines. */
  private static final List<String> ORDERED = List.of("hba", "file-errors");

  /** The recorded primary and its standby, in any order. */
  public Facts pair() {
    return new Facts(
        shuffled(List.of(host("blue", "debian12-primary"), host("green", "debian12-standby"))));
  }

  /** The recorded primary and a host without any PostgreSQL, in any order. */
  public Facts fresh() {
    return new Facts(
        shuffled(List.of(host("blue", "debian12-primary"), host("bare", "debian12-bare"))));
  }

  private HostFacts host(String name, String sample) {
    return ProbeHarness.answered(
        name,
        document(
            ProbeHarness.document(sample)
                .lines()
                .filter(l -> REFUSED.stream().noneMatch(l::contains))
                .collect(Collectors.joining("\n"))),
        major -> ProbeHarness.server(server(sample + "-" + major)));
  }

  private SequencedMap<String, SqlResult> server(String sample) {
    SequencedMap<String, SqlResult> results = new LinkedHashMap<>();
    ProbeHarness.results(sample)
        .forEach(
            (probe, result) ->
                results.put(
                    probe,
                    ORDERED.contains(probe)
                        ? new SqlResult(
                            SERVER,
                            result.rows().stream()
                                .filter(
                                    r -> REFUSED.stream().noneMatch(w -> r.toString().contains(w)))
                                .toList())
                        : new SqlResult(SERVER, shuffled(result.rows()))));
    return results;
  }

  /** The same document with its sections, and what is in them, in another order. */
  String document(String document) {
    var out = new ArrayList<String>();
    List<String> user = new ArrayList<>();
    for (String line : document.lines().toList()) {
      boolean section = line.startsWith("@@section\t");
      if (line.startsWith("@@") && !section) {
        sections(user).forEach(out::addAll);
        user = new ArrayList<>();
        out.add(line);
      } else {
        user.add(line);
      }
    }
    out.addAll(user);
    return String.join("\n", out) + "\n";
  }

  private List<List<String>> sections(List<String> lines) {
    return shuffled(
        blocks(lines, l -> l.startsWith("@@section\t")).stream().map(this::section).toList());
  }

  private List<String> section(List<String> lines) {
    if (lines.isEmpty() || !lines.getFirst().startsWith("@@section\t")) {
      return lines;
    }
    List<String> head = lines.subList(0, 1);
    List<String> body = lines.subList(1, lines.size());
    return Stream.concat(
            head.stream(),
            switch (head.getFirst().substring("@@section\t".length())) {
              case "system" -> linesOf(body, l -> l.startsWith("address\t"));
              case "units" -> paragraphs(body);
              case "mounts" -> mounts(body);
              case "listeners" -> linesOf(body, _ -> true);
              case "packages" -> linesOf(body, l -> l.startsWith("package\t"));
              case "processes" -> linesOf(body, _ -> true);
              case "instances" -> blocksOf(body, l -> l.startsWith("instance\t"));
              case "binaries" -> blocksOf(body, l -> l.startsWith("binaries\t"));
              default -> body.stream();
            })
        .toList();
  }

  /** Those lines in any order in their places; the others stay. */
  private Stream<String> linesOf(List<String> body, Predicate<String> some) {
    var chosen = new ArrayList<>(shuffled(body.stream().filter(some).toList()));
    return body.stream().map(l -> some.test(l) ? chosen.removeFirst() : l);
  }

  /** A later mount on the same place hides an earlier one; otherwise their order means nothing. */
  private Stream<String> mounts(List<String> body) {
    SequencedMap<String, List<String>> byPlace = new LinkedHashMap<>();
    shuffled(body.stream().map(Shuffled::place).distinct().toList())
        .forEach(p -> byPlace.put(p, body.stream().filter(l -> place(l).equals(p)).toList()));
    return byPlace.values().stream().flatMap(List::stream);
  }

  private static String place(String mount) {
    String[] fields = mount.split("\t", -1);
    return fields.length > 2 ? fields[2] : mount;
  }

  private Stream<String> paragraphs(List<String> body) {
    List<List<String>> units =
        Stream.of(String.join("\n", body).split("\n\n", -1)).map(u -> u.lines().toList()).toList();
    return Stream.of(
        String.join("\n\n", shuffled(units).stream().map(u -> String.join("\n", u)).toList())
            .split("\n", -1));
  }

  private Stream<String> blocksOf(List<String> body, Predicate<String> begins) {
    return shuffled(blocks(body, begins)).stream().flatMap(List::stream);
  }

  private static List<List<String>> blocks(List<String> lines, Predicate<String> begins) {
    var blocks = new ArrayList<List<String>>();
    for (String line : lines) {
      if (begins.test(line) || blocks.isEmpty()) {
        blocks.add(new ArrayList<>());
      }
      blocks.getLast().add(line);
    }
    return blocks;
  }

  private <T> List<T> shuffled(List<T> items) {
    var shuffled = new ArrayList<T>(items);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }
}
