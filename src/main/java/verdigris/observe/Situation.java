package verdigris.observe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verdigris.problem.Problem;
import verdigris.step.Briefing;
import verdigris.step.Estimates;
import verdigris.world.Obstacle;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * What planning starts from.
 *
 * @param world what holds
 * @param target what must hold
 * @param obstacles facts that make some steps impossible
 * @param refusals facts that make every plan unsafe, even an empty one
 * @param estimates coarse durations
 * @param briefing what steps are told
 * @param unmanaged what is seen on the hosts and left alone
 * @param finishFrom when the keep window of old copies ends, while that is to come
 */
public record Situation(
    World world,
    Target target,
    List<Obstacle> obstacles,
    List<Problem> refusals,
    Estimates estimates,
    Briefing briefing,
    List<String> unmanaged,
    Optional<Instant> finishFrom) {
  public Situation {
    obstacles = List.copyOf(obstacles);
    refusals = List.copyOf(refusals);
    unmanaged = List.copyOf(unmanaged);
  }

  /** The same with another World and other obstacles. */
  public Situation with(World other, List<Obstacle> known) {
    return new Situation(
        other, target, known, refusals, estimates, briefing, unmanaged, finishFrom);
  }
}
