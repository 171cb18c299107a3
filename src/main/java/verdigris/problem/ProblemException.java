package verdigris.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Carries problems to where they are shown. Anything else that is thrown is a bug of ours. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param problems at least one
   */
  public ProblemException(List<Problem> problems) {
    super(
        problems.stream()
            .map(p -> p.where() + " " + p.kind().summary() + ": " + p.detail())
            .collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("at least one problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** What is to be reported, in order. */
  public List<Problem> problems() {
    return problems;
  }
}
