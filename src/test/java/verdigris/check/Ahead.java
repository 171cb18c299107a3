package verdigris.check;

import java.util.List;
import java.util.Optional;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Lsn;

/** A primary that has written more. */
final class Ahead {
  private Ahead() {}

  static ServerFacts by(ServerFacts s, Lsn current, long bytes) {
    return new ServerFacts(
        s.version(),
        s.systemId(),
        s.timeline(),
        s.inRecovery(),
        new ServerFacts.Wal(
            Optional.of(new Lsn(current.value() + bytes)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            false,
            -1),
        s.settings(),
        s.fileErrors(),
        s.hba(),
        s.roles(),
        s.databases(),
        s.senders(),
        s.receiver(),
        s.slots(),
        s.preparedTransactions(),
        s.longTransactions(),
        s.clients(),
        s.startedSecondsAgo());
  }
}
