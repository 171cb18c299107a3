package verdigris.check;

import java.util.List;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;

/** Transactions that outlive what clients are told. */
final class Transactions {
  private static final List<Guard> CUTOVER = List.of(Guard.SWITCHOVER, Guard.UPGRADE);

  static final Check PREPARED =
      new Check(
          "prepared-transactions",
          "There is no prepared transaction",
          Severity.BLOCKS,
          CUTOVER,
          "A prepared transaction holds its locks without a session that could be ended, and pg_upgrade"
              + " refuses it (\"The source cluster contains prepared transactions\").",
          Transactions::prepared);

  static final Check LONG =
      new Check(
          "long-transactions",
          "No client transaction is older than a minute",
          Severity.WARNS,
          CUTOVER,
          "PgBouncer's PAUSE waits for the end of each transaction; what is still open at the deadline is"
              + " ended by force and rolled back.",
          Transactions::old);

  private Transactions() {}

  private static List<Result> prepared(Subject subject) {
    var findings = new Findings();
    findings
        .known(subject.atSource(), subject.server(subject.source()))
        .ifPresent(
            server ->
                server
                    .preparedTransactions()
                    .forEach(
                        t ->
                            findings.found(
                                subject.atSource().database(t.database()).object(t.gid()),
                                "The transaction was prepared %d s ago by %s."
                                    .formatted(t.ageSeconds(), t.owner()),
                                "End it, in that database:\n  COMMIT PREPARED '%1$s';  -- or ROLLBACK PREPARED '%1$s'"
                                    .formatted(t.gid().replace("'", "''")))));
    return findings.all();
  }

  private static List<Result> old(Subject subject) {
    var findings = new Findings();
    findings
        .known(subject.atSource(), subject.server(subject.source()))
        .ifPresent(
            server ->
                server
                    .longTransactions()
                    .forEach(
                        t ->
                            findings.found(
                                subject.atSource().database(t.database()).object("pid " + t.pid()),
                                "%s (%s) has had a transaction open for %d s, now %s."
                                    .formatted(
                                        t.user(), t.applicationName(), t.ageSeconds(), t.state()),
                                "Let it end, or end it:\n  SELECT pg_terminate_backend(%d);"
                                    .formatted(t.pid()))));
    return findings.all();
  }
}
