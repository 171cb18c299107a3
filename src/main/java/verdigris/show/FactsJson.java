package verdigris.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.HostFacts.Binaries;
import verdigris.facts.HostFacts.Disk;
import verdigris.facts.HostFacts.Software;
import verdigris.facts.HostFacts.SystemFacts;
import verdigris.facts.PgBouncerFacts;
import verdigris.facts.Rehearsal;

/**
 * Facts as JSON: {@code verdigris facts --json}. Every key is described in {@code docs/facts.md}.
 * Hosts are in inventory order and keys in a fixed one; no secret, and no digest of one, is in it.
 */
public final class FactsJson {
  /** Grows when a key is taken away or changes its meaning; new keys do not count. */
  public static final int FORMAT = 1;

  private FactsJson() {}

  /** The whole document. */
  public static String of(Facts facts) {
    ObjectNode document = FactsNode.object().put("format", FORMAT);
    document.set("hosts", FactsNode.array(facts.hosts(), FactsJson::host));
    return FactsNode.print(document);
  }

  private static JsonNode host(HostFacts host) {
    ObjectNode node = FactsNode.object().put("name", host.name());
    node.set("system", FactsNode.reading(host.system(), FactsJson::system));
    node.set(
        "disks", FactsNode.reading(host.disks(), disks -> FactsNode.array(disks, FactsJson::disk)));
    node.set("software", FactsNode.reading(host.software(), FactsJson::software));
    node.set(
        "instances",
        FactsNode.reading(host.instances(), all -> FactsNode.array(all, InstanceJson::of)));
    node.set(
        "pgbouncer",
        FactsNode.reading(host.pgbouncer(), one -> FactsNode.optional(one, FactsJson::pgbouncer)));
    node.set(
        "jobs",
        FactsNode.reading(
            host.jobs(),
            jobs ->
                FactsNode.array(
                    jobs,
                    job ->
                        FactsNode.object()
                            .put("unit", job.unit())
                            .put("state", job.state())
                            .put("result", job.result())
                            .put("exit_status", job.exitStatus()))));
    node.set(
        "own_files",
        FactsNode.reading(
            host.ownFiles(),
            files ->
                FactsNode.array(
                    files,
                    f -> FactsNode.object().put("path", f.path()).put("sha256", f.digest()))));
    node.set(
        "rehearsals",
        FactsNode.reading(host.rehearsals(), all -> FactsNode.array(all, FactsJson::rehearsal)));
    node.set(
        "listeners",
        FactsNode.reading(
            host.listeners(),
            all ->
                FactsNode.array(
                    all,
                    l -> FactsNode.object().put("address", l.address()).put("port", l.port()))));
    node.set("limits", FactsNode.texts(host.limits()));
    return node;
  }

  private static JsonNode rehearsal(Rehearsal rehearsal) {
    ObjectNode millis = FactsNode.object();
    rehearsal.millis().forEach((phase, took) -> millis.put(phase.word(), took));
    ObjectNode node =
        FactsNode.object()
            .put("instance", rehearsal.instance())
            .put("from", rehearsal.from())
            .put("source", rehearsal.source().toString())
            .put("transfer", rehearsal.transfer())
            .put("bytes", rehearsal.bytes())
            .put("when", rehearsal.when());
    node.set("milliseconds", millis);
    return node;
  }

  private static JsonNode system(SystemFacts system) {
    ObjectNode node =
        FactsNode.object()
            .put("os", system.osId())
            .put("os_version", system.osVersion())
            .put("kernel", system.kernel())
            .put("architecture", system.architecture())
            .put("libc", system.libc());
    node.set("icu", FactsNode.text(system.icu()));
    node.put("hostname", system.hostname())
        .put("login_user", system.loginUser())
        .put("locale", system.locale())
        .put("init", system.initSystem());
    node.set(
        "sort_samples",
        FactsNode.array(
            system.sortSamples(),
            s -> FactsNode.object().put("locale", s.locale()).put("digest", s.digest())));
    node.put("memory_bytes", system.memoryBytes())
        .put("cpus", system.cpus())
        .put("clock_offset_ms", system.clockOffsetMillis())
        .put("boot_id", system.bootId());
    node.set("addresses", FactsNode.texts(system.addresses()));
    return node;
  }

  private static JsonNode disk(Disk disk) {
    ObjectNode node =
        FactsNode.object()
            .put("path", disk.path())
            .put("mount_point", disk.mountPoint())
            .put("device", disk.device())
            .put("type", disk.type())
            .put("size_bytes", disk.sizeBytes())
            .put("free_bytes", disk.freeBytes())
            .put("hard_links", disk.hardLinks());
    node.set("reflink", FactsNode.reading(disk.reflink(), FactsNode::truth));
    return node;
  }

  private static JsonNode software(Software software) {
    ObjectNode node = FactsNode.object().put("manager", software.manager());
    node.set(
        "packages",
        FactsNode.array(
            software.packages(),
            p -> FactsNode.object().put("name", p.name()).put("version", p.version())));
    node.set(
        "candidates",
        FactsNode.array(
            software.candidates(),
            c -> FactsNode.object().put("name", c.name()).put("version", c.version())));
    node.set("binaries", FactsNode.array(software.binaries(), FactsJson::binaries));
    node.set(
        "ha_managers",
        FactsNode.array(
            software.managers(),
            m ->
                FactsNode.object()
                    .put("name", m.name())
                    .put("found_by", m.foundBy())
                    .put("running", m.running())));
    node.put("creates_cluster_on_install", software.createsClusterOnInstall());
    return node;
  }

  private static JsonNode binaries(Binaries binaries) {
    ObjectNode node =
        FactsNode.object()
            .put("directory", binaries.directory())
            .put("version", binaries.version().toString());
    node.set("tools", FactsNode.texts(binaries.tools()));
    node.set(
        "extensions",
        FactsNode.array(
            binaries.extensions(),
            e ->
                FactsNode.object()
                    .put("name", e.name())
                    .put("default_version", e.defaultVersion())));
    node.set("libraries", FactsNode.texts(binaries.libraries()));
    return node;
  }

  private static JsonNode pgbouncer(PgBouncerFacts pooler) {
    ObjectNode node =
        FactsNode.object()
            .put("version", pooler.version())
            .put("config_file", pooler.configFile())
            .put("unit", pooler.unit())
            .put("port", pooler.port())
            .put("socket_directory", pooler.socketDirectory());
    node.set(
        "running",
        FactsNode.reading(
            pooler.running(), console -> FactsNode.optional(console, FactsJson::console)));
    return node;
  }

  private static JsonNode console(PgBouncerFacts.Console console) {
    ObjectNode node = FactsNode.object();
    node.set(
        "databases",
        FactsNode.array(
            console.databases(),
            d ->
                FactsNode.object()
                    .put("name", d.name())
                    .put("host", d.host())
                    .put("port", d.port())
                    .put("database", d.database())
                    .put("paused", d.paused())
                    .put("disabled", d.disabled())));
    node.set(
        "pools",
        FactsNode.array(
            console.pools(),
            p ->
                FactsNode.object()
                    .put("database", p.database())
                    .put("user", p.user())
                    .put("clients_active", p.clientsActive())
                    .put("clients_waiting", p.clientsWaiting())
                    .put("servers_active", p.serversActive())
                    .put("mode", p.mode())));
    ObjectNode settings = FactsNode.object();
    console.settings().forEach(s -> settings.put(s.key(), s.value()));
    node.set("settings", settings);
    return node;
  }
}
