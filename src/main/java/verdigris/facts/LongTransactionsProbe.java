package verdigris.facts;

import java.util.List;

/** Client transactions older than a minute, idle ones too: a pause waits for them. */
final class LongTransactionsProbe implements SqlProbe<List<ServerFacts.LongTransaction>> {

  @Override
  public String name() {
    return "long-transactions";
  }

  @Override
  public String query(int major) {
    return """
        SELECT pid, datname, usename, application_name, state,
          extract(epoch FROM clock_timestamp() - xact_start)::bigint
        FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
          AND xact_start < clock_timestamp() - interval '1 minute'
        ORDER BY xact_start, pid""";
  }

  @Override
  public List<ServerFacts.LongTransaction> read(SqlResult result) {
    return result.rows(6).stream()
        .map(
            row ->
                new ServerFacts.LongTransaction(
                    row.integer(0),
                    row.text(1),
                    row.text(2),
                    row.text(3),
                    row.text(4),
                    row.number(5)))
        .toList();
  }
}
