package verdigris.facts;

import java.util.List;

/** Prepared transactions: they survive a restart and stop an upgrade. */
final class PreparedProbe implements SqlProbe<List<ServerFacts.PreparedTransaction>> {

  @Override
  public String name() {
    return "prepared";
  }

  @Override
  public String query(int major) {
    return """
        SELECT gid, database, owner, extract(epoch FROM clock_timestamp() - prepared)::bigint
        FROM pg_prepared_xacts ORDER BY gid::text COLLATE "C\"""";
  }

  @Override
  public List<ServerFacts.PreparedTransaction> read(SqlResult result) {
    return result.rows(4).stream()
        .map(
            row ->
                new ServerFacts.PreparedTransaction(
                    row.text(0), row.text(1), row.text(2), row.number(3)))
        .toList();
  }
}
