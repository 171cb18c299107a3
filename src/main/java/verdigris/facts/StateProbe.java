package verdigris.facts;

import java.util.List;
import verdigris.postgres.Lsn;
import verdigris.postgres.SystemId;
import verdigris.postgres.Version;

/**
 * Who the server is and where it stands in the WAL.
 *
 * <p>The timeline of a primary is that of the file it writes to: after a promotion {@code
 * pg_control_checkpoint()} shows the old one until the next checkpoint ends.
 */
final class StateProbe implements SqlProbe<StateProbe.State> {

  /** The parts of {@link ServerFacts} that have one row. */
  record State(
      Version version,
      SystemId systemId,
      int timeline,
      boolean inRecovery,
      ServerFacts.Wal wal,
      int clients,
      long startedSecondsAgo) {}

  /** Where the first file in pg_wal begins, by its name; pg_ls_waldir() is not for everybody. */
  private static final String OLDEST =
      """
      (SELECT to_hex(('x' || substr(name, 9, 8))::bit(32)::bigint) || '/' || to_hex(
          ('x' || substr(name, 17))::bit(32)::bigint * pg_size_bytes(current_setting('wal_segment_size')))
        FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' ORDER BY substr(name, 9) LIMIT 1)""";

  /** A standby that crossed to a new timeline shows that at first only by the files it writes. */
  private static final String NEWEST =
      """
      (SELECT max(('x' || substr(name, 1, 8))::bit(32)::int) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$')""";

  /** How a primary came to its timeline: a file that is not there on the first one. */
  private static final String HISTORY =
      """
      CASE WHEN NOT recovering THEN pg_read_file(
        'pg_wal/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '.history', 0, 1000000, true) END""";

  private final boolean superuser;

  /**
   * @param superuser whether pg_ls_waldir() may be called
   */
  StateProbe(boolean superuser) {
    this.superuser = superuser;
  }

  @Override
  public String name() {
    return "state";
  }

  @Override
  public String query(int major) {
    return """
        WITH here AS (SELECT pg_is_in_recovery() AS recovering)
        SELECT current_setting('server_version_num'),
          (SELECT system_identifier FROM pg_control_system()),
          CASE WHEN recovering THEN COALESCE((SELECT received_tli FROM pg_stat_get_wal_receiver()),
              greatest((SELECT timeline_id FROM pg_control_checkpoint()), NEWEST))
            ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END,
          recovering,
          CASE WHEN NOT recovering THEN pg_current_wal_lsn() END,
          CASE WHEN recovering THEN pg_last_wal_receive_lsn() END,
          CASE WHEN recovering THEN pg_last_wal_replay_lsn() END,
          CASE WHEN recovering THEN pg_is_wal_replay_paused() ELSE false END,
          CASE WHEN recovering
            THEN extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::numeric(20, 3) END,
          (SELECT count(*) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()),
          extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::bigint,
          OLDEST,
          HISTORY
        FROM here"""
        .replace("OLDEST", superuser ? OLDEST : "NULL")
        .replace("NEWEST", superuser ? NEWEST : "NULL")
        .replace("HISTORY", superuser ? HISTORY : "NULL");
  }

  /** Lines of a timeline history file: timeline, where it was left, why. */
  private static List<ServerFacts.Fork> forks(String history) {
    return history
        .lines()
        .map(String::strip)
        .filter(l -> !l.isEmpty() && !l.startsWith("#"))
        .map(l -> l.split("\\s+", 3))
        .filter(f -> f.length > 1 && f[0].matches("\\d{1,9}"))
        .flatMap(
            f ->
                Lsn.parse(f[1])
                    .map(end -> new ServerFacts.Fork(Integer.parseInt(f[0]), end))
                    .stream())
        .toList();
  }

  @Override
  public State read(SqlResult result) {
    SqlResult.Row row = result.only(13);
    return new State(
        Version.ofNumber(row.integer(0)),
        // The function returns a signed number; pg_controldata prints the same bits unsigned.
        new SystemId(Long.toUnsignedString(Long.parseLong(row.text(1)))),
        row.integer(2),
        row.isTrue(3),
        new ServerFacts.Wal(
            row.lsn(4),
            row.lsn(5),
            row.lsn(6),
            row.lsn(11),
            forks(row.text(12)),
            row.isTrue(7),
            row.seconds(8)),
        row.integer(9),
        row.number(10));
  }
}
