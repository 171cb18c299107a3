package verdigris.facts;

import java.util.List;

/** Who streams from this server. An empty answer means that nobody does, not that nobody lags. */
final class SendersProbe implements SqlProbe<List<ServerFacts.Sender>> {

  @Override
  public String name() {
    return "senders";
  }

  @Override
  public String query(int major) {
    return """
        SELECT pid, usename, application_name, host(client_addr), state, sync_state,
          sent_lsn, flush_lsn, replay_lsn
        FROM pg_stat_replication ORDER BY application_name::text COLLATE "C", pid""";
  }

  @Override
  public List<ServerFacts.Sender> read(SqlResult result) {
    return result.rows(9).stream()
        .map(
            row ->
                new ServerFacts.Sender(
                    row.integer(0),
                    row.text(1),
                    row.text(2),
                    row.text(3),
                    row.text(4),
                    row.text(5),
                    row.lsn(6),
                    row.lsn(7),
                    row.lsn(8)))
        .toList();
  }
}
