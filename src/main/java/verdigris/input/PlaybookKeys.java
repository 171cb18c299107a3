package verdigris.input;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import verdigris.world.Declaration;
import verdigris.world.Declaration.Backup;
import verdigris.world.Declaration.Clients;
import verdigris.world.Declaration.Limits;
import verdigris.world.Declaration.Primary;
import verdigris.world.Declaration.Replication;
import verdigris.world.Declaration.Rollback;
import verdigris.world.Declaration.Source;
import verdigris.world.Declaration.Standby;
import verdigris.world.Declaration.Upgrade;
import verdigris.world.Declaration.Waiver;

/**
 * Every key of a playbook: its form, default, example and meaning. Reading, JSON Schema and
 * reference are made from this table.
 */
final class PlaybookKeys {
  static final Key<String> TOPOLOGY =
      Key.required(
          "topology",
          Forms.text(Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}"), "a name such as orders"),
          "orders",
          "The name of the database service; plans are kept under it.");
  static final Key<String> HOSTS =
      Key.required(
          "hosts",
          Forms.text(Pattern.compile("[^\\s{}]+"), "a group of the inventory such as orders"),
          "orders",
          "The inventory group of its database hosts.");
  static final Key<Source> SOURCE =
      Key.required(
          "source",
          InstanceKeys.SOURCE,
          "{ host: blue, instance: { name: main, port: 5432 } }",
          "What exists today, or the word new for a fresh topology. An existing source must be"
              + " found, or nothing is done.");
  static final Key<Primary> PRIMARY =
      Key.required(
          "primary",
          InstanceKeys.PRIMARY,
          "{ host: green, version: \"15\" }",
          "The instance that is to be primary.");
  static final Key<List<Standby>> STANDBYS =
      Key.withDefault(
          "standbys",
          InstanceKeys.STANDBYS,
          "[]",
          "[{ host: blue, follows: green, version: \"15\" }]",
          "The instances that are to follow; a standby may follow another standby.");
  private static final Key<Upgrade> UPGRADE =
      Key.withDefault(
          "upgrade",
          PolicyKeys.UPGRADE,
          "{}",
          "{ method: pg_upgrade, transfer: link, jobs: 4 }",
          "How a major upgrade is done, when one is needed.");
  static final Key<Optional<Clients>> CLIENTS =
      Key.optional(
          "clients",
          ServiceKeys.CLIENTS,
          "{ via: pgbouncer, on: [proxy], databases: [orders] }",
          "How clients get to the primary. Without it clients are only fenced and let in at the"
              + " instances themselves.");
  static final Key<Replication> REPLICATION =
      Key.withDefault(
          "replication",
          ServiceKeys.REPLICATION,
          "{}",
          "{ user: replicator, password: { vault: replicator }, sslmode: require }",
          "Streaming replication between the instances.");
  static final Key<SequencedMap<String, String>> SETTINGS =
      Key.withDefault(
          "settings",
          new MapOf<>(
              Pattern.compile("[a-z_][a-z0-9_$]*(?:\\.[a-z_][a-z0-9_$]*)?"),
              "a setting's name in lower case such as shared_buffers",
              Forms.asWritten("a single value such as 4GB")),
          "{}",
          "{ shared_buffers: 4GB, wal_keep_size: 8GB }",
          "Server settings of the target instances, by the names of any major version from 11 on;"
              + " each instance gets what its own version calls them. Values are kept as written. What the"
              + " declared major version would refuse is a mistake.");
  static final Key<List<String>> HBA =
      Key.withDefault(
          "hba",
          new ListOf<>(
              Forms.text(
                  Pattern.compile("[^\\r\\n]*\\S[^\\r\\n]*"),
                  "a line of pg_hba.conf such as \"host orders app 10.20.0.0/16 scram-sha-256\"")),
          "[]",
          "[\"host orders app 10.20.0.0/16 scram-sha-256\"]",
          "Lines of pg_hba.conf; the first that matches wins. What the declared major version would"
              + " refuse is a mistake.");
  static final Key<Limits> LIMITS =
      Key.withDefault(
          "limits",
          PolicyKeys.LIMITS,
          "{}",
          "{ outage: 60s, lag_before_switchover: 1MB, lag_alert: 100MB, slot_wal: 20% }",
          "What may be used up.");
  private static final Key<Rollback> ROLLBACK =
      Key.withDefault(
          "rollback", PolicyKeys.ROLLBACK, "{}", "{ keep_old: 72h, sync: none }", "The way back.");
  static final Key<List<Waiver>> ACCEPT =
      Key.withDefault(
          "accept",
          PolicyKeys.ACCEPT,
          "[]",
          "[{ check: unlogged-tables, reason: \"cache, rebuilt\", until: 2026-12-31 }]",
          "Checks that are waived, each with a reason and an end.");
  private static final Key<Optional<Backup>> BACKUP =
      Key.optional(
          "backup",
          ServiceKeys.BACKUP,
          "{ verify: \"./backup-is-fresh.sh {{host}}\" }",
          "Commands that prove a backup, and take one.");

  /** A playbook. */
  static final List<Key<?>> ALL =
      List.of(
          TOPOLOGY,
          HOSTS,
          SOURCE,
          PRIMARY,
          STANDBYS,
          UPGRADE,
          CLIENTS,
          REPLICATION,
          SETTINGS,
          HBA,
          LIMITS,
          ROLLBACK,
          ACCEPT,
          BACKUP);

  private PlaybookKeys() {}

  /**
   * What a playbook without a problem declares.
   *
   * @param hosts of its group
   */
  static Section<Declaration> playbook(List<String> hosts) {
    return new Section<>(
        ALL,
        v ->
            new Declaration(
                v.get(TOPOLOGY),
                hosts,
                v.get(SOURCE),
                v.get(PRIMARY),
                v.get(STANDBYS),
                v.get(UPGRADE),
                v.get(CLIENTS),
                v.get(REPLICATION),
                v.get(SETTINGS),
                v.get(HBA),
                v.get(LIMITS),
                v.get(ROLLBACK),
                v.get(ACCEPT),
                v.get(BACKUP)));
  }
}
