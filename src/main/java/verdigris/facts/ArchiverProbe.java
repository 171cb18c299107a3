package verdigris.facts;

import verdigris.facts.Survey.Archiver;

/** Whether archive_command worked the last time (manual, "pg_stat_archiver"). */
final class ArchiverProbe implements SqlProbe<Archiver> {

  @Override
  public String name() {
    return "archiver";
  }

  @Override
  public String query(int major) {
    return """
        SELECT last_failed_time IS NOT NULL AND last_failed_time > coalesce(last_archived_time, '-infinity'),
          last_failed_wal
        FROM pg_stat_archiver""";
  }

  @Override
  public Archiver read(SqlResult result) {
    SqlResult.Row row = result.only(2);
    return new Archiver(row.isTrue(0), row.text(1));
  }
}
