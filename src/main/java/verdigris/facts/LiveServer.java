package verdigris.facts;

/** Whether a server runs in a data directory, as a host can tell in shell, asked as postgres. */
public final class LiveServer {
  /**
   * Defines {@code runs DIRECTORY}, which leaves the server's process id in {@code $pid}. A server
   * works in its data directory; postmaster.pid alone says nothing, since it outlives a crash and
   * its number may be another process's since a reboot.
   */
  public static final String RUNS =
      "runs() { [ -s \"$1/postmaster.pid\" ] && read -r pid <\"$1/postmaster.pid\""
          + " && [ \"$(readlink \"/proc/$pid/cwd\")\" = \"$(readlink -f \"$1\")\" ]; }; ";

  private LiveServer() {}
}
