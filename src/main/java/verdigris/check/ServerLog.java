package verdigris.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.Survey;
import verdigris.world.InstanceId;

/** What the server log says of the storage below. */
final class ServerLog {
  static final Check CHECK =
      new Check(
          "server-log",
          "No server log tells of damaged or unusable storage in the last seven days",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "Damage that only shows when a page is read is copied, upgraded, and found when the way back is"
              + " gone. Looked at is the last megabyte of each log, for PANIC, invalid pages, failed reads,"
              + " writes and fsyncs, and full disks; messages in English only.",
          ServerLog::look);

  private ServerLog() {}

  private static List<Result> look(Subject subject) {
    var findings = new Findings();
    Stream.concat(Stream.of(subject.source()), subject.standby().stream())
        .forEach(id -> at(subject, findings, id));
    return findings.all();
  }

  private static void at(Subject subject, Findings findings, InstanceId id) {
    Optional<Survey.OfInstance> surveyed =
        subject.survey().instance(id.host(), id.major(), id.name());
    if (surveyed.isEmpty()) {
      findings.unknown(subject.at(id), "Its log was not read.");
      return;
    }
    Optional<String> language =
        subject
            .server(id)
            .known()
            .flatMap(s -> Subject.raw(s, "lc_messages"))
            .filter(l -> !l.isEmpty() && !l.matches("(?i)(C|POSIX|en)([._@].*|_.*)?"));
    language.ifPresent(
        l -> findings.unknown(subject.at(id), "Its log is in the language of " + l + "."));
    findings
        .known(subject.at(id), surveyed.get().log())
        .filter(log -> !log.storage().isEmpty())
        .ifPresent(
            log ->
                findings.found(
                    subject.at(id).object(log.file()),
                    "%d such %s, the last: %s"
                        .formatted(
                            log.storage().size(),
                            log.storage().size() == 1 ? "message" : "messages",
                            log.storage().getLast()),
                    "See what the disk has, and whether all data can be read:\n"
                        + "  pg_dumpall > /dev/null"));
  }
}
