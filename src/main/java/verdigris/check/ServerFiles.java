package verdigris.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.FileError;
import verdigris.facts.ServerFacts.HbaRule;
import verdigris.facts.ServerFacts.Setting;
import verdigris.world.InstanceId;

/** Configuration files that would not survive the restart in the middle of a cutover. */
final class ServerFiles {
  private static final List<Guard> ALL = List.of(Guard.SWITCHOVER, Guard.UPGRADE, Guard.REBUILD);

  static final Check ERRORS =
      new Check(
          "file-errors",
          "Configuration files have no errors",
          Severity.BLOCKS,
          ALL,
          "A running server only logs \"contains errors; no changes were applied\", and pg_reload_conf()"
              + " still returns true. It dies at its next start, which is the middle of the switchover"
              + " (manual, \"pg_file_settings\").",
          subject -> each(subject, ServerFiles::errors));

  static final Check PENDING =
      new Check(
          "pending-restart",
          "No setting waits for a restart",
          Severity.WARNS,
          ALL,
          "A setting that was changed in a file and waits for a restart becomes effective in the middle of"
              + " the cutover, where nobody expects it (manual, \"pg_settings\", pending_restart).",
          subject -> each(subject, ServerFiles::pending));

  private ServerFiles() {}

  private interface Look {
    void at(Findings findings, Place place, ServerFacts server);
  }

  private static List<Result> each(Subject subject, Look look) {
    var findings = new Findings();
    Stream.concat(Stream.of(subject.source()), subject.standby().stream())
        .forEach(id -> at(subject, findings, id, look));
    return findings.all();
  }

  private static void at(Subject subject, Findings findings, InstanceId id, Look look) {
    Optional<ServerFacts> server = findings.known(subject.at(id), subject.server(id));
    server.ifPresent(s -> look.at(findings, subject.at(id), s));
  }

  private static void errors(Findings findings, Place place, ServerFacts server) {
    if (server.roles() instanceof verdigris.facts.Reading.Unknown<?>(String reason)) {
      findings.unknown(place, "Errors in files can be seen by a superuser only: " + reason);
    }
    for (FileError error : server.brokenFiles()) {
      findings.found(
          place.object(error.file() + ":" + error.line()),
          "%s: %s.".formatted(error.name(), error.error()),
          "Correct or remove the line, and see that this returns no row:\n"
              + "  SELECT * FROM pg_file_settings WHERE error IS NOT NULL;");
    }
    for (HbaRule rule : server.hba()) {
      if (!rule.error().isEmpty()) {
        findings.found(
            place.object("pg_hba.conf:" + rule.line()),
            rule.error() + ".",
            "Correct or remove the line, and see that this returns no row:\n"
                + "  SELECT * FROM pg_hba_file_rules WHERE error IS NOT NULL;");
      }
    }
  }

  private static void pending(Findings findings, Place place, ServerFacts server) {
    server.settings().stream()
        .filter(Setting::pendingRestart)
        .forEach(
            s ->
                findings.found(
                    place.object(s.name()),
                    "%s was changed in a file, and %s is effective until a restart."
                        .formatted(s.name(), s.value()),
                    "Restart the server in a quiet hour, or take the change back."));
  }
}
