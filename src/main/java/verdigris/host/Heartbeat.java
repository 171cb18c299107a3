package verdigris.host;

import com.jcraft.jsch.Session;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a silent host for a sign of life, and cuts a connection that stays silent.
 *
 * <p>JSch's own keepalive does not suffice: it runs in the thread that reads, waits for the same
 * lock as a writer that is stuck on the dead network, and does not work through a jump host.
 */
final class Heartbeat {
  private static final Duration GLANCE = Duration.ofSeconds(1);

  private final Pulse pulse;
  private final Duration interval;
  private final Duration deadAfter;
  private final Runnable cut;
  private volatile boolean stopped;
  private volatile @Nullable String dead;

  private Heartbeat(Pulse pulse, Duration interval, Duration deadAfter, Runnable cut) {
    this.pulse = pulse;
    this.interval = interval;
    this.deadAfter = deadAfter;
    this.cut = cut;
  }

  /**
   * Begins to watch a connected session.
   *
   * @param cut closes the network connection under it
   */
  static Heartbeat of(Session session, Pulse pulse, SshSettings settings, Runnable cut) {
    Heartbeat heartbeat = new Heartbeat(pulse, settings.aliveInterval(), settings.deadAfter(), cut);
    Thread.ofVirtual().start(() -> heartbeat.ask(session));
    Thread.ofVirtual().start(heartbeat::watch);
    return heartbeat;
  }

  /** Why the connection was cut; empty while it lives. */
  Optional<String> dead() {
    return Optional.ofNullable(dead);
  }

  void stop() {
    stopped = true;
  }

  private void ask(Session session) {
    while (!stopped && dead == null && session.isConnected()) {
      sleep(interval);
      try {
        if (!stopped && pulse.silence() >= interval.toNanos()) {
          session.sendKeepAliveMsg();
        }
      } catch (Exception e) {
        // The session is going down; the loop's condition sees it.
      }
    }
  }

  private void watch() {
    while (!stopped && dead == null) {
      long before = System.nanoTime();
      sleep(GLANCE);
      if (System.nanoTime() - before > GLANCE.multipliedBy(3).toNanos()) {
        // We ourselves were stopped (job control, a sleeping laptop): the host may be well.
        pulse.forgive();
      }
      if (pulse.silence() > deadAfter.toNanos()) {
        dead = "nothing was heard from the host for " + deadAfter.toSeconds() + " s";
        cut.run();
      }
    }
  }

  private void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }
}
