package verdigris.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.facts.Disks;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts.HbaRule;
import verdigris.postgres.Bytes;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.step.Rehearse;
import verdigris.step.Wanted;
import verdigris.world.Declaration.Transfer;
import verdigris.world.Instance.Content;
import verdigris.world.InstanceId;

/**
 * Whether the upgrade can be rehearsed as things are: there is a standby that streams, whose copy
 * has room beside it, and both majors are installed.
 *
 * @param situation as just observed
 */
public record RehearsalFit(Situation situation) {
  /** A new instance's own files, and WAL that comes meanwhile. */
  private static final long RESERVE = 512L << 20;

  /** What must stay free for the standby: its WAL may come faster than it is replayed. */
  private static final long FLOOR_PERCENT = 5;

  private static final String PREPARE =
      "Prepare the standby first:\n  verdigris apply -i INVENTORY PLAYBOOK --through prepare";

  /** Why there is nothing to copy; empty: there is a standby that streams. */
  public List<Problem> standby() {
    if (!situation.target().upgrades()) {
      return List.of(
          refused(
              "The playbook declares no other major version than the one that runs.",
              "Declare the version of the primary that the upgrade is to."));
    }
    var rehearse = new Rehearse(situation.briefing());
    InstanceId old = rehearse.old();
    if (old.equals(situation.target().origin())) {
      return List.of(
          refused(
              "The upgrade is to happen on %s, where the primary itself is; there is no standby to copy."
                  .formatted(old.host()),
              "Declare a primary on another host, which is a standby until then."));
    }
    if (situation.world().instance(old).content() != Content.FOLLOWS) {
      return List.of(refused("%s is no standby that streams.".formatted(old), PREPARE));
    }
    return List.of();
  }

  /** What forbids it; empty: nothing does. */
  public List<Problem> hindrances() {
    List<Problem> missing = standby();
    if (!missing.isEmpty()) {
      return missing;
    }
    var rehearse = new Rehearse(situation.briefing());
    InstanceId old = rehearse.old();
    var problems = new ArrayList<Problem>();
    installed(old).ifPresent(problems::add);
    installed(rehearse.id()).ifPresent(problems::add);
    tablespaces(old).ifPresent(problems::add);
    socketReplication(old).ifPresent(problems::add);
    if (rehearse.databaseBytes().isEmpty()) {
      problems.add(
          refused(
              "The size of the databases of %s could not be measured.".formatted(old),
              "See to it that the server answers, and run again."));
    }
    disk(rehearse).ifPresent(problems::add);
    return List.copyOf(problems);
  }

  private Problem refused(String detail, String remedy) {
    return Problem.of(
        Kind.NOT_REHEARSABLE,
        new Where.OnHost(situation.target().primary().host()),
        detail + " Nothing was changed.",
        remedy);
  }

  private Optional<InstanceFacts> facts(InstanceId id) {
    return situation.briefing().find(id);
  }

  private Optional<Problem> installed(InstanceId id) {
    return new Wanted(situation.briefing()).binaries(id).isPresent()
        ? Optional.empty()
        : Optional.of(
            refused(
                "PostgreSQL %d is not installed on %s.".formatted(id.major(), id.host()), PREPARE));
  }

  /** A base backup would write over the tablespaces of the standby itself. */
  private Optional<Problem> tablespaces(InstanceId old) {
    return facts(old).filter(f -> !f.paths().tablespaces().isEmpty()).isEmpty()
        ? Optional.empty()
        : Optional.of(
            refused(
                "%s has tablespaces, which Verdigris does not copy.".formatted(old),
                "Move what is in them to pg_default."));
  }

  /** {@code all} does not match replication (manual, "The pg_hba.conf File"). */
  private Optional<Problem> socketReplication(InstanceId old) {
    Optional<HbaRule> first =
        situation.briefing().server(old).stream()
            .flatMap(s -> s.hba().stream())
            .filter(r -> r.error().isEmpty() && r.type().equals("local"))
            .filter(r -> r.databases().contains("replication"))
            .filter(r -> r.users().contains("all") || r.users().contains("postgres"))
            .findFirst();
    return first.filter(r -> List.of("peer", "trust").contains(r.method())).isPresent()
        ? Optional.empty()
        : Optional.of(
            refused(
                "pg_hba.conf of %s does not let postgres replicate over the socket, which is how the copy is made."
                    .formatted(old),
                new Wanted(situation.briefing()).isOurs(old)
                    ? PREPARE
                    : "Add this line to it before any other \"local replication\" line, and reload:\n  local replication postgres peer"));
  }

  private Optional<Problem> disk(Rehearse rehearse) {
    Optional<HostFacts.Disk> disk =
        situation
            .briefing()
            .facts()
            .host(rehearse.id().host())
            .flatMap(h -> h.disks().known())
            .flatMap(d -> Disks.of(d, rehearse.scratch()));
    long directory =
        facts(rehearse.old())
            .flatMap(f -> f.directory().known())
            .map(InstanceFacts.Directory::sizeBytes)
            .orElse(0L);
    long copy = Math.max(directory, rehearse.databaseBytes().orElse(0L));
    boolean copied = situation.briefing().declaration().upgrade().transfer() == Transfer.COPY;
    long needs = RESERVE + copy + copy / 10 + (copied ? copy : 0);
    if (disk.isEmpty()) {
      return Optional.of(
          refused(
              "The file system of %s could not be measured.".formatted(rehearse.scratch()),
              "See what facts says of its disks."));
    }
    long floor = disk.get().sizeBytes() / 100 * FLOOR_PERCENT;
    return disk.filter(d -> d.freeBytes() < needs + floor).map(d -> full(d, needs, floor));
  }

  private Problem full(HostFacts.Disk disk, long needs, long floor) {
    return Problem.of(
        Kind.NO_ROOM,
        new Where.OnHost(situation.target().primary().host()),
        "%s has %s free. The rehearsal needs %s, and %s must stay free for the standby. Nothing was changed."
            .formatted(
                disk.mountPoint(),
                Bytes.text(disk.freeBytes()),
                Bytes.text(needs),
                Bytes.text(floor)),
        "Free or add %s.".formatted(Bytes.text(needs + floor - disk.freeBytes())));
  }
}
