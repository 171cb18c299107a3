package verdigris.action;

/** The operating-system user that a command runs as. */
public enum RunAs {
  /** The user that logged in; no sudo. */
  LOGIN,
  /** {@code sudo -n}, or {@code ansible_become_user}'s root. */
  ROOT,
  /** The owner of the server, {@code sudo -n -u postgres}. */
  POSTGRES
}
