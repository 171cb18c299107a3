package verdigris.facts;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import verdigris.facts.HostFacts.Disk;
import verdigris.facts.HostFacts.Software;
import verdigris.facts.HostFacts.SortSample;
import verdigris.facts.HostFacts.SystemFacts;

/** Facts of a host with one part changed. */
public final class ChangedFacts {
  private ChangedFacts() {}

  /** With another system. */
  public static HostFacts system(HostFacts host, UnaryOperator<SystemFacts> change) {
    return copy(host, host.system().map(change), host.disks(), host.software());
  }

  /** With each disk changed. */
  public static HostFacts disks(HostFacts host, UnaryOperator<Disk> change) {
    return copy(
        host,
        host.system(),
        host.disks().map(all -> all.stream().map(change).toList()),
        host.software());
  }

  /** With other instances. */
  public static HostFacts instances(HostFacts host, UnaryOperator<List<InstanceFacts>> change) {
    return host.answered(host.instances().map(change), host.pgbouncer(), List.of());
  }

  /** With other software. */
  public static HostFacts software(HostFacts host, UnaryOperator<Software> change) {
    return copy(host, host.system(), host.disks(), host.software().map(change));
  }

  /** The same software, with programs of these majors only. */
  public static Software withBinariesOf(Software software, Integer... majors) {
    return new Software(
        software.manager(),
        software.packages(),
        software.candidates(),
        software.binaries().stream()
            .filter(b -> List.of(majors).contains(b.version().major()))
            .toList(),
        software.managers(),
        software.createsClusterOnInstall());
  }

  /** With other units of ours. */
  public static HostFacts jobs(HostFacts host, List<HostFacts.Job> jobs) {
    return new HostFacts(
        host.name(),
        host.system(),
        host.disks(),
        host.software(),
        host.instances(),
        host.pgbouncer(),
        Reading.of(jobs),
        host.ownFiles(),
        host.rehearsals(),
        host.listeners(),
        host.limits());
  }

  /** With nobody who listens on TCP. */
  public static HostFacts silent(HostFacts host) {
    return new HostFacts(
        host.name(),
        host.system(),
        host.disks(),
        host.software(),
        host.instances(),
        host.pgbouncer(),
        host.jobs(),
        host.ownFiles(),
        host.rehearsals(),
        Reading.of(List.of()),
        host.limits());
  }

  /** That of a server that does not run, with another marker. */
  public static InstanceFacts.Directory stopped(
      InstanceFacts.Directory d, InstanceFacts.Marker marker) {
    return directory(d, marker, d.ownMarker(), d.slots(), 0, d.sizeBytes());
  }

  /** With another state of the server. */
  public static InstanceFacts.Directory directory(
      InstanceFacts.Directory d,
      InstanceFacts.Marker marker,
      Optional<String> own,
      Optional<List<String>> slots,
      int pid,
      long bytes) {
    return new InstanceFacts.Directory(
        d.exists(),
        d.empty(),
        d.owner(),
        d.mode(),
        d.pgVersion(),
        d.hasControl(),
        d.hasOldControl(),
        marker,
        own,
        d.backupLabel(),
        d.upgradeOutput(),
        slots,
        pid,
        bytes);
  }

  /** With other rehearsals. */
  public static HostFacts rehearsals(HostFacts host, Reading<List<Rehearsal>> rehearsals) {
    return new HostFacts(
        host.name(),
        host.system(),
        host.disks(),
        host.software(),
        host.instances(),
        host.pgbouncer(),
        host.jobs(),
        host.ownFiles(),
        rehearsals,
        host.listeners(),
        host.limits());
  }

  private static HostFacts copy(
      HostFacts host,
      Reading<SystemFacts> system,
      Reading<List<Disk>> disks,
      Reading<Software> software) {
    return new HostFacts(
        host.name(),
        system,
        disks,
        software,
        host.instances(),
        host.pgbouncer(),
        host.jobs(),
        host.ownFiles(),
        host.rehearsals(),
        host.listeners(),
        host.limits());
  }

  /** Another version of the same distribution. */
  public static SystemFacts version(SystemFacts system, String version) {
    return new SystemFacts(
        system.osId(),
        version,
        system.kernel(),
        system.architecture(),
        system.libc(),
        system.icu(),
        system.hostname(),
        system.loginUser(),
        system.locale(),
        system.initSystem(),
        system.sortSamples(),
        system.memoryBytes(),
        system.cpus(),
        system.clockOffsetMillis(),
        system.bootId(),
        system.addresses());
  }

  /** The same machine, booted again on another kernel. */
  public static SystemFacts booted(SystemFacts system, String kernel, String bootId) {
    return new SystemFacts(
        system.osId(),
        system.osVersion(),
        kernel,
        system.architecture(),
        system.libc(),
        system.icu(),
        system.hostname(),
        system.loginUser(),
        system.locale(),
        system.initSystem(),
        system.sortSamples(),
        system.memoryBytes(),
        system.cpus(),
        system.clockOffsetMillis(),
        bootId,
        system.addresses());
  }

  /** A system that differs in these. */
  public static SystemFacts copy(
      SystemFacts system,
      String architecture,
      String libc,
      List<SortSample> samples,
      long clockOffsetMillis) {
    return new SystemFacts(
        system.osId(),
        system.osVersion(),
        system.kernel(),
        architecture,
        libc,
        system.icu(),
        system.hostname(),
        system.loginUser(),
        system.locale(),
        system.initSystem(),
        samples,
        system.memoryBytes(),
        system.cpus(),
        clockOffsetMillis,
        system.bootId(),
        system.addresses());
  }
}
