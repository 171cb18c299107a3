package verdigris.check;

import java.util.List;
import java.util.stream.Stream;

/** Every check, in the order in which it is shown: the machines first, then servers, then data. */
public final class Checks {
  private static final List<Check> ALL =
      Stream.of(
              Stream.of(
                  HostFit.ARCHITECTURE,
                  HostFit.LIBC,
                  Collation.CHECK,
                  Clock.CHECK,
                  Disk.UPGRADE,
                  Disk.REBUILD,
                  BadReleases.CHECK,
                  Extensions.CHECK,
                  Extensions.UPDATES,
                  Libraries.CHECK,
                  Backup.DECLARED,
                  Backup.PROVED,
                  ServerFiles.ERRORS,
                  ServerFiles.PENDING,
                  ServerLog.CHECK,
                  Archive.FAILING,
                  Archive.SHARED,
                  StandbyLimits.CHECK,
                  StandbyState.PAUSED,
                  StandbyState.LAG,
                  StandbyState.FEEDBACK,
                  StandbyState.QUERIES,
                  RewindNeeds.CHECK,
                  SynchronousStandbys.CHECK,
                  Slots.RETENTION,
                  Slots.LOGICAL,
                  Slots.PHYSICAL,
                  Subscriptions.CHECK,
                  Transactions.PREPARED,
                  Transactions.LONG,
                  Passwords.HBA,
                  Passwords.POOLER,
                  Poolers.WAIT,
                  Poolers.RETRY,
                  Poolers.MODE,
                  Owners.INSTALL_USER,
                  Owners.RESERVED,
                  Settings.FILES,
                  Settings.STORED,
                  Settings.READ_ONLY,
                  Databases.CONNECTABLE,
                  Databases.NEW_INSTANCE,
                  UnloggedTables.CHECK),
              Stored.CHECKS.stream(),
              Stream.of(Trials.UPGRADE, Trials.RESTORE))
          .flatMap(s -> s)
          .toList();

  private Checks() {}

  /** The list. */
  public static List<Check> all() {
    return ALL;
  }

  /** The ids that a playbook can accept, in order. */
  public static List<String> ids() {
    return ALL.stream().map(Check::id).toList();
  }
}
