package verdigris.step;

import java.time.Duration;

/**
 * The longest that clients can be kept waiting.
 *
 * @param seconds how long
 * @param by whose limit it is
 */
public record OutageLimit(long seconds, By by) {

  /** Whose limit it is. */
  public enum By {
    /** limits.outage of the playbook. */
    PLAYBOOK,
    /** A pooler, which then gives waiting clients an error. */
    POOLER
  }

  /** The playbook's limit, or the shorter time for which the client path holds clients. */
  public static OutageLimit of(Briefing briefing) {
    long declared = briefing.declaration().limits().outageSeconds();
    return ClientPath.of(briefing)
        .holds()
        .map(Duration::toSeconds)
        .filter(held -> held < declared)
        .map(held -> new OutageLimit(held, By.POOLER))
        .orElse(new OutageLimit(declared, By.PLAYBOOK));
  }

  /** Who allows how much. */
  public String words() {
    return switch (by) {
      case PLAYBOOK -> "limits.outage allows %d s".formatted(seconds);
      case POOLER -> "the poolers let clients wait for %d s".formatted(seconds);
    };
  }

  /**
   * What makes room for an outage.
   *
   * @param outage in seconds
   */
  public String raised(int outage) {
    return switch (by) {
      case PLAYBOOK ->
          "Raise limits.outage in the playbook to what clients can wait, for example:\n  limits: { outage: %ds }\nWith PgBouncer its query_wait_timeout must be longer than that."
              .formatted(outage);
      case POOLER ->
          "Raise query_wait_timeout and client_login_timeout of every pooler (three times the outage leaves room), on the admin console and in pgbouncer.ini:\n  SET query_wait_timeout = %1$d; SET client_login_timeout = %1$d;"
              .formatted(3 * outage);
    };
  }
}
