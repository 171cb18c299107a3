package verdigris.world;

/**
 * Where the client path leads, and whether clients are let in.
 *
 * @param host inventory name of the host whose primary clients are sent to; empty: somewhere that
 *     the topology does not know
 * @param letIn whether they are let through: no pooler of the path is paused
 */
public record Clients(String host, boolean letIn) {
  @Override
  public String toString() {
    String where = host.isEmpty() ? "somewhere else" : host;
    return "clients are sent to " + where + (letIn ? "" : " and held back");
  }
}
