package verdigris.facts;

import java.util.List;
import verdigris.action.RunAs;

/** Every question to a host's operating system, in the order in which it is asked. */
final class Probes {
  static final SystemProbe SYSTEM = new SystemProbe();
  static final UnitsProbe UNITS = new UnitsProbe();
  static final MountsProbe MOUNTS = new MountsProbe();
  static final ListenersProbe LISTENERS = new ListenersProbe();
  static final PackagesProbe PACKAGES = new PackagesProbe();
  static final SortProbe SORT = new SortProbe();
  static final ProcessesProbe PROCESSES = new ProcessesProbe();
  static final InstancesProbe INSTANCES = new InstancesProbe();
  static final DisksProbe DISKS = new DisksProbe();
  static final BinariesProbe BINARIES = new BinariesProbe();
  static final OwnFilesProbe OWN_FILES = new OwnFilesProbe();
  static final PgBouncerProbe PGBOUNCER = new PgBouncerProbe();

  /** The list. Instances need the processes found before them, disks and binaries both. */
  static final List<Probe<?>> ALL =
      List.of(
          SYSTEM, UNITS, MOUNTS, LISTENERS, PACKAGES, SORT, PROCESSES, INSTANCES, DISKS, BINARIES,
          OWN_FILES, PGBOUNCER);

  private Probes() {}

  static List<Probe<?>> of(RunAs who) {
    return ALL.stream().filter(probe -> probe.as() == who).toList();
  }
}
