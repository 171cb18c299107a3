package verdigris.run;

import verdigris.observe.Situation;

/** Looks at the hosts. */
@FunctionalInterface
public interface Observer {

  /**
   * Fresh facts as a World.
   *
   * @throws verdigris.problem.ProblemException when the hosts cannot be asked, or the declared
   *     source is not there
   */
  Situation observe();
}
