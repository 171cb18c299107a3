package verdigris.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.Contents;
import verdigris.facts.ServerFacts.Database;
import verdigris.facts.ServerFacts.HbaRule;
import verdigris.facts.ServerFacts.Receiver;
import verdigris.facts.ServerFacts.Sender;
import verdigris.facts.ServerFacts.Setting;
import verdigris.facts.ServerFacts.Slot;
import verdigris.facts.ServerFacts.Wal;

/** One running server of {@link FactsJson}. */
final class ServerJson {
  private ServerJson() {}

  static JsonNode of(ServerFacts server) {
    ObjectNode node =
        FactsNode.object()
            .put("version", server.version().toString())
            .put("system_id", server.systemId().toString())
            .put("timeline", server.timeline())
            .put("in_recovery", server.inRecovery());
    node.set("wal", wal(server.wal()));
    node.set("settings", FactsNode.array(server.settings(), ServerJson::setting));
    node.set(
        "file_errors",
        FactsNode.array(
            server.fileErrors(),
            e ->
                FactsNode.object()
                    .put("file", e.file())
                    .put("line", e.line())
                    .put("name", e.name())
                    .put("error", e.error())));
    node.set("hba", FactsNode.array(server.hba(), ServerJson::hba));
    node.set(
        "roles",
        FactsNode.reading(
            server.roles(),
            roles ->
                FactsNode.array(
                    roles,
                    r ->
                        FactsNode.object()
                            .put("name", r.name())
                            .put("login", r.login())
                            .put("replication", r.replication())
                            .put("superuser", r.superuser())
                            .put("password", InstanceJson.word(r.password())))));
    node.set("databases", FactsNode.array(server.databases(), ServerJson::database));
    node.set("senders", FactsNode.array(server.senders(), ServerJson::sender));
    node.set("receiver", FactsNode.optional(server.receiver(), ServerJson::receiver));
    node.set("slots", FactsNode.array(server.slots(), ServerJson::slot));
    node.set(
        "prepared_transactions",
        FactsNode.array(
            server.preparedTransactions(),
            t ->
                FactsNode.object()
                    .put("gid", t.gid())
                    .put("database", t.database())
                    .put("owner", t.owner())
                    .put("age_seconds", t.ageSeconds())));
    node.set(
        "long_transactions",
        FactsNode.array(
            server.longTransactions(),
            t ->
                FactsNode.object()
                    .put("pid", t.pid())
                    .put("database", t.database())
                    .put("user", t.user())
                    .put("application_name", t.applicationName())
                    .put("state", t.state())
                    .put("age_seconds", t.ageSeconds())));
    return node.put("clients", server.clients())
        .put("started_seconds_ago", server.startedSecondsAgo());
  }

  private static JsonNode wal(Wal wal) {
    ObjectNode node = FactsNode.object();
    node.set("current", FactsNode.text(wal.current()));
    node.set("received", FactsNode.text(wal.received()));
    node.set("replayed", FactsNode.text(wal.replayed()));
    node.set("oldest_kept", FactsNode.text(wal.oldestKept()));
    node.set(
        "forks",
        FactsNode.array(
            wal.forks(),
            f -> FactsNode.object().put("timeline", f.timeline()).put("end", f.end().toString())));
    return node.put("replay_paused", wal.replayPaused())
        .put("replay_age_seconds", wal.replayAgeSeconds());
  }

  private static JsonNode setting(Setting setting) {
    return FactsNode.object()
        .put("name", setting.name())
        .put("value", setting.value())
        .put("raw_value", setting.rawValue())
        .put("unit", setting.unit())
        .put("context", setting.context())
        .put("source", setting.source())
        .put("source_file", setting.sourceFile())
        .put("source_line", setting.sourceLine())
        .put("boot_value", setting.bootValue())
        .put("pending_restart", setting.pendingRestart());
  }

  private static JsonNode hba(HbaRule rule) {
    ObjectNode node = FactsNode.object().put("line", rule.line()).put("type", rule.type());
    node.set("databases", FactsNode.texts(rule.databases()));
    node.set("users", FactsNode.texts(rule.users()));
    node.put("address", rule.address()).put("method", rule.method());
    node.set("options", FactsNode.texts(rule.options()));
    return node.put("error", rule.error());
  }

  private static JsonNode database(Database database) {
    ObjectNode node =
        FactsNode.object()
            .put("name", database.name())
            .put("size_bytes", database.sizeBytes())
            .put("encoding", database.encoding())
            .put("collate", database.collate())
            .put("ctype", database.ctype())
            .put("collation_version", database.collationVersion())
            .put("allows_connections", database.allowsConnections())
            .put("template", database.template());
    node.set("contents", FactsNode.reading(database.contents(), ServerJson::contents));
    return node;
  }

  private static JsonNode contents(Contents contents) {
    ObjectNode node = FactsNode.object();
    node.set(
        "extensions",
        FactsNode.array(
            contents.extensions(),
            e ->
                FactsNode.object()
                    .put("name", e.name())
                    .put("version", e.version())
                    .put("schema", e.schema())));
    node.set("unlogged_tables", FactsNode.texts(contents.unloggedTables()));
    return node;
  }

  private static JsonNode sender(Sender sender) {
    ObjectNode node =
        FactsNode.object()
            .put("pid", sender.pid())
            .put("user", sender.user())
            .put("application_name", sender.applicationName())
            .put("client_address", sender.clientAddress())
            .put("state", sender.state())
            .put("sync_state", sender.syncState());
    node.set("sent", FactsNode.text(sender.sent()));
    node.set("flushed", FactsNode.text(sender.flushed()));
    node.set("replayed", FactsNode.text(sender.replayed()));
    return node;
  }

  private static JsonNode receiver(Receiver receiver) {
    ObjectNode node =
        FactsNode.object().put("status", receiver.status()).put("timeline", receiver.timeline());
    node.set("flushed", FactsNode.text(receiver.flushed()));
    return node.put("slot_name", receiver.slotName())
        .put("sender_host", receiver.senderHost())
        .put("sender_port", receiver.senderPort())
        .put("last_message_age_seconds", receiver.lastMessageAgeSeconds());
  }

  private static JsonNode slot(Slot slot) {
    ObjectNode node =
        FactsNode.object()
            .put("name", slot.name())
            .put("type", slot.type())
            .put("database", slot.database())
            .put("active", slot.active())
            .put("active_pid", slot.activePid());
    node.set("restart", FactsNode.text(slot.restart()));
    return node.put("retained_bytes", slot.retainedBytes()).put("wal_status", slot.walStatus());
  }
}
