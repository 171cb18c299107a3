package verdigris.step;

/** Whether a server runs in a data directory, as a host can tell in shell, asked as postgres. */
final class LiveServer {
  /**
   * Defines {@code runs DIRECTORY}. A server works in its data directory; postmaster.pid alone says
   * nothing, since it outlives a crash and its number may be another process's since a reboot.
   */
  static final String RUNS =
      "runs() { [ -s \"$1/postmaster.pid\" ] && read -r pid <\"$1/postmaster.pid\""
          + " && [ \"$(readlink \"/proc/$pid/cwd\")\" = \"$(readlink -f \"$1\")\" ]; }; ";

  private LiveServer() {}
}
