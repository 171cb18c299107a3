package verdigris.check;

import java.util.List;
import java.util.Locale;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.check.Subject.Pooler;
import verdigris.facts.PgBouncerFacts.Pool;

/** Whether PgBouncer can hold clients for as long as a cutover may take. */
final class Poolers {
  private static final List<Guard> CUTOVER = List.of(Guard.SWITCHOVER, Guard.UPGRADE);

  static final Check WAIT =
      new Check(
          "query-wait-timeout",
          "PgBouncer lets clients wait longer than limits.outage",
          Severity.WARNS,
          CUTOVER,
          "A client that waits longer than query_wait_timeout is disconnected with an error, also while"
              + " the pool is paused on purpose (pgbouncer.ini; 0: never). The cutover goes back by itself"
              + " before that, so it has less time than limits.outage allows.",
          subject -> each(subject, Poolers::waits));

  static final Check RETRY =
      new Check(
          "server-login-retry",
          "PgBouncer tries a failed server again soon",
          Severity.WARNS,
          CUTOVER,
          "After a failed login PgBouncer does not try again for server_login_retry (default 15 s). A client"
              + " that comes at the wrong moment makes it try the new server too early, and all wait.",
          subject -> each(subject, Poolers::retries));

  static final Check MODE =
      new Check(
          "pool-mode",
          "No pool is in session mode",
          Severity.WARNS,
          CUTOVER,
          "In session mode PAUSE waits until each client disconnects by itself (pgbouncer manual, PAUSE)."
              + " Clients that never let go are cut off at the deadline.",
          subject -> each(subject, Poolers::modes));

  private Poolers() {}

  private interface Look {
    void at(Subject subject, Findings findings, Pooler pooler);
  }

  private static List<Result> each(Subject subject, Look look) {
    var findings = new Findings();
    subject.poolers(findings).forEach(p -> look.at(subject, findings, p));
    return findings.all();
  }

  private static void waits(Subject subject, Findings findings, Pooler pooler) {
    long outage = subject.declaration().limits().outageSeconds();
    double wait = pooler.seconds("query_wait_timeout");
    if (wait > 0 && wait <= outage) {
      findings.found(
          Place.host(pooler.host()).object("query_wait_timeout"),
          "query_wait_timeout is %s, limits.outage %d s.".formatted(seconds(wait), outage),
          "Raise it (three times the outage leaves room), on the admin console and in pgbouncer.ini:\n"
              + "  SET query_wait_timeout = %d;".formatted(3 * outage));
    }
  }

  private static void retries(Subject subject, Findings findings, Pooler pooler) {
    long outage = subject.declaration().limits().outageSeconds();
    double retry = pooler.seconds("server_login_retry");
    if (2 * retry > outage) {
      findings.found(
          Place.host(pooler.host()).object("server_login_retry"),
          "server_login_retry is %s, more than half of limits.outage (%d s)."
              .formatted(seconds(retry), outage),
          "Lower it, on the admin console and in pgbouncer.ini:\n  SET server_login_retry = 1;");
    }
  }

  private static void modes(Subject subject, Findings findings, Pooler pooler) {
    List<String> declared =
        subject.declaration().clients().map(c -> c.databases()).orElse(List.of());
    pooler.console().pools().stream()
        .filter(p -> p.mode().equals("session") && declared.contains(p.database()))
        .map(Pool::database)
        .distinct()
        .forEach(
            database ->
                findings.found(
                    Place.host(pooler.host()).database(database),
                    "The pool is in session mode.",
                    "Use transaction mode if the application allows it, in pgbouncer.ini:\n  pool_mode = transaction"));
  }

  private static String seconds(double value) {
    return value == Math.rint(value)
        ? "%d s".formatted((long) value)
        : String.format(Locale.ROOT, "%.1f s", value);
  }
}
