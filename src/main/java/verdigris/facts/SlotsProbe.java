package verdigris.facts;

import java.util.List;

/** Replication slots and the WAL that each keeps. */
final class SlotsProbe implements SqlProbe<List<ServerFacts.Slot>> {

  @Override
  public String name() {
    return "slots";
  }

  @Override
  public String query(int major) {
    return """
        SELECT slot_name, slot_type, database, active, active_pid, restart_lsn,
          pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery()
            THEN COALESCE(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
            ELSE pg_current_wal_lsn() END, restart_lsn)::bigint,
          STATUS
        FROM pg_replication_slots ORDER BY slot_name::text COLLATE "C\""""
        .replace("STATUS", major >= 13 ? "wal_status" : "NULL::text");
  }

  @Override
  public List<ServerFacts.Slot> read(SqlResult result) {
    return result.rows(8).stream()
        .map(
            row ->
                new ServerFacts.Slot(
                    row.text(0),
                    row.text(1),
                    row.text(2),
                    row.isTrue(3),
                    row.integer(4),
                    row.lsn(5),
                    Math.max(0, row.number(6)),
                    row.text(7)))
        .toList();
  }
}
