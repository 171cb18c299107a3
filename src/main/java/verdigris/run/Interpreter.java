package verdigris.run;

import java.util.List;
import verdigris.action.Action;

/** Makes an action happen. */
@FunctionalInterface
public interface Interpreter {

  /**
   * Performs one action to its end.
   *
   * @param action what
   * @param watcher hears of long work
   * @throws verdigris.problem.ProblemException when it fails; what it leaves is one of the step's
   *     declared wrecks
   */
  void perform(Action action, Watcher watcher);

  /**
   * Ends what an action that was given up may have left at work on its host. A host that cannot be
   * reached any more keeps it.
   *
   * @param action whose {@link #perform} was interrupted and has ended
   */
  default void giveUp(Action action) {}

  /** Hears of long work, and what programs printed. */
  interface Watcher {
    /** Nobody hears. */
    Watcher NOBODY =
        new Watcher() {
          @Override
          public void found(String unit, boolean ended) {}

          @Override
          public void at(long done, long total) {}

          @Override
          public void printed(int status, List<String> lines) {}
        };

    /**
     * A job of an earlier run was found, and is not started again.
     *
     * @param unit its name on the host
     * @param ended whether it is done already; else it is waited for
     */
    void found(String unit, boolean ended);

    /**
     * How far it is.
     *
     * @param done bytes so far, negative: it has no size
     * @param total bytes expected, 0: not known
     */
    void at(long done, long total);

    /**
     * A program has ended.
     *
     * @param status its exit status
     * @param lines the last that it printed
     */
    void printed(int status, List<String> lines);
  }
}
