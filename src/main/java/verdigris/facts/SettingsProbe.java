package verdigris.facts;

import java.util.List;

/**
 * Every setting that is not at its built-in default, and those that decisions always need.
 *
 * <p>A session sees what its own connection, role or database sets, not what the server is
 * configured with; for such settings the configuration file's value is taken from pg_file_settings.
 */
final class SettingsProbe implements SqlProbe<List<ServerFacts.Setting>> {
  private static final List<String> ALWAYS =
      List.of(
          "archive_command",
          "archive_mode",
          "autovacuum_max_workers",
          "block_size",
          "data_checksums",
          "default_transaction_read_only",
          "fsync",
          "full_page_writes",
          "hot_standby",
          "hot_standby_feedback",
          "listen_addresses",
          "max_connections",
          "max_locks_per_transaction",
          "max_prepared_transactions",
          "max_replication_slots",
          "max_slot_wal_keep_size",
          "max_wal_senders",
          "max_worker_processes",
          "password_encryption",
          "port",
          "primary_conninfo",
          "primary_slot_name",
          "recovery_target_timeline",
          "server_encoding",
          "shared_buffers",
          "shared_preload_libraries",
          "synchronous_commit",
          "synchronous_standby_names",
          "wal_keep_segments",
          "wal_keep_size",
          "wal_level",
          "wal_log_hints",
          "wal_segment_size",
          "wal_sender_timeout");

  private final boolean superuser;

  /**
   * @param superuser whether pg_file_settings may be read
   */
  SettingsProbe(boolean superuser) {
    this.superuser = superuser;
  }

  @Override
  public String name() {
    return "settings";
  }

  @Override
  public String query(int major) {
    String own = "s.source IN ('client', 'session', 'user', 'database', 'database user')";
    String always = "'" + String.join("', '", ALWAYS) + "'";
    String files =
        superuser
            ? "SELECT name, setting, sourcefile, sourceline FROM pg_file_settings WHERE applied"
            : "SELECT NULL::text AS name, NULL::text AS setting, NULL::text AS sourcefile,"
                + " NULL::int AS sourceline WHERE false";
    return """
        SELECT s.name,
          CASE WHEN OWN THEN f.setting ELSE current_setting(s.name) END,
          CASE WHEN OWN THEN f.setting ELSE s.setting END,
          s.unit, s.context,
          CASE WHEN OWN THEN 'configuration file' ELSE s.source END,
          CASE WHEN OWN THEN f.sourcefile ELSE s.sourcefile END,
          CASE WHEN OWN THEN f.sourceline ELSE s.sourceline END,
          s.boot_val, s.pending_restart
        FROM pg_settings s LEFT JOIN (FILES) f ON lower(f.name) = lower(s.name)
        WHERE (OWN AND f.name IS NOT NULL)
          OR (NOT OWN AND s.name NOT LIKE 'transaction~_%' ESCAPE '~'
            AND (s.source <> 'default' OR s.pending_restart OR s.name IN (ALWAYS)))
        ORDER BY s.name::text COLLATE "C\""""
        .replace("OWN", own)
        .replace("FILES", files)
        .replace("ALWAYS", always);
  }

  @Override
  public List<ServerFacts.Setting> read(SqlResult result) {
    return result.rows(10).stream()
        .map(
            row ->
                new ServerFacts.Setting(
                    row.text(0),
                    Passwords.hidden(row.text(1)),
                    Passwords.hidden(row.text(2)),
                    row.text(3),
                    row.text(4),
                    row.text(5),
                    row.text(6),
                    row.integer(7),
                    row.text(8),
                    row.isTrue(9)))
        .toList();
  }
}
