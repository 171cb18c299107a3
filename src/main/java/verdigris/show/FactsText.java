package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.HostFacts.Disk;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.facts.InstanceFacts.Control;
import verdigris.facts.InstanceFacts.Directory;
import verdigris.facts.InstanceFacts.Marker;
import verdigris.facts.PgBouncerFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Version;

/** Facts as a database administrator wants to see them at a glance: {@code verdigris facts}. */
public final class FactsText {
  private FactsText() {}

  /** A few lines for each host, in inventory order. */
  public static String of(Facts facts) {
    return facts.hosts().stream().map(FactsText::host).collect(Collectors.joining("\n"));
  }

  private static String host(HostFacts host) {
    List<String> lines = new ArrayList<>();
    lines.add(
        switch (host.system()) {
          case Reading.Unknown<HostFacts.SystemFacts>(String reason) ->
              host.name() + "  unknown: " + reason;
          case Reading.Known<HostFacts.SystemFacts>(HostFacts.SystemFacts s) ->
              "%s  %s %s, %s, %d CPUs, %s memory%s"
                  .formatted(
                      host.name(),
                      s.osId(),
                      s.osVersion(),
                      s.libc(),
                      s.cpus(),
                      bytes(s.memoryBytes()),
                      clock(s.clockOffsetMillis()));
        });
    if (host.system().known().isEmpty()) {
      return String.join("\n", lines) + "\n";
    }
    host.software().known().ifPresent(software -> lines.add("  " + software(software)));
    List<Disk> disks = host.disks().known().orElse(List.of());
    List<InstanceFacts> instances = host.instances().known().orElse(List.of());
    instances.forEach(instance -> lines.addAll(instance(instance, disks)));
    host.pgbouncer().known().flatMap(p -> p).ifPresent(pooler -> lines.addAll(pooler(pooler)));
    host.jobs()
        .known()
        .orElse(List.of())
        .forEach(
            job -> lines.add("  job %s: %s, %s".formatted(job.unit(), job.state(), job.result())));
    host.limits().forEach(limit -> lines.add("  not seen: " + limit));
    return String.join("\n", lines) + "\n";
  }

  private static String clock(long offset) {
    return Math.abs(offset) < 1000 ? "" : ", clock off by " + Math.round(offset / 1000.0) + " s";
  }

  private static String software(HostFacts.Software software) {
    String versions =
        software.binaries().stream()
            .map(HostFacts.Binaries::version)
            .map(Version::toString)
            .collect(Collectors.joining(", "));
    String managers =
        software.managers().stream()
            .map(m -> "; " + m.name() + (m.running() ? " runs" : " is installed"))
            .collect(Collectors.joining());
    return (versions.isEmpty() ? "no PostgreSQL server installed" : "PostgreSQL " + versions)
        + managers;
  }

  private static List<String> instance(InstanceFacts instance, List<Disk> disks) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "  %s  port %d, %s%s"
            .formatted(instance.label(), instance.port(), state(instance), boot(instance.boot())));
    lines.add("    %s%s".formatted(instance.paths().data(), room(instance, disks)));
    instance.server().known().flatMap(s -> s).ifPresent(server -> lines.addAll(server(server)));
    return lines;
  }

  private static String boot(Boot boot) {
    return switch (boot) {
      case AUTO -> "";
      case MANUAL -> ", not started at boot";
      case DISABLED -> ", disabled";
    };
  }

  /** What it is doing, as far as it can be told. */
  private static String state(InstanceFacts instance) {
    if (instance.directory() instanceof Reading.Unknown<Directory>(String reason)) {
      return "unknown: " + reason;
    }
    Directory directory = instance.directory().known().orElseThrow();
    if (directory.livePid() > 0) {
      return switch (instance.server()) {
        case Reading.Unknown<Optional<ServerFacts>>(String reason) -> "runs, but: " + reason;
        case Reading.Known<Optional<ServerFacts>>(Optional<ServerFacts> server) ->
            server.map(FactsText::role).orElse("runs");
      };
    }
    if (!directory.exists() || directory.empty()) {
      return directory.exists() ? "data directory is empty" : "no data directory";
    }
    if (!directory.hasControl()) {
      return directory.hasOldControl()
          ? "taken over by an upgrade with --link"
          : "incomplete: no control file";
    }
    String stopped =
        switch (instance.control()) {
          case Reading.Unknown<Optional<Control>>(String reason) -> "stopped; " + reason;
          case Reading.Known<Optional<Control>>(Optional<Control> control) ->
              control.map(FactsText::stopped).orElse("stopped");
        };
    return directory.marker() == Marker.NONE ? stopped : stopped + ", would start as a standby";
  }

  private static String stopped(Control control) {
    return switch (control.state()) {
      case "shut down" -> "stopped cleanly at " + control.checkpoint();
      case "shut down in recovery" -> "stopped cleanly in recovery";
      default -> "not running, and not stopped cleanly (" + control.state() + ")";
    };
  }

  private static String role(ServerFacts server) {
    String kind =
        server.inRecovery()
            ? server
                .receiver()
                .filter(r -> r.status().equals("streaming"))
                .map(r -> "standby of %s:%d".formatted(r.senderHost(), r.senderPort()))
                .orElse("in recovery, not streaming")
            : "primary";
    return "%s %s, timeline %d".formatted(kind, server.version(), server.timeline());
  }

  private static String room(InstanceFacts instance, List<Disk> disks) {
    long size = instance.directory().known().map(Directory::sizeBytes).orElse(-1L);
    String free =
        disks.stream()
            .filter(disk -> disk.path().equals(instance.paths().data()))
            .findFirst()
            .map(disk -> ", %s free on %s".formatted(bytes(disk.freeBytes()), disk.type()))
            .orElse("");
    return (size > 0 ? ", " + bytes(size) : "") + free;
  }

  private static List<String> server(ServerFacts server) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "    databases %s; %d clients"
            .formatted(
                server.databases().stream()
                    .filter(d -> !d.template())
                    .map(d -> d.name() + (d.sizeBytes() < 0 ? "" : " " + bytes(d.sizeBytes())))
                    .collect(Collectors.joining(", ")),
                server.clients()));
    server
        .senders()
        .forEach(
            s ->
                lines.add(
                    "    streams to %s (%s), %s behind"
                        .formatted(s.applicationName(), s.state(), lag(server, s))));
    server
        .slots()
        .forEach(
            s ->
                lines.add(
                    "    slot %s: %s, keeps %s of WAL"
                        .formatted(
                            s.name(),
                            s.active() ? "active" : "not active",
                            bytes(s.retainedBytes()))));
    long pending = server.settings().stream().filter(s -> s.pendingRestart()).count();
    if (pending > 0) {
      lines.add("    %d settings wait for a restart".formatted(pending));
    }
    server
        .fileErrors()
        .forEach(e -> lines.add("    error in %s:%d: %s".formatted(e.file(), e.line(), e.error())));
    server.hba().stream()
        .filter(rule -> !rule.error().isEmpty())
        .forEach(
            rule ->
                lines.add("    error in pg_hba.conf:%d: %s".formatted(rule.line(), rule.error())));
    return lines;
  }

  private static String lag(ServerFacts server, ServerFacts.Sender sender) {
    return server
        .wal()
        .current()
        .or(server.wal()::replayed)
        .flatMap(here -> sender.replayed().map(there -> bytes(Math.max(0, here.minus(there)))))
        .orElse("an unknown distance");
  }

  private static List<String> pooler(PgBouncerFacts pooler) {
    List<String> lines = new ArrayList<>();
    String state =
        switch (pooler.running()) {
          case Reading.Unknown<Optional<PgBouncerFacts.Console>>(String reason) ->
              "runs, but: " + reason;
          case Reading.Known<Optional<PgBouncerFacts.Console>>(
                  Optional<PgBouncerFacts.Console> console) ->
              console.isPresent() ? "runs" : "does not run";
        };
    lines.add("  PgBouncer %s  port %d, %s".formatted(pooler.version(), pooler.port(), state));
    pooler.running().known().flatMap(c -> c).stream()
        .flatMap(console -> console.databases().stream())
        .filter(d -> !d.name().equals("pgbouncer"))
        .forEach(
            d ->
                lines.add(
                    "    %s -> %s:%d/%s%s"
                        .formatted(
                            d.name(),
                            d.host().isEmpty() ? "local" : d.host(),
                            d.port(),
                            d.database(),
                            d.paused() ? ", paused" : d.disabled() ? ", disabled" : "")));
    return lines;
  }

  /** With three digits at most, as df -h does it. */
  static String bytes(long count) {
    String units = "BkMGTPE";
    double value = count;
    int unit = 0;
    while (value >= 1000 && unit < units.length() - 1) {
      value /= 1024;
      unit++;
    }
    String number = unit == 0 || value >= 10 ? Long.toString(Math.round(value)) : oneDigit(value);
    return number + (unit == 0 ? " B" : " " + units.charAt(unit) + "B");
  }

  /** A point, whatever the locale says. */
  private static String oneDigit(double value) {
    long tenths = Math.round(value * 10);
    return tenths / 10 + "." + tenths % 10;
  }
}
