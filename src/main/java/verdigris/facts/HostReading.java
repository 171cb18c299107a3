package verdigris.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import verdigris.facts.HostFacts.Binaries;
import verdigris.facts.HostFacts.Disk;
import verdigris.facts.HostFacts.HaManager;
import verdigris.facts.HostFacts.Job;
import verdigris.facts.HostFacts.Software;
import verdigris.facts.HostFacts.SystemFacts;
import verdigris.facts.MountsProbe.Mounts;
import verdigris.facts.UnitsProbe.Unit;

/** Reads the answer to {@link Script} into the facts of a host, its servers not asked yet. */
public final class HostReading {
  private HostReading() {}

  /**
   * Reads one host's answer.
   *
   * @param host inventory name
   * @param output what the script printed, with whatever the login printed around it
   * @param sentMillis our clock when the script was sent, since 1970
   * @param receivedMillis our clock when its answer had come
   * @return the facts; {@code server} of a running instance and {@code running} of a PgBouncer are
   *     Unknown until {@link HostFacts#answered} puts their answers in
   * @throws verdigris.problem.ProblemException {@code HOST_OUTPUT} when the answer is cut off or
   *     damaged
   */
  public static HostFacts read(String host, String output, long sentMillis, long receivedMillis) {
    Document document = Document.parse(host, output);
    List<Unit> units = answer(document, Probes.UNITS);
    Mounts mounts = answer(document, Probes.MOUNTS);
    ProcessesProbe.Processes processes = answer(document, Probes.PROCESSES);
    SystemProbe.Machine machine = answer(document, Probes.SYSTEM);
    boolean systemd = machine.initSystem().equals("systemd");
    InstanceReading reading = new InstanceReading(systemd, units, mounts, processes);
    List<InstanceFacts> instances =
        answer(document, Probes.INSTANCES).stream()
            .map(reading::read)
            .sorted(
                Comparator.comparingInt(InstanceFacts::major)
                    .thenComparing(InstanceFacts::name)
                    .thenComparing(i -> i.paths().data()))
            .toList();
    DisksProbe.Disks disks = answer(document, Probes.DISKS);
    return new HostFacts(
        host,
        Reading.of(system(document, machine, sentMillis, receivedMillis)),
        Reading.of(disks(disks, mounts)),
        Reading.of(
            software(
                answer(document, Probes.PACKAGES),
                answer(document, Probes.BINARIES),
                units,
                processes)),
        Reading.of(instances),
        Reading.of(pgbouncer(answer(document, Probes.PGBOUNCER), units, processes)),
        systemd ? Reading.of(jobs(units)) : Reading.unknown("The host has no systemd."),
        ownFiles(answer(document, Probes.OWN_FILES)),
        rehearsals(answer(document, Probes.OWN_FILES)),
        Reading.of(answer(document, Probes.LISTENERS)),
        limits(document, output, disks));
  }

  private static <T> T answer(Document document, Probe<T> probe) {
    return probe.read(document.section(probe.name()));
  }

  private static SystemFacts system(
      Document document, SystemProbe.Machine machine, long sentMillis, long receivedMillis) {
    // Both ends of both ways, as NTP does it: what the script itself takes does not matter.
    long there = (document.beganNanos() / 1_000_000 + document.endedNanos() / 1_000_000) / 2;
    long here = (sentMillis + receivedMillis) / 2;
    return new SystemFacts(
        machine.osId(),
        machine.osVersion(),
        machine.kernel(),
        machine.architecture(),
        machine.libc(),
        machine.icu(),
        machine.hostname(),
        machine.loginUser(),
        machine.locale(),
        machine.initSystem(),
        answer(document, Probes.SORT),
        machine.memoryBytes(),
        machine.cpus(),
        there - here,
        machine.bootId(),
        machine.addresses());
  }

  private static List<Disk> disks(DisksProbe.Disks disks, Mounts mounts) {
    return disks.measured().stream()
        .map(
            measured -> {
              String type =
                  mounts.at(measured.mountPoint()).map(MountsProbe.Mount::type).orElse("unknown");
              return new Disk(
                  measured.path(),
                  measured.mountPoint(),
                  measured.device(),
                  type,
                  measured.sizeBytes(),
                  measured.freeBytes(),
                  !List.of("vfat", "msdos", "exfat").contains(type),
                  reflink(disks, measured.mountPoint(), type));
            })
        .toList();
  }

  /** {@code FICLONE} exists on few file systems (ioctl_ficlonerange(2)). */
  private static Reading<Boolean> reflink(DisksProbe.Disks disks, String point, String type) {
    return switch (type) {
      case "btrfs" -> Reading.of(true);
      case "ext2", "ext3", "ext4", "tmpfs", "vfat", "msdos", "exfat" -> Reading.of(false);
      case "xfs" -> {
        if (disks.reflink().contains(point)) {
          yield Reading.of(true);
        }
        yield disks.noReflink().contains(point)
            ? Reading.of(false)
            : Reading.unknown("xfs_info does not tell; only a trial would.");
      }
      default -> Reading.unknown("Only a trial tells whether " + type + " can do it.");
    };
  }

  private static Software software(
      PackagesProbe.Packages packages,
      List<Binaries> binaries,
      List<Unit> units,
      ProcessesProbe.Processes processes) {
    return new Software(
        packages.manager(),
        packages.installed(),
        packages.candidates(),
        binaries.stream().sorted(Comparator.comparing(Binaries::version)).toList(),
        managers(units, processes),
        packages.createsClusterOnInstall());
  }

  /** A manager, and what its processes and units are called. */
  private record Managed(String name, List<String> processes, String units) {}

  private static final List<Managed> MANAGERS =
      List.of(
          new Managed("patroni", List.of("patroni"), "patroni.*"),
          new Managed("repmgr", List.of("repmgrd"), "repmgrd?.*"),
          new Managed("pg_auto_failover", List.of("pg_autoctl"), "pgautofailover.*"),
          new Managed("pacemaker", List.of("pacemakerd"), "pacemaker\\..*"),
          new Managed("corosync", List.of("corosync"), "corosync\\..*"),
          new Managed("keepalived", List.of("keepalived"), "keepalived\\..*"),
          new Managed("stolon", List.of("stolon-keeper"), "stolon.*"));

  private static List<HaManager> managers(List<Unit> units, ProcessesProbe.Processes processes) {
    List<HaManager> found = new ArrayList<>();
    for (Managed managed : MANAGERS) {
      Optional<String> process =
          processes.others().stream()
              .filter(p -> managed.processes().contains(p.name()))
              .map(p -> "process " + p.pid())
              .findFirst();
      Optional<Unit> unit =
          units.stream()
              .filter(u -> u.id().matches(managed.units()) && !u.load().equals("not-found"))
              .findFirst();
      if (process.isPresent() || unit.isPresent()) {
        found.add(
            new HaManager(
                managed.name(),
                unit.map(u -> "unit " + u.id()).or(() -> process).orElse(""),
                process.isPresent() || unit.filter(u -> u.active().equals("active")).isPresent()));
      }
    }
    return found;
  }

  private static Optional<PgBouncerFacts> pgbouncer(
      Optional<PgBouncerProbe.Installed> installed,
      List<Unit> units,
      ProcessesProbe.Processes processes) {
    Optional<ProcessesProbe.Named> process =
        processes.others().stream().filter(p -> p.name().equals("pgbouncer")).findFirst();
    return installed.map(
        found ->
            new PgBouncerFacts(
                found.version(),
                found.configFile(),
                units.stream()
                    .filter(u -> process.filter(p -> p.pid() == u.mainPid()).isPresent())
                    .findFirst()
                    .map(Unit::id)
                    .orElse("pgbouncer.service"),
                found.port(),
                found.socketDirectory(),
                console(found, process.isPresent())));
  }

  private static Reading<Optional<PgBouncerFacts.Console>> console(
      PgBouncerProbe.Installed found, boolean runs) {
    if (!runs) {
      return Reading.of(Optional.empty());
    }
    return found.readable()
        ? Reading.unknown("The console was not asked.")
        : Reading.unknown(found.configFile() + " cannot be read, so its console cannot be found.");
  }

  /**
   * Services by their bare name; a timer keeps its suffix, for a service of the same name may run.
   */
  private static List<Job> jobs(List<Unit> units) {
    Function<String, String> bare = id -> id.replaceFirst("\\.service$", "");
    return units.stream()
        .filter(unit -> unit.id().startsWith("verdigris-"))
        .sorted(Comparator.comparing(Unit::id))
        .map(u -> new Job(bare.apply(u.id()), u.active(), u.result(), u.exitStatus()))
        .toList();
  }

  private static Reading<List<HostFacts.OwnFile>> ownFiles(OwnFilesProbe.Found found) {
    return found.denied().isEmpty()
        ? Reading.of(found.files())
        : Reading.unknown(String.join(", ", found.denied()) + " cannot be read.");
  }

  private static Reading<List<Rehearsal>> rehearsals(OwnFilesProbe.Found found) {
    return ownFiles(found).map(_ -> found.rehearsals());
  }

  private static List<String> limits(Document document, String output, DisksProbe.Disks disks) {
    List<String> limits = new ArrayList<>(document.limits());
    document
        .refusal()
        .ifPresent(
            reason ->
                limits.add(
                    "sudo -n -u postgres sh -s is refused ("
                        + reason
                        + "), so what only postgres may read was not seen: data directories, control"
                        + " files, pg_hba.conf, and whom a process belongs to."));
    disks.failed().forEach(path -> limits.add("df does not answer for " + path + "."));
    if (output.indexOf('\uFFFD') >= 0) {
      limits.add("Some text on the host is not UTF-8; such bytes are shown as \uFFFD.");
    }
    return limits;
  }
}
