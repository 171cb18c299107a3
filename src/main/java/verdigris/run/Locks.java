package verdigris.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import verdigris.host.HostLock;
import verdigris.host.LockOwner;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * The locks of all hosts of a run, taken in inventory order so that two runs cannot each have half
 * of them.
 */
public final class Locks implements AutoCloseable {
  /** The lock of a connection that broke is free by then. */
  private static final Duration PATIENCE = HostLock.LEASE.plusSeconds(5);

  private final Connections connections;
  private final LockOwner owner;
  private final SequencedMap<String, HostLock> held = new LinkedHashMap<>();

  private Locks(Connections connections, LockOwner owner) {
    this.connections = connections;
    this.owner = owner;
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
    var locks = new Locks(connections, owner);
    connections.openAll();
    boolean all = false;
    try {
      for (String host : connections.names()) {
        locks.held.put(host, HostLock.take(connections.host(host), owner));
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
   * host, except on its way out of an outage.
   *
   * @throws verdigris.problem.ProblemException LOCK_HELD when one was lost
   */
  public void check() {
    held.values().forEach(HostLock::check);
  }

  /**
   * Does nothing while the lock of one host is held: for the way out of an outage, in which another
   * host may be gone.
   *
   * @throws verdigris.problem.ProblemException LOCK_HELD when it was lost
   */
  public void check(String host) {
    HostLock lock = held.get(host);
    if (lock == null) {
      throw new IllegalArgumentException("no lock of " + host + " was taken");
    }
    lock.check();
  }

  /**
   * Connects anew to hosts whose connection broke and takes their locks again. Nothing was done
   * there meanwhile by us, so whoever uses this looks at the hosts again before acting.
   *
   * @return why some host is not ours now, in inventory order: it cannot be reached, or another run
   *     has its lock
   */
  public List<Problem> renew() {
    List<Problem> problems = new ArrayList<>(connections.reopenBroken());
    held.forEach(
        (host, lock) -> {
          if (problems.stream().noneMatch(p -> isOn(p, host)) && !lock.stillHeld()) {
            retake(host, lock, problems);
          }
        });
    return List.copyOf(problems);
  }

  /** Whether one of these problems is a lock that somebody has. */
  public static boolean isHeld(List<Problem> problems) {
    return problems.stream().anyMatch(p -> p.kind() == Kind.LOCK_HELD);
  }

  /** Whether it is this run's own lock of before, which ends by itself; unknown counts as such. */
  private boolean isOurs(String host) {
    try {
      return HostLock.owner(connections.host(host))
          .map(o -> o.run().equals(owner.run()))
          .orElse(true);
    } catch (ProblemException _) {
      return true;
    }
  }

  private static boolean isOn(Problem problem, String host) {
    return problem.where().equals(new Where.OnHost(host));
  }

  private void retake(String host, HostLock lost, List<Problem> problems) {
    lost.close();
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        held.replace(host, HostLock.take(connections.host(host), owner));
        return;
      } catch (ProblemException e) {
        boolean ours = isHeld(e.problems()) && isOurs(host);
        if (!ours || Instant.now().isAfter(end)) {
          problems.addAll(e.problems());
          return;
        }
        HostInterpreter.pause();
      }
    }
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
    held.sequencedValues().reversed().forEach(HostLock::close);
  }
}
