package verdigris.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import verdigris.facts.HostFacts;
import verdigris.postgres.OwnFiles;
import verdigris.world.Declaration;

/** The settings that an instance needs so that others can follow it, and no others. */
final class ReplicationNeeds {
  /** pg_basebackup takes two walsenders, its stream and its copy; one more for a reconnect. */
  private static final int SENDERS_PER_STANDBY = 3;

  /** The built-in default since 10; as good a number as any when one is too small. */
  private static final int USUAL = 10;

  /** From 13; it bounds every slot of a server, not only ours. */
  static final String SLOT_LIMIT = "max_slot_wal_keep_size";

  /**
   * A setting that must be one of several values.
   *
   * @param name the setting
   * @param wanted the value to set when it is none of them
   * @param isEnough whether a raw value will do
   */
  record Need(String name, String wanted, Predicate<String> isEnough) {}

  private ReplicationNeeds() {}

  /** Whether a setting's value may come from what replication or a standby's upstream needs. */
  static boolean isOne(String name) {
    return Upstream.LIMITS.contains(name)
        || List.of("max_replication_slots", SLOT_LIMIT, "wal_level").contains(name);
  }

  /** Whether it is one of those that are written into the configuration of a source. */
  static boolean isWritten(String name) {
    return List.of("wal_level", "max_wal_senders", "max_replication_slots", "listen_addresses")
        .contains(name);
  }

  /**
   * What an instance of a topology needs.
   *
   * @param declaration of the topology
   * @param host where the instance is
   * @param major its server's
   * @param logical whether logical decoding is needed
   * @param address that others reach the host by
   * @param facts of the host
   * @param wal directory of the WAL, whose disk bounds what slots may keep
   */
  static List<Need> of(
      Declaration declaration,
      String host,
      int major,
      boolean logical,
      Optional<String> address,
      HostFacts facts,
      String wal) {
    List<Need> needs = new ArrayList<>();
    if (Participants.others(declaration, host).isEmpty() && !logical) {
      return needs;
    }
    int standbys = Math.max(1, Participants.others(declaration, host).size());
    needs.add(
        new Need(
            "wal_level",
            logical ? "logical" : "replica",
            raw -> raw.equals("logical") || (!logical && raw.equals("replica"))));
    needs.add(atLeast("max_wal_senders", SENDERS_PER_STANDBY * standbys));
    if (declaration.replication().slots()) {
      needs.add(atLeast("max_replication_slots", standbys + (logical ? 4 : 0)));
    }
    address.ifPresent(own -> needs.add(listening(own, facts)));
    if (declaration.replication().slots() && major >= 13 && isLimited(declaration)) {
      slotLimit(declaration, facts, wal).ifPresent(needs::add);
    }
    return needs;
  }

  private static Need atLeast(String name, int least) {
    return new Need(
        name, Integer.toString(Math.max(USUAL, least)), raw -> Integer.parseInt(raw) >= least);
  }

  /** Opens the one address that others need; everything when it is not the host's own (NAT). */
  private static Need listening(String own, HostFacts facts) {
    List<String> known = facts.system().known().map(s -> s.addresses()).orElse(List.of());
    String wanted = known.contains(own) ? "localhost," + own : "*";
    return new Need("listen_addresses", wanted, raw -> isReachable(raw, own));
  }

  private static boolean isReachable(String listenAddresses, String own) {
    for (String address : listenAddresses.split(",", -1)) {
      String one = address.strip();
      boolean loopback = one.isEmpty() || one.equals("localhost") || one.equals("::1");
      // Another address or a name may be the one that others use: only loopback surely is not.
      if (one.equals(own) || !(loopback || one.startsWith("127."))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLimited(Declaration declaration) {
    return declaration.limits().slotWalPercent() < 100;
  }

  /**
   * From 13 a server of ours bounds by itself what a slot keeps. Below, and on a server that others
   * made and whose other slots are none of our business, the slot guard does.
   */
  private static Optional<Need> slotLimit(Declaration declaration, HostFacts facts, String wal) {
    return diskOf(facts, wal)
        .map(disk -> (disk.sizeBytes() / 100 * declaration.limits().slotWalPercent()) >> 30)
        .filter(gigabytes -> gigabytes > 0)
        .map(gigabytes -> new Need(SLOT_LIMIT, gigabytes + "GB", raw -> !raw.equals("-1")));
  }

  /** The disk that a path is on: measured for it or for the nearest directory above it. */
  static Optional<HostFacts.Disk> diskOf(HostFacts facts, String path) {
    List<HostFacts.Disk> disks = facts.disks().known().orElse(List.of());
    for (String at = path; ; at = OwnFiles.directory(at)) {
      String here = at;
      Optional<HostFacts.Disk> disk =
          disks.stream()
              .filter(d -> d.path().equals(here) || d.mountPoint().equals(here))
              .findFirst();
      if (disk.isPresent() || here.equals("/")) {
        return disk;
      }
    }
  }
}
