package verdigris.git;

import verdigris.problem.Problem;

/** What is known of the review of something that is to be applied. */
public sealed interface Review {

  /** The commit that is checked out, in full, when it holds exactly this file; else empty. */
  String commit();

  /**
   * Nobody demands one.
   *
   * @param commit see {@link Review#commit}
   */
  record NotDemanded(String commit) implements Review {}

  /**
   * It was reviewed as the policy demands.
   *
   * @param commit see {@link Review#commit}
   * @param words how that is known, such as {@code origin/main has it since 1a2b3c4d5e}
   */
  record Given(String commit, String words) implements Review {}

  /**
   * It was not, or that cannot be known.
   *
   * @param commit see {@link Review#commit}
   * @param problem what is missing and what to do
   */
  record Missing(String commit, Problem problem) implements Review {}
}
