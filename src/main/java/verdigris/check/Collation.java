package verdigris.check;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.check.Subject.Located;
import verdigris.facts.HostFacts.SortSample;
import verdigris.facts.HostFacts.SystemFacts;
import verdigris.facts.ServerFacts.Database;
import verdigris.facts.Survey.ItemKind;
import verdigris.postgres.CollationNames;

/** Whether text has the same order on both hosts, and which indexes would be wrong if not. */
final class Collation {
  static final Check CHECK =
      new Check(
          "collation",
          "Text sorts the same on both hosts",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER, Guard.REBUILD),
          "An index on text that was built in another order returns wrong rows and lets duplicates in,"
              + " without any error. PostgreSQL 11 records no version of libc's collations, so nothing"
              + " warns of it (manual, \"Collation Support\").",
          Collation::look);

  private static final int NAMED = 5;

  /** Locales besides C that the probe samples at most. */
  private static final int SAMPLED = 10;

  private Collation() {}

  static boolean usesIcu(Subject subject) {
    return subject.items(new Findings(), List.of(ItemKind.TEXT_INDEX)).stream()
        .anyMatch(i -> i.item().detail().startsWith("icu "));
  }

  private static List<Result> look(Subject subject) {
    var findings = new Findings();
    Optional<HostFit.Pair> pair = HostFit.pair(subject, findings);
    Optional<List<Database>> databases =
        findings.known(
            subject.atSource(), subject.server(subject.source()).map(s -> s.databases()));
    if (pair.isEmpty() || databases.isEmpty()) {
      return findings.all();
    }
    List<Located> indexes = subject.items(findings, List.of(ItemKind.TEXT_INDEX));
    Stream<String> ofDatabases = databases.get().stream().map(Database::collate);
    Stream<String> ofIndexes =
        indexes.stream()
            .map(i -> i.item().detail())
            .filter(d -> d.startsWith("libc "))
            .map(d -> d.substring("libc ".length()));
    SequencedMap<String, String> spelled = new TreeMap<>();
    Stream.concat(ofDatabases, ofIndexes)
        .filter(Collation::dependsOnTheHost)
        .forEach(c -> spelled.putIfAbsent(CollationNames.canonical(c), c));
    spelled.values().forEach(c -> compare(subject, findings, pair.get(), c, indexes));
    return findings.all();
  }

  private static boolean dependsOnTheHost(String collation) {
    String name = CollationNames.canonical(collation);
    return !name.isEmpty() && !name.equals("c") && !name.equals("posix");
  }

  private static void compare(
      Subject subject,
      Findings findings,
      HostFit.Pair pair,
      String collation,
      List<Located> indexes) {
    Optional<String> there = digest(pair.source(), collation);
    Optional<String> here = digest(pair.primary(), collation);
    Place place = subject.atPrimaryHost().object(collation);
    if (there.isEmpty() || (here.isEmpty() && isCutShort(pair.primary()))) {
      String host = there.isEmpty() ? subject.source().host() : subject.primary().host();
      findings.unknown(
          Place.host(host).object(collation), "Its order on %s was not sampled.".formatted(host));
      return;
    }
    if (here.isEmpty()) {
      findings.found(
          place,
          "The locale %s, which %s uses, is not on %s; %s"
              .formatted(
                  collation,
                  subject.source(),
                  subject.primary().host(),
                  affected(indexes, collation)),
          "Generate it there, for Debian:\n  echo '%s UTF-8' >> /etc/locale.gen && locale-gen"
              .formatted(collation.replaceFirst("(?i)\\.utf-?8$", ".UTF-8")));
      return;
    }
    if (!there.equals(here)) {
      findings.found(
          place,
          "%s sorts text in %s differently from %s; %s"
              .formatted(
                  subject.primary().host(),
                  collation,
                  subject.source().host(),
                  affected(indexes, collation)),
          "Use the same operating-system release on both hosts, or accept it and rebuild these indexes before clients are let in:\n"
              + reindex(indexes, collation));
    }
  }

  /** Of many locales only some are sampled; then a missing one may be there. */
  private static boolean isCutShort(SystemFacts system) {
    return system.sortSamples().size() > SAMPLED;
  }

  private static Optional<String> digest(SystemFacts system, String collation) {
    String name = CollationNames.canonical(collation);
    return system.sortSamples().stream()
        .filter(s -> CollationNames.canonical(s.locale()).equals(name))
        .map(SortSample::digest)
        .findFirst();
  }

  private static List<Located> of(List<Located> indexes, String collation) {
    return indexes.stream()
        .filter(i -> i.item().detail().startsWith("libc "))
        .filter(
            i ->
                CollationNames.canonical(i.item().detail().substring("libc ".length()))
                    .equals(CollationNames.canonical(collation)))
        .toList();
  }

  private static String affected(List<Located> indexes, String collation) {
    List<Located> of = of(indexes, collation);
    if (of.isEmpty()) {
      return "no index of users' depends on it.";
    }
    String names =
        String.join(
            ", ",
            of.stream()
                .limit(NAMED)
                .map(i -> i.place().database() + ": " + i.item().object())
                .toList());
    return "%d %s on it: %s%s."
        .formatted(
            of.size(),
            of.size() == 1 ? "index depends" : "indexes depend",
            names,
            of.size() > NAMED ? ", ..." : "");
  }

  private static String reindex(List<Located> indexes, String collation) {
    List<String> lines =
        of(indexes, collation).stream()
            .limit(NAMED)
            .map(
                i ->
                    "  psql -d %s -c 'REINDEX INDEX %s'"
                        .formatted(i.place().database(), i.item().object()))
            .toList();
    return lines.isEmpty() ? "  REINDEX DATABASE name;" : String.join("\n", lines);
  }
}
