package verdigris.problem;

import java.util.List;

/**
 * Something that a user can fix, in words.
 *
 * @param kind fixed summary and category
 * @param where what it is about: a place in a file, a host, an instance
 * @param detail what happened or was found, and what was expected; one or two sentences
 * @param remedy what to do next, as an imperative; a command to copy stands on a line of its own;
 *     empty when the detail says it all
 * @param evidence the command as it ran, its exit status, the last lines of its output; may be
 *     empty; never contains a secret
 */
public record Problem(Kind kind, Where where, String detail, String remedy, List<String> evidence) {
  public Problem {
    evidence = List.copyOf(evidence);
  }

  /** A problem without evidence. */
  public static Problem of(Kind kind, Where where, String detail, String remedy) {
    return new Problem(kind, where, detail, remedy, List.of());
  }

  /** The same problem with what the host printed. */
  public Problem withEvidence(List<String> lines) {
    return new Problem(kind, where, detail, remedy, lines);
  }

  /** This problem as the one thing to report. */
  public ProblemException asException() {
    return new ProblemException(List.of(this));
  }
}
