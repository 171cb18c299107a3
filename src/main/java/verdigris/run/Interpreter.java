package verdigris.run;

import verdigris.action.Action;

/** Makes an action happen. */
@FunctionalInterface
public interface Interpreter {

  /**
   * Performs one action to its end.
   *
   * @param action what
   * @param progress hears of long work
   * @throws verdigris.problem.ProblemException when it fails; what it leaves is one of the step's
   *     declared wrecks
   */
  void perform(Action action, Progress progress);

  /** Hears how far long work is. */
  @FunctionalInterface
  interface Progress {
    /**
     * Bytes so far.
     *
     * @param done bytes so far
     * @param total bytes expected, 0: not known
     */
    void at(long done, long total);
  }
}
