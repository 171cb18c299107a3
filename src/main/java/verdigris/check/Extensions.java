package verdigris.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.HostFacts.Binaries;
import verdigris.facts.HostFacts.ExtensionFile;
import verdigris.facts.ServerFacts.Database;
import verdigris.facts.ServerFacts.Extension;
import verdigris.facts.Survey;

/** Extensions of every database, as the new primary's host has them for its major. */
final class Extensions {
  static final Check CHECK =
      new Check(
          "extensions",
          "Every extension is on the new primary's host",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "An extension needs its control file and library on the host, for the major that runs:"
              + " pg_available_extensions of the old server tells nothing of that. Looked for are the"
              + " extensions of every database, not of one.",
          Extensions::look);

  static final Check UPDATES =
      new Check(
          "extension-updates",
          "Every extension can be updated to the new major's version",
          Severity.WARNS,
          List.of(Guard.UPGRADE),
          "pg_upgrade keeps extensions at their old version and writes update_extensions.sql; without a"
              + " chain of update scripts from that version ALTER EXTENSION ... UPDATE fails.",
          Extensions::updates);

  private Extensions() {}

  private record Used(String database, Extension extension) {}

  private static List<Used> used(Subject subject, Findings findings) {
    List<Used> used = new ArrayList<>();
    findings
        .known(subject.atSource(), subject.server(subject.source()))
        .ifPresent(
            server ->
                server.databases().stream()
                    .filter(Database::allowsConnections)
                    .forEach(
                        d ->
                            findings
                                .known(subject.atSource().database(d.name()), d.contents())
                                .ifPresent(
                                    c ->
                                        c.extensions()
                                            .forEach(e -> used.add(new Used(d.name(), e))))));
    return used;
  }

  /** The programs of a major on the new primary's host; a result when they are not there yet. */
  static Optional<Binaries> binaries(Subject subject, Findings findings, int major) {
    Optional<Binaries> binaries = subject.binaries(subject.primary().host(), major);
    if (findings
            .known(subject.atPrimaryHost(), subject.software(subject.primary().host()))
            .isPresent()
        && binaries.isEmpty()) {
      findings.later(
          subject.atPrimaryHost(), "PostgreSQL %d is not installed yet.".formatted(major));
    }
    return binaries;
  }

  /** Majors that run on the new primary's host on the way. */
  static List<Integer> majors(Subject subject) {
    List<Integer> majors = new ArrayList<>();
    if (subject.isSwitchover()) {
      majors.add(subject.source().major());
    }
    if (subject.isUpgrade()) {
      majors.add(subject.primary().major());
    }
    return majors;
  }

  private static List<Result> look(Subject subject) {
    var findings = new Findings();
    List<Used> used = used(subject, findings);
    for (int major : majors(subject)) {
      Optional<Binaries> binaries = binaries(subject, findings, major);
      if (binaries.isEmpty()) {
        continue;
      }
      SequencedMap<String, List<String>> missing = new LinkedHashMap<>();
      for (Used one : used) {
        if (file(binaries.get(), one.extension().name()).isEmpty()) {
          missing
              .computeIfAbsent(one.extension().name(), _ -> new ArrayList<>())
              .add(one.database());
        }
      }
      missing.forEach(
          (name, databases) ->
              findings.found(
                  subject.atPrimaryHost().object(name),
                  "PostgreSQL %d on %s does not have the extension %s, which is used in %s."
                      .formatted(
                          major, subject.primary().host(), name, String.join(", ", databases)),
                  "Install its package for that major, or drop the extension:\n  DROP EXTENSION \"%s\";"
                      .formatted(name)));
    }
    return findings.all();
  }

  private static Optional<ExtensionFile> file(Binaries binaries, String name) {
    return binaries.extensions().stream().filter(f -> f.name().equals(name)).findFirst();
  }

  private static List<Result> updates(Subject subject) {
    var findings = new Findings();
    List<Used> used = used(subject, findings);
    Optional<Binaries> binaries = binaries(subject, findings, subject.primary().major());
    if (binaries.isEmpty()) {
      return findings.all();
    }
    Optional<List<String>> scripts =
        subject
            .survey()
            .host(subject.primary().host())
            .flatMap(h -> findings.known(subject.atPrimaryHost(), h.scripts()))
            .flatMap(
                all ->
                    all.stream()
                        .filter(s -> s.binaries().equals(binaries.get().directory()))
                        .map(Survey.UpdateScripts::names)
                        .findFirst());
    if (scripts.isEmpty()) {
      findings.unknown(
          subject.atPrimaryHost(), "Update scripts of extensions were not looked for.");
      return findings.all();
    }
    for (Used one : used) {
      String name = one.extension().name();
      file(binaries.get(), name)
          .filter(f -> !f.defaultVersion().isEmpty())
          .filter(f -> !reaches(scripts.get(), name, one.extension().version(), f.defaultVersion()))
          .ifPresent(
              f ->
                  findings.found(
                      subject.atSource().database(one.database()).object(name),
                      "No scripts on %s lead from version %s to %s."
                          .formatted(
                              subject.primary().host(),
                              one.extension().version(),
                              f.defaultVersion()),
                      "Update it on the old major as far as that goes, before the upgrade:\n  ALTER EXTENSION \"%s\" UPDATE;"
                          .formatted(name)));
    }
    return findings.all();
  }

  /** Whether scripts {@code name--a--b} make a chain (manual, "Extension Updates"). */
  static boolean reaches(List<String> scripts, String name, String from, String to) {
    List<String> reached = new ArrayList<>(List.of(from));
    for (int i = 0; i < reached.size(); i++) {
      String prefix = name + "--" + reached.get(i) + "--";
      scripts.stream()
          .filter(s -> s.startsWith(prefix))
          .map(s -> s.substring(prefix.length()))
          .filter(s -> !reached.contains(s))
          .forEach(reached::add);
    }
    return reached.contains(to);
  }
}
