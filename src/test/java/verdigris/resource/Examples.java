package verdigris.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.action.Secret;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.postgres.ConfFile;
import verdigris.postgres.Lsn;
import verdigris.postgres.SettingCatalogue;
import verdigris.postgres.SettingDefinition;
import verdigris.postgres.SettingUnit;
import verdigris.postgres.SettingValue;
import verdigris.postgres.SystemId;
import verdigris.postgres.Version;
import verdigris.problem.Where;
import verdigris.world.Declaration;

/** Hosts, instances and playbooks to compare. */
final class Examples {
  static final Where PLAYBOOK = new Where.InFile("playbooks/orders-15.yml");
  static final long GIGABYTE = 1L << 30;

  static final String DEBIAN_HBA =
      """
      local   all             postgres                                peer
      local   all             all                                     peer
      host    all             all             127.0.0.1/32            md5
      host    replication     all             127.0.0.1/32            md5
      """;

  private Examples() {}

  static Declaration orders() {
    return orders(new LinkedHashMap<>(), List.of());
  }

  /** Green becomes the primary of 15, blue its standby. */
  static Declaration orders(SequencedMap<String, String> settings, List<String> hba) {
    return declaration(
        new Declaration.Primary("green", "main", new Declaration.Wanted(15, Optional.empty())),
        List.of(
            new Declaration.Standby(
                "blue", "main", "green", new Declaration.Wanted(15, Optional.empty()))),
        settings,
        hba,
        "none",
        true);
  }

  /** Blue stays the primary of 11, green follows it. */
  static Declaration standbyOf11(SequencedMap<String, String> settings, List<String> hba) {
    return declaration(
        new Declaration.Primary("blue", "main", new Declaration.Wanted(11, Optional.empty())),
        List.of(
            new Declaration.Standby(
                "green", "main", "blue", new Declaration.Wanted(11, Optional.empty()))),
        settings,
        hba,
        "none",
        true);
  }

  static Declaration declaration(
      Declaration.Primary primary,
      List<Declaration.Standby> standbys,
      SequencedMap<String, String> settings,
      List<String> hba,
      String sync,
      boolean slots) {
    SequencedMap<String, String> addresses = addresses();
    return new Declaration(
        "orders",
        List.of("blue", "green"),
        new Declaration.Existing("blue", "main", 0, 5432),
        primary,
        standbys,
        new Declaration.Upgrade("pg_upgrade", Declaration.Transfer.LINK, 4),
        Optional.empty(),
        new Declaration.Replication(
            "replicator",
            Optional.of(new Secret("replicator")),
            slots,
            "prefer",
            addresses,
            Optional.empty()),
        settings,
        hba,
        new Declaration.Limits(60, 1 << 20, 100 << 20, 20),
        new Declaration.Rollback(259_200, sync),
        List.of(),
        Optional.empty());
  }

  static Declaration with(Declaration declaration, Declaration.Replication replication) {
    return new Declaration(
        declaration.topology(),
        declaration.hosts(),
        declaration.source(),
        declaration.primary(),
        declaration.standbys(),
        declaration.upgrade(),
        declaration.clients(),
        replication,
        declaration.settings(),
        declaration.hba(),
        declaration.limits(),
        declaration.rollback(),
        declaration.accept(),
        declaration.backup());
  }

  static SequencedMap<String, String> addresses() {
    SequencedMap<String, String> addresses = new LinkedHashMap<>();
    addresses.put("blue", "10.1.0.4");
    addresses.put("green", "10.1.0.5");
    return addresses;
  }

  static SequencedMap<String, String> settings(String... namesAndValues) {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return settings;
  }

  static HostFacts host(String name, long memoryBytes) {
    return new HostFacts(
        name,
        Reading.of(
            new HostFacts.SystemFacts(
                "debian",
                "12",
                "6.1.0",
                "x86_64",
                "glibc 2.36",
                Optional.empty(),
                name,
                "admin",
                "C.UTF-8",
                "systemd",
                List.of(),
                memoryBytes,
                4,
                0,
                "b1",
                List.of(addresses().getOrDefault(name, "10.1.0.9")))),
        Reading.of(
            List.of(
                new HostFacts.Disk(
                    "/var/lib/postgresql",
                    "/",
                    "/dev/sda1",
                    "ext4",
                    100 * GIGABYTE,
                    60 * GIGABYTE,
                    true,
                    Reading.of(false)))),
        Reading.of(
            new HostFacts.Software("apt", List.of(), List.of(), List.of(), List.of(), false)),
        Reading.of(List.of()),
        Reading.of(Optional.empty()),
        Reading.of(List.of()),
        Reading.of(List.of()),
        Reading.of(List.of()),
        Reading.of(List.of()),
        List.of());
  }

  /** A running instance in the Debian layout with these lines in postgresql.conf. */
  static InstanceFacts running(int major, String config, String hba) {
    return running(major, new InstanceFacts.Files(config, "", "", hba, "", Optional.empty()));
  }

  static InstanceFacts running(int major, InstanceFacts.Files files) {
    return started(instance(major, files), setting -> true);
  }

  /** The same instance with what its files say now effective, where the server allows it. */
  static InstanceFacts activated(InstanceFacts instance, Activation activation) {
    Optional<ServerFacts> before = instance.server().known().flatMap(s -> s);
    if (before.isEmpty()) {
      return instance;
    }
    if (activation == Activation.RESTART) {
      return started(instance, setting -> true);
    }
    return started(instance, setting -> !setting.needsRestart());
  }

  static InstanceFacts stopped(InstanceFacts instance) {
    return with(instance, instance.files().known().orElseThrow(), Optional.empty());
  }

  static InstanceFacts with(
      InstanceFacts instance, InstanceFacts.Files files, Optional<ServerFacts> server) {
    return new InstanceFacts(
        instance.major(),
        instance.name(),
        instance.layout(),
        instance.paths(),
        instance.port(),
        instance.unit(),
        instance.boot(),
        instance.directory(),
        instance.control(),
        Reading.of(files),
        Reading.of(server));
  }

  /** The same running instance, showing another row of pg_settings. */
  static InstanceFacts withSetting(InstanceFacts instance, ServerFacts.Setting setting) {
    ServerFacts s = instance.server().known().flatMap(x -> x).orElseThrow();
    List<ServerFacts.Setting> settings = new ArrayList<>(s.settings());
    settings.removeIf(x -> x.name().equals(setting.name()));
    settings.add(setting);
    return with(
        instance, instance.files().known().orElseThrow(), Optional.of(server(instance, settings)));
  }

  private static InstanceFacts instance(int major, InstanceFacts.Files files) {
    Placement placement = Placement.debian(major, "main", 5432);
    return new InstanceFacts(
        major,
        "main",
        InstanceFacts.Layout.DEBIAN,
        placement.paths(),
        5432,
        Optional.of("postgresql@" + major + "-main.service"),
        InstanceFacts.Boot.AUTO,
        Reading.unknown("not asked"),
        Reading.of(
            Optional.of(
                new InstanceFacts.Control(
                    new SystemId("7000000000000000001"),
                    "in production",
                    new Lsn(1 << 24),
                    1,
                    new Lsn(0),
                    false,
                    16L << 20,
                    false,
                    true))),
        Reading.of(files),
        Reading.of(Optional.empty()));
  }

  private static InstanceFacts started(
      InstanceFacts instance, java.util.function.Predicate<SettingDefinition> effective) {
    InstanceFacts.Files files = instance.files().known().orElseThrow();
    Optional<ServerFacts> before = instance.server().known().flatMap(s -> s);
    List<Source> sources = sources(instance, files);
    List<ServerFacts.Setting> settings = new ArrayList<>();
    for (SettingDefinition setting : SettingCatalogue.builtIn().all(instance.major())) {
      Optional<ServerFacts.Setting> now = fromFiles(instance, sources, setting);
      Optional<ServerFacts.Setting> old = before.flatMap(s -> s.setting(setting.name()));
      boolean kept = before.isPresent() && !effective.test(setting);
      if (!kept) {
        now.ifPresent(settings::add);
        continue;
      }
      boolean same =
          raw(now, setting, instance.major()).equals(raw(old, setting, instance.major()));
      settings.addAll(same ? now.stream().toList() : pending(old, setting));
    }
    ConfFile.parse(files.config()).assignments().stream()
        .filter(a -> a.name().indexOf('.') > 0)
        .map(a -> ofAnExtension(instance, a))
        .forEach(settings::add);
    return with(instance, files, Optional.of(server(instance, settings)));
  }

  private static ServerFacts.Setting ofAnExtension(
      InstanceFacts instance, ConfFile.Assignment assignment) {
    return new ServerFacts.Setting(
        assignment.name(),
        assignment.value(),
        assignment.value(),
        "",
        "postmaster",
        "configuration file",
        instance.paths().config(),
        assignment.line(),
        "",
        false);
  }

  private static String raw(
      Optional<ServerFacts.Setting> setting, SettingDefinition definition, int major) {
    return setting
        .map(ServerFacts.Setting::rawValue)
        .orElse(canonical(definition, major, definition.boot()));
  }

  private static List<ServerFacts.Setting> pending(
      Optional<ServerFacts.Setting> old, SettingDefinition setting) {
    ServerFacts.Setting was =
        old.orElse(
            new ServerFacts.Setting(
                setting.name(),
                setting.boot(),
                setting.boot(),
                setting.unit(),
                "postmaster",
                "default",
                "",
                0,
                setting.boot(),
                true));
    return List.of(
        new ServerFacts.Setting(
            was.name(),
            was.value(),
            was.rawValue(),
            was.unit(),
            was.context(),
            was.source(),
            was.sourceFile(),
            was.sourceLine(),
            was.bootValue(),
            true));
  }

  private static String canonical(SettingDefinition setting, int major, String value) {
    return ((SettingValue.Valid) SettingValue.read(setting, major, value)).raw();
  }

  /** A configuration file as the server knows it. */
  private record Source(String path, ConfFile text) {}

  /** As the server reads them: postgresql.conf, its included file, postgresql.auto.conf. */
  private static List<Source> sources(InstanceFacts instance, InstanceFacts.Files files) {
    String config = instance.paths().config();
    return List.of(
        new Source(config, ConfFile.parse(files.config())),
        new Source(
            verdigris.postgres.OwnFiles.included(config, true), ConfFile.parse(files.included())),
        new Source(
            instance.paths().data() + "/postgresql.auto.conf", ConfFile.parse(files.auto())));
  }

  private static Optional<ServerFacts.Setting> fromFiles(
      InstanceFacts instance, List<Source> sources, SettingDefinition setting) {
    Optional<ServerFacts.Setting> found = Optional.empty();
    for (Source file : sources) {
      Optional<ConfFile.Assignment> assignment = file.text().last(setting.name());
      if (assignment.isPresent()) {
        String raw = canonical(setting, instance.major(), assignment.get().value());
        found =
            Optional.of(
                new ServerFacts.Setting(
                    setting.name(),
                    SettingUnit.written(raw, setting.unit()),
                    raw,
                    setting.unit(),
                    setting.context().name(),
                    "configuration file",
                    file.path(),
                    assignment.get().line(),
                    setting.boot(),
                    false));
      }
    }
    return found;
  }

  private static ServerFacts server(InstanceFacts instance, List<ServerFacts.Setting> settings) {
    return new ServerFacts(
        new Version(instance.major(), 1),
        new SystemId("7000000000000000001"),
        1,
        false,
        new ServerFacts.Wal(
            Optional.of(new Lsn(1 << 24)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            -1),
        settings,
        List.of(),
        List.of(),
        Reading.of(List.of()),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        0,
        60);
  }
}
