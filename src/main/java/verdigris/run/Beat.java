package verdigris.run;

import java.time.Instant;

/**
 * One transaction of the canary's.
 *
 * @param transaction its id, which pg_upgrade keeps (it copies pg_xact, and pg_resetwal sets the
 *     next id and the epoch); 0: it never got one
 * @param ended when its outcome was known here
 * @param outcome what the client was told
 */
public record Beat(long transaction, Instant ended, Outcome outcome) {
  /** What a client knows of its transaction. */
  public enum Outcome {
    /** The server said that it is committed. */
    ACKNOWLEDGED,
    /** It failed before COMMIT was sent. */
    FAILED,
    /** COMMIT was sent, and nobody answered. */
    UNKNOWN
  }
}
