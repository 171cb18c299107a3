package verdigris.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.Disks;
import verdigris.facts.HostFacts;
import verdigris.facts.HostFacts.Disk;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.Slot;
import verdigris.postgres.Bytes;
import verdigris.postgres.OwnFiles;

/** Replication slots: what they retain, and who loses one. */
final class Slots {
  static final Check RETENTION =
      new Check(
          "slot-retention",
          "No slot retains more WAL than limits.slot_wal",
          Severity.WARNS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "A slot whose consumer is away keeps WAL until the disk is full; up to 12 the server has no"
              + " limit, and from 13 one that went over max_slot_wal_keep_size is lost (manual,"
              + " \"Replication Slots\").",
          Slots::retention);

  static final Check LOGICAL =
      new Check(
          "logical-slots",
          "No logical slot is lost",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "Logical slots are on the primary alone: a promoted standby has none, and pg_upgrade to 16 or"
              + " less carries none over (manual of 17, \"pg_upgrade\"). Its consumer loses what it has not"
              + " fetched, or starts from a new copy.",
          Slots::logical);

  static final Check PHYSICAL =
      new Check(
          "physical-slots",
          "No physical slot of others is lost",
          Severity.WARNS,
          List.of(Guard.SWITCHOVER, Guard.UPGRADE),
          "A slot is never in a copy and never survives pg_upgrade. Who streams with it (an archiver, a"
              + " standby that the playbook does not name) cannot connect afterwards until it is created"
              + " again.",
          Slots::physical);

  private Slots() {}

  private static Stream<Slot> slots(Subject subject, Findings findings) {
    return findings
        .known(subject.atSource(), subject.server(subject.source()))
        .map(ServerFacts::slots)
        .stream()
        .flatMap(List::stream);
  }

  private static List<Result> retention(Subject subject) {
    var findings = new Findings();
    List<Slot> slots = slots(subject, findings).toList();
    Optional<Disk> disk =
        subject
            .find(subject.source())
            .map(InstanceFacts::paths)
            .flatMap(
                paths ->
                    subject
                        .facts()
                        .host(subject.source().host())
                        .flatMap((HostFacts h) -> h.disks().known())
                        .flatMap(d -> Disks.of(d, paths.wal())));
    int percent = subject.declaration().limits().slotWalPercent();
    for (Slot slot : slots) {
      Place place = subject.atSource().object(slot.name());
      if (slot.walStatus().equals("lost") || slot.walStatus().equals("unreserved")) {
        findings.found(
            place,
            "The slot is %s: its consumer cannot go on, or soon not.".formatted(slot.walStatus()),
            drop(slot));
      } else if (slot.retainedBytes() > 0 && disk.isEmpty()) {
        findings.unknown(place, "The disk that the WAL is on could not be measured.");
      } else if (disk.isPresent()
          && slot.retainedBytes() > disk.get().sizeBytes() / 100 * percent) {
        findings.found(
            place,
            "The slot retains %s, more than %d%% of %s."
                .formatted(Bytes.text(slot.retainedBytes()), percent, disk.get().mountPoint()),
            drop(slot));
      }
    }
    return findings.all();
  }

  private static String drop(Slot slot) {
    return "Bring its consumer back, or drop it:\n  SELECT pg_drop_replication_slot('%s');"
        .formatted(slot.name().replace("'", "''"));
  }

  private static List<Result> logical(Subject subject) {
    var findings = new Findings();
    slots(subject, findings)
        .filter(s -> s.type().equals("logical"))
        .forEach(
            s ->
                findings.found(
                    subject.atSource().database(s.database()).object(s.name()),
                    "The logical slot is %s and will not be on %s."
                        .formatted(s.active() ? "in use" : "not in use", subject.primary()),
                    "Let its consumer fetch everything while clients are shut out and start anew on the new primary; if nobody needs it:\n  SELECT pg_drop_replication_slot('%s');"
                        .formatted(s.name().replace("'", "''"))));
    return findings.all();
  }

  private static List<Result> physical(Subject subject) {
    var findings = new Findings();
    List<String> ours = subject.declaration().hosts().stream().map(OwnFiles::slot).toList();
    Optional<String> standbys =
        subject
            .standby()
            .flatMap(subject::find)
            .flatMap(i -> i.server().known())
            .flatMap(s -> s)
            .flatMap(ServerFacts::receiver)
            .map(ServerFacts.Receiver::slotName);
    slots(subject, findings)
        .filter(s -> s.type().equals("physical"))
        .filter(s -> !ours.contains(s.name()) && !standbys.equals(Optional.of(s.name())))
        .forEach(
            s ->
                findings.found(
                    subject.atSource().object(s.name()),
                    "The slot is %s, is nobody's whom the playbook names, and will not be on %s."
                        .formatted(s.active() ? "in use" : "not in use", subject.primary()),
                    "Create it on the new primary after the cutover, or drop it now:\n  SELECT pg_drop_replication_slot('%s');"
                        .formatted(s.name().replace("'", "''"))));
    return findings.all();
  }
}
