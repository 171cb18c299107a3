package verdigris.run;

import verdigris.observe.Situation;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.step.Step;
import verdigris.world.Condition;
import verdigris.world.Invariant;
import verdigris.world.Obstacle;
import verdigris.world.World;

/** Whether a step may begin in what was just seen, whatever the plan believed. */
final class Precondition {
  private Precondition() {}

  /**
   * @throws ProblemException when it may not
   */
  static void require(Step step, Situation situation) {
    for (Condition need : step.needs()) {
      if (!need.holds(situation.world())) {
        throw Problem.of(
                Kind.STALE_PLAN,
                new Where.OnHost(step.host()),
                "\"%s\" needs that %s, and that does not hold any more."
                    .formatted(step.title(), need.sentence()),
                "Plan again and review what is different.")
            .asException();
      }
    }
    if (!situation.refusals().isEmpty()) {
      throw new ProblemException(situation.refusals());
    }
    World world = situation.world();
    Invariant.brokenBy(world, step.after(world))
        .ifPresent(
            broken -> {
              throw Problem.of(
                      Kind.REFUSED,
                      new Where.OnHost(step.host()),
                      "\"%s\" would break an invariant now: %s."
                          .formatted(step.title(), broken.sentence()),
                      "Somebody changed the hosts meanwhile. Plan again.")
                  .asException();
            });
    for (Obstacle obstacle : situation.obstacles()) {
      // What cannot be read on any host may be the very thing that makes this step unsafe.
      if (obstacle.blocks().isEmpty() || obstacle.stops(step.word(), step.host())) {
        throw Problem.of(
                Kind.REFUSED, new Where.OnHost(obstacle.host()), obstacle.fact(), obstacle.remedy())
            .asException();
      }
    }
  }
}
