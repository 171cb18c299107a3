package verdigris.check;

import java.util.List;
import java.util.Optional;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Control;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.Database;
import verdigris.resource.OwnMarker;

/** Databases and instances as pg_upgrade wants them. */
final class Databases {
  static final Check CONNECTABLE =
      new Check(
          "not-connectable",
          "Every database but template0 allows connections",
          Severity.BLOCKS,
          List.of(Guard.UPGRADE),
          "pg_upgrade dumps every database and refuses to start otherwise (\"All non-template0 databases"
              + " must allow connections\"). What is in such a database could not be checked either.",
          Databases::connectable);

  static final Check NEW_INSTANCE =
      new Check(
          "new-instance",
          "The new major's instance is empty and made like the old one",
          Severity.BLOCKS,
          List.of(Guard.UPGRADE),
          "pg_upgrade wants the same checksums and WAL segment size, and an empty instance; a database of"
              + " the same name is not noticed by --check and fails in the outage. Debian's package makes an"
              + " instance of its own when it is installed.",
          Databases::newInstance);

  private static final List<String> INITIAL = List.of("postgres", "template0", "template1");

  private Databases() {}

  private static List<Result> connectable(Subject subject) {
    var findings = new Findings();
    findings
        .known(subject.atSource(), subject.server(subject.source()))
        .map(ServerFacts::databases)
        .ifPresent(
            all ->
                all.forEach(
                    d -> {
                      if (!d.allowsConnections() && !d.name().equals("template0")) {
                        findings.found(
                            subject.atSource().database(d.name()),
                            "The database allows no connections.",
                            "Drop it, or let it be entered:\n  ALTER DATABASE \"%s\" ALLOW_CONNECTIONS true;"
                                .formatted(d.name()));
                      }
                      if (d.allowsConnections() && d.name().equals("template0")) {
                        findings.found(
                            subject.atSource().database(d.name()),
                            "template0 allows connections, which pg_upgrade refuses.",
                            "Make it as it was:\n  ALTER DATABASE template0 ALLOW_CONNECTIONS false;");
                      }
                    }));
    return findings.all();
  }

  private static List<Result> newInstance(Subject subject) {
    var findings = new Findings();
    if (findings
        .known(subject.atPrimaryHost(), subject.instancesOn(subject.primary().host()))
        .isEmpty()) {
      return findings.all();
    }
    Optional<InstanceFacts> fresh = subject.find(subject.primary());
    if (fresh.isEmpty()) {
      return findings.all(); // It will be made like the old one.
    }
    Place place = subject.at(subject.primary());
    Optional<Control> is = fresh.get().control().known().flatMap(c -> c);
    Optional<Control> wanted =
        subject.find(subject.source()).flatMap(i -> i.control().known()).flatMap(c -> c);
    if (isGivenUp(fresh.get())) {
      findings.later(
          place, "It is left from an upgrade that was given up; the plan makes it again.");
      return findings.all();
    }
    if (is.isPresent() && wanted.isPresent()) {
      if (is.get().checksums() != wanted.get().checksums()) {
        findings.found(
            place,
            "It has data checksums %s, %s has them %s."
                .formatted(
                    onOff(is.get().checksums()), subject.source(), onOff(wanted.get().checksums())),
            removal(subject));
      }
      if (is.get().walSegmentBytes() != wanted.get().walSegmentBytes()) {
        findings.found(
            place,
            "Its WAL segments have %d bytes, those of %s %d."
                .formatted(
                    is.get().walSegmentBytes(), subject.source(), wanted.get().walSegmentBytes()),
            removal(subject));
      }
    }
    fresh
        .get()
        .server()
        .known()
        .flatMap(s -> s)
        .map(ServerFacts::databases)
        .orElse(List.of())
        .stream()
        .map(Database::name)
        .filter(name -> !INITIAL.contains(name))
        .forEach(
            name ->
                findings.found(
                    place.database(name),
                    "The new major's instance has a database already.",
                    removal(subject)));
    return findings.all();
  }

  /** Filled by an upgrade of ours, and clients were never let in; our marker tells. */
  private static boolean isGivenUp(InstanceFacts instance) {
    return instance
        .directory()
        .known()
        .flatMap(InstanceFacts.Directory::ownMarker)
        .map(OwnMarker::parse)
        .filter(m -> List.of(OwnMarker.UPGRADING, OwnMarker.UPGRADED).contains(m.stage()))
        .filter(m -> m.opened().isEmpty())
        .isPresent();
  }

  private static String onOff(boolean on) {
    return on ? "on" : "off";
  }

  private static String removal(Subject subject) {
    return "If nobody needs it, remove that instance; Verdigris makes it again as it must be:\n  pg_dropcluster --stop %d %s"
        .formatted(subject.primary().major(), subject.primary().name());
  }
}
