package verdigris.check;

import java.util.List;
import java.util.Optional;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.ServerFacts;
import verdigris.facts.Survey;

/** The WAL archive: whether it keeps up, and whether two lineages would share it. */
final class Archive {
  static final Check FAILING =
      new Check(
          "archiving",
          "The archive keeps up",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "At a clean stop the server archives what is left; a command that fails or lags makes the stop,"
              + " and so the outage, as long as that takes (manual, \"Continuous Archiving\"). Meanwhile"
              + " pg_wal fills the disk.",
          Archive::failing);

  static final Check SHARED =
      new Check(
          "archive-shared",
          "Old and new major do not archive into one place",
          Severity.BLOCKS,
          List.of(Guard.UPGRADE),
          "The upgraded instance begins again with timeline 1, so its WAL files have the names of old ones:"
              + " they overwrite what a restore of the old major needs, or archiving fails for good (manual,"
              + " \"Continuous Archiving\").",
          Archive::shared);

  /** A burst leaves a few files; 256 MB is a backlog. */
  private static final int BACKLOG = 16;

  private Archive() {}

  private static boolean archives(ServerFacts server) {
    return Subject.raw(server, "archive_mode").filter(m -> !m.equals("off")).isPresent();
  }

  private static List<Result> failing(Subject subject) {
    var findings = new Findings();
    Optional<ServerFacts> server =
        findings.known(subject.atSource(), subject.server(subject.source()));
    if (server.filter(Archive::archives).isEmpty()) {
      return findings.all();
    }
    findings
        .known(subject.atSource(), subject.surveyed(subject.source()))
        .map(Survey.OfServer::archiver)
        .filter(Survey.Archiver::failing)
        .ifPresent(
            a ->
                findings.found(
                    subject.atSource().object("archive_command"),
                    "archive_command failed the last time, for %s.".formatted(a.lastFailed()),
                    "See why, and wait until it has caught up:\n  SELECT * FROM pg_stat_archiver;"));
    subject
        .survey()
        .instance(subject.source().host(), subject.source().major(), subject.source().name())
        .flatMap(i -> findings.known(subject.atSource(), i.archiveBacklog()))
        .filter(files -> files > BACKLOG)
        .ifPresent(
            files ->
                findings.found(
                    subject.atSource().object("archive_command"),
                    "%d WAL files wait to be archived.".formatted(files),
                    "See why archiving is slow, and wait until it has caught up:\n"
                        + "  SELECT * FROM pg_stat_archiver;"));
    return findings.all();
  }

  private static List<Result> shared(Subject subject) {
    var findings = new Findings();
    Optional<String> old =
        findings
            .known(subject.atSource(), subject.server(subject.source()))
            .filter(Archive::archives)
            .flatMap(s -> Subject.raw(s, "archive_command"))
            .filter(c -> !c.isBlank());
    if (old.isEmpty()) {
      return findings.all();
    }
    Optional<String> declared =
        Optional.ofNullable(subject.declaration().settings().get("archive_command"));
    Optional<String> there =
        subject
            .server(subject.primary())
            .known()
            .flatMap(s -> Subject.raw(s, "archive_command"))
            .filter(c -> !c.equals("(disabled)"));
    declared
        .or(() -> there)
        .filter(old.get()::equals)
        .ifPresent(
            command ->
                findings.found(
                    subject.at(subject.primary()).object("archive_command"),
                    "PostgreSQL %d and %d have the same archive_command: %s."
                        .formatted(subject.source().major(), subject.primary().major(), command),
                    "Declare another place for the new major under settings:, such as one with its number in the path."));
    return findings.all();
  }
}
