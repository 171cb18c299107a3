package verdigris.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Control;
import verdigris.facts.InstanceFacts.Directory;
import verdigris.facts.InstanceFacts.Files;
import verdigris.facts.InstanceFacts.Paths;

/** One instance of {@link FactsJson}. */
final class InstanceJson {
  private InstanceJson() {}

  static JsonNode of(InstanceFacts instance) {
    ObjectNode node =
        FactsNode.object()
            .put("major", instance.major())
            .put("name", instance.name())
            .put("layout", word(instance.layout()))
            .put("port", instance.port());
    node.set("unit", FactsNode.text(instance.unit()));
    node.put("boot", word(instance.boot()));
    node.set("paths", paths(instance.paths()));
    node.set("directory", FactsNode.reading(instance.directory(), InstanceJson::directory));
    node.set(
        "control",
        FactsNode.reading(instance.control(), c -> FactsNode.optional(c, InstanceJson::control)));
    node.set("files", FactsNode.reading(instance.files(), InstanceJson::files));
    node.set(
        "server", FactsNode.reading(instance.server(), s -> FactsNode.optional(s, ServerJson::of)));
    return node;
  }

  /** {@code RECOVERY_CONF} as {@code recovery-conf}. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static JsonNode paths(Paths paths) {
    ObjectNode node =
        FactsNode.object()
            .put("data", paths.data())
            .put("config", paths.config())
            .put("hba", paths.hba())
            .put("ident", paths.ident())
            .put("socket_directory", paths.socketDirectory());
    node.set("log", FactsNode.text(paths.log()));
    node.put("wal", paths.wal());
    node.set("tablespaces", FactsNode.texts(paths.tablespaces()));
    return node;
  }

  private static JsonNode directory(Directory directory) {
    ObjectNode node =
        FactsNode.object()
            .put("exists", directory.exists())
            .put("empty", directory.empty())
            .put("owner", directory.owner())
            .put("mode", directory.mode())
            .put("pg_version", directory.pgVersion())
            .put("has_control", directory.hasControl())
            .put("has_old_control", directory.hasOldControl())
            .put("marker", word(directory.marker()));
    node.set("own_marker", FactsNode.text(directory.ownMarker()));
    node.put("backup_label", directory.backupLabel())
        .put("upgrade_output", directory.upgradeOutput());
    directory.slots().ifPresent(names -> names.forEach(node.putArray("slots")::add));
    return node.put("live_pid", directory.livePid()).put("size_bytes", directory.sizeBytes());
  }

  private static JsonNode control(Control control) {
    return FactsNode.object()
        .put("system_id", control.systemId().toString())
        .put("state", control.state())
        .put("checkpoint", control.checkpoint().toString())
        .put("timeline", control.timeline())
        .put("min_recovery_end", control.minRecoveryEnd().toString())
        .put("checksums", control.checksums())
        .put("wal_log_hints", control.hintsLogged())
        .put("full_page_writes", control.fullPages())
        .put("wal_segment_bytes", control.walSegmentBytes());
  }

  private static JsonNode files(Files files) {
    return FactsNode.object()
        .put("config", files.config())
        .put("included", files.included())
        .put("auto", files.auto())
        .put("hba", files.hba())
        .put("recovery", files.recovery())
        .put("passfile", files.passfileDigest().isPresent());
  }
}
