package verdigris.facts;

import java.util.Optional;

/** What this server receives; nothing on a primary, and on a standby that cannot connect. */
final class ReceiverProbe implements SqlProbe<Optional<ServerFacts.Receiver>> {

  @Override
  public String name() {
    return "receiver";
  }

  @Override
  public String query(int major) {
    return """
        SELECT status, received_tli, FLUSHED, slot_name, sender_host, sender_port,
          extract(epoch FROM clock_timestamp() - last_msg_receipt_time)::numeric(20, 3)
        FROM pg_stat_wal_receiver"""
        // Renamed in 13 (release notes of 13).
        .replace("FLUSHED", major >= 13 ? "flushed_lsn" : "received_lsn");
  }

  @Override
  public Optional<ServerFacts.Receiver> read(SqlResult result) {
    return result.rows(7).stream()
        .findFirst()
        .map(
            row ->
                new ServerFacts.Receiver(
                    row.text(0),
                    row.integer(1),
                    row.lsn(2),
                    row.text(3),
                    row.text(4),
                    row.integer(5),
                    row.seconds(6)));
  }
}
