package verdigris.cli;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C, SIGTERM or SIGHUP while steps are at work. A signal begins the JVM's end; this holds it
 * off until the steps that have begun are complete and everything is said, and lets no other step
 * begin. The exit code is then the signal's own: 128 and its number.
 */
final class Interruption implements AutoCloseable {
  private static final String DURING_AN_OUTAGE =
      "Interrupted: clients are shut out now, so the run goes back to where they were served, and then stops. Wait for it.";

  private static final String OF_STEPS =
      "Interrupted: the current step is brought to its end, then the run stops. Running the same command again goes on.%nNot to wait for it: kill -9 %d. A job on a host goes on by itself, and the next run finds it."
          .formatted(ProcessHandle.current().pid());

  private final Terminal terminal;
  private final String sentence;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::signalled, "stop-after-current-step");
  private volatile Optional<BooleanSupplier> stop = Optional.empty();

  private Interruption(Terminal terminal, String sentence) {
    this.terminal = terminal;
    this.sentence = sentence;
  }

  /** Of a plan's steps, from now on, until it is closed. */
  static Interruption of(Terminal terminal) {
    return of(terminal, OF_STEPS);
  }

  /**
   * From now on, until it is closed.
   *
   * @param sentence what becomes of the work
   */
  static Interruption of(Terminal terminal, String sentence) {
    var interruption = new Interruption(terminal, sentence);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /**
   * What makes the run end after the current step.
   *
   * @param deed says whether clients are shut out now, so that the run first lets them in again
   */
  void stopsBy(BooleanSupplier deed) {
    stop = Optional.of(deed);
  }

  private void signalled() {
    if (ended.getCount() == 0) {
      return;
    }
    boolean shutOut = stop.map(BooleanSupplier::getAsBoolean).orElse(false);
    terminal.say(shutOut ? DURING_AN_OUTAGE : sentence);
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending already, which is what the hook was for.
    }
  }
}
