package verdigris.plan;

import java.util.List;
import verdigris.world.Obstacle;

/** What planning ends with: a plan, or the reason why there is none. */
public sealed interface Outcome permits Plan, Outcome.Refusal {

  /**
   * There is no safe way.
   *
   * @param obstacles the fewest facts that stand in the way of the best plan; without them there
   *     would be one
   * @param unreachable parts of the target that no step leads to, whatever the facts; empty when
   *     only obstacles stand in the way
   * @param otherwise titles of the steps that would be done if the obstacles were gone
   */
  record Refusal(List<Obstacle> obstacles, List<String> unreachable, List<String> otherwise)
      implements Outcome {
    public Refusal {
      obstacles = List.copyOf(obstacles);
      unreachable = List.copyOf(unreachable);
      otherwise = List.copyOf(otherwise);
    }
  }
}
