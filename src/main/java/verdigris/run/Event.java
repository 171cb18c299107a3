package verdigris.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.problem.Problem;

/**
 * Something that happened in a run, for the journal and for whoever watches. Never holds a secret.
 */
public sealed interface Event {

  /**
   * A run began.
   *
   * @param run its id
   * @param topology what it is about
   * @param by user and machine
   * @param engine version of Verdigris
   * @param origin what it was asked to apply; empty: a rehearsal, which applies nothing
   * @param steps keys of the steps that it means to do
   */
  record RunStarted(
      String run,
      String topology,
      String by,
      String engine,
      Optional<Origin> origin,
      List<String> steps)
      implements Event {}

  /** A step is about to act. */
  record StepStarted(String step, String title) implements Event {}

  /** An action is about to run; the lines are those of the plan. */
  record ActionStarted(String step, String host, List<String> lines) implements Event {}

  /**
   * An action has ended.
   *
   * @param done whether it did what it should
   * @param exit status of the last program that it ran; empty: it ran none, or was given up
   * @param output the last lines that its programs printed
   */
  record ActionEnded(
      String step, String host, boolean done, Optional<Integer> exit, List<String> output)
      implements Event {}

  /**
   * A job of an earlier run was found, and is not started again.
   *
   * @param step which step it belongs to
   * @param host where
   * @param unit its name there
   * @param ended whether it is done already; else it is waited for
   */
  record JobFound(String step, String host, String unit, boolean ended) implements Event {}

  /**
   * Long work goes on.
   *
   * @param step which
   * @param done bytes so far, negative: it has no size
   * @param total bytes expected, 0: not known
   */
  record Progress(String step, long done, long total) implements Event {}

  /** A step kept its promise. */
  record StepDone(String step, String title, double seconds) implements Event {}

  /** A step failed. */
  record StepFailed(String step, String title, List<Problem> problems) implements Event {}

  /**
   * All hosts were looked at.
   *
   * @param world what holds, one idea on a line
   * @param lag bytes by which each standby of which it is known is behind its upstream
   */
  record Looked(List<String> world, SequencedMap<String, Long> lag) implements Event {}

  /** Clients were shut out when a step failed: the way to let them in, as keys of steps. */
  record RetreatStarted(List<String> steps) implements Event {}

  /**
   * The next action may hold a client back.
   *
   * @param began when
   * @param inherited whether clients were shut out before
   */
  record OutageBegan(Instant began, boolean inherited) implements Event {}

  /**
   * Clients can commit again.
   *
   * @param on which instance
   * @param began before the first action that could hold one of them back
   * @param seconds since then; clients saw less, unless they were shut out before
   * @param inherited whether they were
   */
  record OutageEnded(String on, Instant began, double seconds, boolean inherited)
      implements Event {}

  /**
   * What our own client saw of an outage.
   *
   * @param at where it was connected
   * @param view what it saw
   */
  record ClientsSaw(String at, ClientView view) implements Event {}

  /** Our own client could not commit before or after an outage, so that it is not measured. */
  record CanaryAbsent(String at, String why) implements Event {}

  /**
   * A run ended.
   *
   * @param run its id
   * @param outcome {@code done}, {@code failed}, {@code interrupted}, {@code retreated}, {@code
   *     shut-out}
   * @param exit code of the process, unless a signal ends it
   * @param problems why it is not done; empty: it is
   */
  record RunEnded(String run, String outcome, int exit, List<Problem> problems) implements Event {}
}
