package verdigris.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import verdigris.host.HostLock;
import verdigris.host.LockOwner;

/**
 * The locks of all hosts of a run, taken in inventory order so that two runs cannot each have half
 * of them.
 */
public final class Locks implements AutoCloseable {
  private final List<HostLock> held;

  private Locks(List<HostLock> held) {
    this.held = held;
  }

  /**
   * Takes every lock, or none. All hosts are connected first, so that whatever keeps us from any of
   * them is said at once.
   *
   * @throws verdigris.problem.ProblemException LOCK_HELD with the owner of the first one that is
   *     held
   */
  public static Locks take(Connections connections, String run) {
    var owner = new LockOwner(user(), machine(), ProcessHandle.current().pid(), Instant.now(), run);
    var locks = new Locks(new ArrayList<>());
    connections.openAll();
    boolean all = false;
    try {
      for (String host : connections.names()) {
        locks.held.add(HostLock.take(connections.host(host), owner));
      }
      all = true;
      return locks;
    } finally {
      if (!all) {
        locks.close();
      }
    }
  }

  /**
   * Does nothing while every lock is held; an engine that lost the lock of any host acts on no
   * host.
   *
   * @throws verdigris.problem.ProblemException LOCK_HELD when one was lost
   */
  public void check() {
    held.forEach(HostLock::check);
  }

  /** User and machine, for the journal. */
  public static String person() {
    return user() + "@" + machine();
  }

  private static String user() {
    return System.getProperty("user.name", "unknown");
  }

  private static String machine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  @Override
  public void close() {
    held.reversed().forEach(HostLock::close);
  }
}
