package verdigris.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import verdigris.action.Action;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * An action in an outage: given up when clients have waited for long enough, or when somebody wants
 * the run to end. What was given up is as if the engine had died in it: one of the step's declared
 * wrecks.
 *
 * @param action what
 * @param interpreter makes it happen
 * @param watcher hears of long work
 * @param clock tells the time
 */
record Deed(
    Action action, Interpreter interpreter, Interpreter.Watcher watcher, InstantSource clock) {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration AGAIN = Duration.ofMillis(500);

  /** What is nearly done is not given up because somebody is in a hurry. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  /**
   * Performs it.
   *
   * @param until when to give it up
   * @param wanted whether somebody wants the run to end
   * @throws verdigris.problem.ProblemException OUTAGE_LIMIT or INTERRUPTED when it was given up, or
   *     what the action throws
   */
  void perform(Instant until, BooleanSupplier wanted) {
    var work = new FutureTask<@Nullable Void>(() -> interpreter.perform(action, watcher), null);
    Thread thread = Thread.ofVirtual().start(work);
    Optional<Problem> givenUp = watch(work, until, wanted);
    if (givenUp.isPresent()) {
      end(thread);
      interpreter.giveUp(action);
      throw givenUp.get().asException();
    }
  }

  /**
   * Ends when the thread has: nothing acts behind the retreat's back. Once is not enough: whoever
   * opens an SSH channel just then swallows the interruption.
   */
  private static void end(Thread thread) {
    try {
      do {
        thread.interrupt();
      } while (!thread.join(AGAIN));
    } catch (InterruptedException e) {
      throw neverInterrupted(e);
    }
  }

  /** Why the work is to be given up; empty: it has ended. */
  private Optional<Problem> watch(Future<?> work, Instant until, BooleanSupplier wanted) {
    Optional<Instant> hurry = Optional.empty();
    while (!ended(work)) {
      Instant now = clock.instant();
      if (wanted.getAsBoolean() && hurry.isEmpty()) {
        hurry = Optional.of(now.plus(GRACE));
      }
      if (hurry.filter(now::isAfter).isPresent()) {
        return Optional.of(interrupted());
      }
      if (now.isAfter(until)) {
        return Optional.of(overdue(action.host()));
      }
    }
    return Optional.empty();
  }

  private static boolean ended(Future<?> work) {
    try {
      work.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw Gather.cause(e);
    } catch (InterruptedException e) {
      throw neverInterrupted(e);
    }
  }

  private static IllegalStateException neverInterrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("the engine's own threads are never interrupted", e);
  }

  private Problem interrupted() {
    return Problem.of(
        Kind.INTERRUPTED,
        new Where.OnHost(action.host()),
        "It was given up because the run was interrupted during the outage.",
        "Run the same command again when there is time for it.");
  }

  /** Why something is not begun, or not brought to its end. */
  static Problem overdue(String host) {
    return Problem.of(
        Kind.OUTAGE_LIMIT,
        new Where.OnHost(host),
        "Clients have waited for as long as they may, less the time of the way back.",
        "Find out what took so long (-v shows every action with its time; the journal is under runs/), or allow more: limits.outage in the playbook.");
  }
}
