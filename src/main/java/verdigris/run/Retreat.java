package verdigris.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import verdigris.observe.Situation;
import verdigris.plan.Outcome;
import verdigris.plan.Plan;
import verdigris.plan.Planner;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.world.Instance;
import verdigris.world.InstanceId;

/**
 * Ends an outage after a failure in it: plans from fresh facts to the nearest World in which
 * clients can commit where they did last, or on the declared primary, and does it. Once clients
 * were let in on the new primary the old one lacks commits, so that the same plan only leads
 * forward.
 *
 * @param observer reads facts, also when a host that did not serve cannot be reached
 * @param executor for the plan
 * @param reporter hears of everything
 */
public record Retreat(Observer observer, Supplier<Executor> executor, Reporter reporter) {
  private static final int ATTEMPTS = 3;

  /** Letting clients in may be tried again: it is where every way ends. */
  private static final String ALWAYS_POSSIBLE = "open-clients ";

  /** How it ended. */
  public sealed interface End {
    /**
     * Clients can commit.
     *
     * @param on which instance
     * @param steps titles of what was done
     */
    record Served(InstanceId on, List<String> steps) implements End {}

    /**
     * Clients cannot commit.
     *
     * @param problems why
     */
    record ShutOut(List<Problem> problems) implements End {}
  }

  /**
   * Goes back, or forward, to where clients can commit.
   *
   * @param last who served before the outage
   * @param failed key of the step that failed; empty: none did
   */
  public End from(InstanceId last, String failed) {
    var without = new ArrayList<String>();
    avoid(without, failed);
    var problems = new ArrayList<Problem>();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Executor next = executor.get();
      try {
        Situation situation = observer.observe();
        Plan plan = plan(situation, last, without);
        reporter.hear(
            new Event.RetreatStarted(plan.steps().stream().map(s -> s.step().key()).toList()));
        next.execute(plan, plan.steps());
        return new End.Served(
            plan.end().serving().map(Instance::id).orElse(last),
            plan.steps().stream().map(s -> s.step().title()).toList());
      } catch (ProblemException e) {
        problems.addAll(e.problems());
        next.failedStep().ifPresent(step -> avoid(without, step));
      }
    }
    return new End.ShutOut(problems.stream().distinct().toList());
  }

  private static void avoid(List<String> without, String step) {
    if (!step.isEmpty() && !step.startsWith(ALWAYS_POSSIBLE)) {
      without.add(step);
    }
  }

  private static Plan plan(Situation situation, InstanceId last, List<String> without) {
    Outcome outcome =
        new Planner(
                situation.target().retreat(last),
                situation.obstacles(),
                situation.estimates(),
                without)
            .plan(situation.world());
    return switch (outcome) {
      case Plan plan -> plan;
      case Outcome.Refusal refusal ->
          throw Problem.of(
                  Kind.REFUSED,
                  new Where.OnHost(last.host()),
                  "There is no safe way to let clients in: "
                      + String.join(
                          "; ",
                          refusal.obstacles().isEmpty()
                              ? refusal.unreachable()
                              : refusal.obstacles().stream().map(o -> o.fact()).toList())
                      + ".",
                  "See what the servers say (verdigris status), and apply again.")
              .asException();
    };
  }
}
