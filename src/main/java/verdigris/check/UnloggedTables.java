package verdigris.check;

import java.util.List;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.ServerFacts.Contents;
import verdigris.facts.ServerFacts.Database;

/** Tables that are empty on a promoted standby. */
final class UnloggedTables {
  static final Check CHECK =
      new Check(
          "unlogged-tables",
          "No table loses its rows in the promotion",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER),
          "Unlogged tables are not in the WAL, so they are empty after a standby is promoted (manual,"
              + " \"CREATE TABLE\", UNLOGGED).",
          UnloggedTables::look);

  private UnloggedTables() {}

  private static List<Result> look(Subject subject) {
    var findings = new Findings();
    findings
        .known(subject.atSource(), subject.server(subject.source()))
        .ifPresent(
            server ->
                server.databases().stream()
                    .filter(Database::allowsConnections)
                    .forEach(d -> inDatabase(findings, subject.atSource().database(d.name()), d)));
    return findings.all();
  }

  private static void inDatabase(Findings findings, Place place, Database database) {
    findings
        .known(place, database.contents())
        .map(Contents::unloggedTables)
        .ifPresent(
            tables ->
                tables.forEach(
                    t ->
                        findings.found(
                            place.object(t),
                            "The table is unlogged.",
                            "Make it an ordinary one, or accept that it will be empty:\n  ALTER TABLE %s SET LOGGED;"
                                .formatted(t))));
  }
}
