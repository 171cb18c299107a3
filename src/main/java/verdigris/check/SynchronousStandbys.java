package verdigris.check;

import java.util.List;
import java.util.stream.Stream;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;

/** Commits that would wait for a standby that is not there. */
final class SynchronousStandbys {
  static final Check CHECK =
      new Check(
          "synchronous-standbys",
          "No commit waits for a standby that the cutover takes away",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "With synchronous_standby_names every commit waits until a named standby has it; when that one"
              + " is promoted, stopped or upgraded, commits hang (wait event SyncRep), and cancelling one"
              + " answers success although it is only local (manual, \"Synchronous Replication\").",
          SynchronousStandbys::look);

  private SynchronousStandbys() {}

  private static List<Result> look(Subject subject) {
    var findings = new Findings();
    Stream.concat(Stream.of(subject.source()), subject.standby().stream())
        .forEach(
            id ->
                findings
                    .known(subject.at(id), subject.server(id))
                    .flatMap(s -> Subject.raw(s, "synchronous_standby_names"))
                    .filter(names -> !names.isBlank())
                    .ifPresent(
                        names ->
                            findings.found(
                                subject.at(id).object("synchronous_standby_names"),
                                "synchronous_standby_names is \"%s\".".formatted(names),
                                """
                                Empty it for the time of the cutover:
                                  ALTER SYSTEM SET synchronous_standby_names = '';
                                  SELECT pg_reload_conf();""")));
    return findings.all();
  }
}
