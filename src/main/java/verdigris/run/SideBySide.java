package verdigris.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/** The same work for each of several things at once, each on a thread of its own. */
final class SideBySide {
  private SideBySide() {}

  /**
   * Results in the order of the items, when all have one.
   *
   * @throws ProblemException with the problems of all that failed, after all have ended
   */
  static <A, B> List<B> all(List<A> items, Function<A, B> work) {
    List<Problem> problems = new ArrayList<>();
    List<B> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<B>> futures =
          items.stream().map(item -> Gather.start(threads, () -> work.apply(item))).toList();
      for (Future<B> future : futures) {
        try {
          results.add(Gather.await(future));
        } catch (ProblemException e) {
          problems.addAll(e.problems());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return results;
  }
}
