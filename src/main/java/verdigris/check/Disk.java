package verdigris.check;

import java.util.List;
import java.util.Optional;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.Disks;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Bytes;
import verdigris.world.Declaration.Transfer;
import verdigris.world.InstanceId;

/** Room for the data files of the new major, and for a second copy on the old primary's host. */
final class Disk {
  static final Check UPGRADE =
      new Check(
          "upgrade-disk",
          "The declared transfer of data files can work",
          Severity.BLOCKS,
          List.of(Guard.UPGRADE),
          "Hard links need one file system for the old and the new data directory; reflinks need one that"
              + " has them (XFS with reflink=1, Btrfs); copies need room for everything a second time"
              + " (manual, \"pg_upgrade\", --link, --clone). In the middle of an outage each of them is found"
              + " out too late.",
          Disk::upgrade);

  static final Check REBUILD =
      new Check(
          "rebuild-disk",
          "The old primary's host has room for a second copy",
          Severity.WARNS,
          List.of(Guard.REBUILD),
          "The old primary's data directory is the way back, so its host is to hold that and the new"
              + " standby at once. Without room the rebuild waits for the end of the keep window.",
          Disk::rebuild);

  /** A new instance's own files, and WAL while the schema is restored. */
  private static final long RESERVE = 512L << 20;

  private Disk() {}

  private static Optional<HostFacts.Disk> at(Subject subject, String host, String path) {
    return subject
        .facts()
        .host(host)
        .flatMap(h -> h.disks().known())
        .flatMap(d -> Disks.of(d, path));
  }

  /** Where the new data directory is, or would be in the same layout: beside the old one. */
  private static String newData(Subject subject, InstanceFacts old) {
    Optional<String> there = subject.find(subject.primary()).map(i -> i.paths().data());
    return there.orElseGet(
        () -> {
          String data = old.paths().data();
          int major = data.lastIndexOf("/" + subject.source().major() + "/");
          return major < 0
              ? data
              : data.substring(0, major)
                  + "/"
                  + subject.primary().major()
                  + "/"
                  + subject.primary().name();
        });
  }

  private static long size(Subject subject, InstanceFacts instance) {
    long files = instance.directory().known().map(InstanceFacts.Directory::sizeBytes).orElse(-1L);
    long databases =
        subject
            .server(subject.source())
            .known()
            .map(ServerFacts::databases)
            .orElse(List.of())
            .stream()
            .mapToLong(d -> Math.max(0, d.sizeBytes()))
            .sum();
    return Math.max(files, databases);
  }

  private static List<Result> upgrade(Subject subject) {
    var findings = new Findings();
    Optional<InstanceId> upgraded = subject.upgraded();
    Optional<InstanceFacts> old =
        upgraded.or(() -> Optional.of(subject.source())).flatMap(subject::find);
    if (old.isEmpty()) {
      findings.unknown(subject.atSource(), "There are no facts of it.");
      return findings.all();
    }
    String host = subject.primary().host();
    String from = old.get().paths().data();
    String to = newData(subject, old.get());
    Optional<HostFacts.Disk> oldDisk = at(subject, host, from);
    Optional<HostFacts.Disk> newDisk = at(subject, host, to);
    Place place = subject.atPrimaryHost().object(to);
    if (newDisk.isEmpty() || oldDisk.isEmpty()) {
      findings.unknown(place, "Its file system could not be measured.");
      return findings.all();
    }
    Transfer transfer = subject.declaration().upgrade().transfer();
    boolean apart = !oldDisk.get().mountPoint().equals(newDisk.get().mountPoint());
    switch (transfer) {
      case LINK -> linked(findings, place, from, oldDisk.get(), newDisk.get(), apart);
      case CLONE -> cloned(findings, place, from, oldDisk.get(), newDisk.get(), apart);
      case COPY -> {}
    }
    long size = size(subject, old.get());
    if (transfer == Transfer.COPY && size < 0) {
      findings.unknown(place, "How much there is to copy could not be measured.");
    }
    // The standby that is still to be cloned takes its own room; that is the clone's own check.
    long clone = upgraded.isEmpty() ? Math.max(0, size) : 0;
    long needs = RESERVE + clone + (transfer == Transfer.COPY ? Math.max(0, size) / 10 * 11 : 0);
    if (newDisk.get().freeBytes() < needs) {
      findings.found(
          place,
          "%s has %s free, upgrading by %s needs %s."
              .formatted(
                  newDisk.get().mountPoint(),
                  Bytes.text(newDisk.get().freeBytes()),
                  word(transfer),
                  Bytes.text(needs)),
          "Free or add %s%s."
              .formatted(
                  Bytes.text(needs - newDisk.get().freeBytes()),
                  transfer == Transfer.COPY ? ", or declare upgrade.transfer: link" : ""));
    }
    return findings.all();
  }

  private static String word(Transfer transfer) {
    return switch (transfer) {
      case LINK -> "hard links";
      case CLONE -> "reflinks";
      case COPY -> "copies";
    };
  }

  private static void linked(
      Findings findings,
      Place place,
      String from,
      HostFacts.Disk oldDisk,
      HostFacts.Disk newDisk,
      boolean apart) {
    if (apart) {
      findings.found(
          place,
          "%s is on %s and %s on %s; hard links do not cross file systems."
              .formatted(from, oldDisk.mountPoint(), place.object(), newDisk.mountPoint()),
          "Put both on one file system, or declare upgrade.transfer: copy.");
    } else if (!newDisk.hardLinks()) {
      findings.found(
          place,
          "%s (%s) has no hard links.".formatted(newDisk.mountPoint(), newDisk.type()),
          "Declare upgrade.transfer: copy.");
    }
  }

  private static void cloned(
      Findings findings,
      Place place,
      String from,
      HostFacts.Disk oldDisk,
      HostFacts.Disk newDisk,
      boolean apart) {
    if (apart) {
      findings.found(
          place,
          "%s is on %s and %s on %s; reflinks do not cross file systems."
              .formatted(from, oldDisk.mountPoint(), place.object(), newDisk.mountPoint()),
          "Put both on one file system, or declare upgrade.transfer: copy.");
      return;
    }
    switch (newDisk.reflink()) {
      case Reading.Unknown<Boolean>(String reason) -> findings.unknown(place, reason);
      case Reading.Known<Boolean>(Boolean can) -> {
        if (!can) {
          findings.found(
              place,
              "%s (%s) has no reflinks.".formatted(newDisk.mountPoint(), newDisk.type()),
              "Declare upgrade.transfer: link or copy.");
        }
      }
    }
  }

  private static List<Result> rebuild(Subject subject) {
    var findings = new Findings();
    Optional<InstanceFacts> source = subject.find(subject.source());
    Optional<HostFacts.Disk> disk =
        source.flatMap(s -> at(subject, subject.source().host(), s.paths().data()));
    Place place = Place.host(subject.source().host());
    if (source.isEmpty() || disk.isEmpty()) {
      findings.unknown(place, "Its file systems could not be measured.");
      return findings.all();
    }
    if (!subject.isUpgrade()) {
      return findings.all(); // It goes on with the directory that it has.
    }
    long needs = Math.max(0, size(subject, source.get())) / 10 * 11 + RESERVE;
    if (disk.get().freeBytes() < needs) {
      findings.found(
          place,
          "%s has %s free, a second copy needs %s."
              .formatted(
                  disk.get().mountPoint(), Bytes.text(disk.get().freeBytes()), Bytes.text(needs)),
          "Free or add %s to have a standby before the keep window ends."
              .formatted(Bytes.text(needs - disk.get().freeBytes())));
    }
    return findings.all();
  }
}
