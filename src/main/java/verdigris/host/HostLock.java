package verdigris.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import verdigris.action.RunAs;
import verdigris.host.LiveHost.Dialogue;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * The lock of one host, held through the run's own connection. It ends with the connection; when
 * that is cut, or the run is stopped, at the latest {@link LockHolder#LEASE} later. So a run that
 * was away must ask {@link #stillHeld} before it acts again.
 */
public final class HostLock implements AutoCloseable {
  /** After this time without its run a lock is free. */
  public static final Duration LEASE = LockHolder.LEASE;

  private static final Duration HEARTBEAT = Duration.ofSeconds(3);
  private static final int PATIENCE_MILLIS = 5_000;
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Where where;
  private final Dialogue holder;
  private final BufferedReader answers;
  private final ReentrantLock talking = new ReentrantLock();
  private final AtomicBoolean ended = new AtomicBoolean();
  private long asked;

  private HostLock(Where where, Dialogue holder, BufferedReader answers) {
    this.where = where;
    this.holder = holder;
    this.answers = answers;
  }

  /**
   * Takes the lock, or says at once who has it.
   *
   * @param owner shown to whoever comes later
   * @return to be closed by the caller
   * @throws ProblemException LOCK_HELD
   */
  public static HostLock take(LiveHost host, LockOwner owner) {
    Where where = new Where.OnHost(host.name());
    Dialogue holder = host.open(LockHolder.take(owner));
    boolean taken = false;
    try {
      holder.patience(PATIENCE_MILLIS * 2);
      BufferedReader answers =
          new BufferedReader(new InputStreamReader(holder.output(), StandardCharsets.UTF_8));
      String answer = answers.readLine();
      if (answer == null) {
        throw noLock(where, holder.farewell().errors());
      }
      if (!answer.equals("taken")) {
        throw held(where, answer);
      }
      holder.patience(PATIENCE_MILLIS);
      HostLock lock = new HostLock(where, holder, answers);
      Thread.ofVirtual().start(lock::beat);
      taken = true;
      return lock;
    } catch (IOException e) {
      throw noLock(where, String.valueOf(e.getMessage()));
    } finally {
      if (!taken) {
        holder.close();
      }
    }
  }

  /** Who holds the lock of a host; empty when nobody does, or nobody that can be understood. */
  public static Optional<LockOwner> owner(Host host) {
    String answer = host.run(LockHolder.ask(), LIMIT).output();
    return answer.startsWith("held ")
        ? LockOwner.parse(answer.substring(5).lines().findFirst().orElse(""))
        : Optional.empty();
  }

  /**
   * Ends somebody else's lock. That run notices before its next action and stops.
   *
   * @return whether the lock is free now
   */
  public static boolean breakIt(Host host) {
    if (!isHeld(host)) {
      return true;
    }
    host.run(LockHolder.end(RunAs.LOGIN), LIMIT);
    if (isHeld(host)) {
      host.run(LockHolder.end(RunAs.POSTGRES), LIMIT);
    }
    return !isHeld(host);
  }

  private static boolean isHeld(Host host) {
    return host.run(LockHolder.ask(), LIMIT).output().startsWith("held");
  }

  /**
   * Asks the host now.
   *
   * @return true when this run holds the lock and will for at least {@link LockHolder#LEASE} minus
   *     the time of this call; once false, false for ever
   */
  public boolean stillHeld() {
    talking.lock();
    try {
      if (ended.get()) {
        return false;
      }
      asked++;
      OutputStream input = holder.input();
      input.write((asked + "\n").getBytes(StandardCharsets.US_ASCII));
      input.flush();
      String expected = "held " + asked;
      @Nullable String answer = answers.readLine();
      if (!expected.equals(answer)) {
        ended.set(true);
      }
    } catch (IOException e) {
      ended.set(true);
    } finally {
      talking.unlock();
    }
    return !ended.get();
  }

  /**
   * Does nothing while the lock is held.
   *
   * @throws ProblemException LOCK_HELD when it was lost
   */
  public void check() {
    if (!stillHeld()) {
      throw Problem.of(
              Kind.LOCK_HELD,
              where,
              "This run lost the lock: it was stopped or cut off for too long, or the lock was"
                  + " broken by hand. It does nothing more.",
              "See who works there now, and start again:\n  verdigris unlock -i INVENTORY")
          .asException();
    }
  }

  private void beat() {
    while (stillHeld()) {
      try {
        Thread.sleep(HEARTBEAT);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    ended.set(true);
    holder.close();
  }

  private static ProblemException held(Where where, String answer) {
    String line = answer.startsWith("held ") ? answer.substring(5) : answer;
    String owner =
        LockOwner.parse(line).map(LockOwner::toString).orElse("a run that gives no name");
    return Problem.of(
            Kind.LOCK_HELD,
            where,
            "It is held by " + owner + ".",
            "Wait for that run. If it is surely dead, the lock is free within "
                + LockHolder.LEASE.toSeconds()
                + " s by itself; to end it now:\n  verdigris unlock -i INVENTORY")
        .asException();
  }

  private static ProblemException noLock(Where where, String errors) {
    return Problem.of(
            Kind.COMMAND_FAILED,
            where,
            "The lock of the host can be neither taken nor read: "
                + errors.strip().lines().findFirst().orElse("no answer").replace("verdigris: ", "")
                + ".",
            "It needs perl or python3 on the host.")
        .asException();
  }
}
