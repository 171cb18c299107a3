package verdigris.resource;

/** What a running server needs before a change is effective; ordered. */
public enum Activation {
  /** Nothing: nothing changed, or no server runs. */
  NONE,
  /** {@code pg_reload_conf()}. */
  RELOAD,
  /** A restart: an outage when clients are served. */
  RESTART;

  /** The stronger of two. */
  public Activation and(Activation other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
