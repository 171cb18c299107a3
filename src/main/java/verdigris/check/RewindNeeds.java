package verdigris.check;

import java.util.List;
import java.util.Optional;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.ServerFacts;

/** Whether a diverged old primary could be rewound. */
final class RewindNeeds {
  static final Check CHECK =
      new Check(
          "rewind",
          "A diverged server could be rewound",
          Severity.WARNS,
          List.of(Guard.SWITCHOVER),
          "pg_rewind needs data checksums or wal_log_hints before histories diverge (manual,"
              + " \"pg_rewind\"). Without, a server that diverged by accident needs a new copy. A clean"
              + " switchover needs neither.",
          RewindNeeds::look);

  private RewindNeeds() {}

  private static List<Result> look(Subject subject) {
    var findings = new Findings();
    Optional<ServerFacts> source =
        findings.known(subject.atSource(), subject.server(subject.source()));
    boolean possible =
        source
            .filter(
                s ->
                    Subject.raw(s, "data_checksums").equals(Optional.of("on"))
                        || Subject.raw(s, "wal_log_hints").equals(Optional.of("on")))
            .isPresent();
    if (source.isPresent() && !possible) {
      findings.found(
          subject.atSource(),
          "data_checksums and wal_log_hints are both off.",
          "Nothing, if a new copy is acceptable after an accident; otherwise, with the next restart:\n"
              + "  ALTER SYSTEM SET wal_log_hints = on;");
    }
    return findings.all();
  }
}
