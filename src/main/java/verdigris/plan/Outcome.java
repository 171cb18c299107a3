package verdigris.plan;

import java.util.List;
import verdigris.world.Obstacle;

/** What planning ends with: a plan, or the reason why there is none. */
public sealed interface Outcome permits Plan, Outcome.Refusal {

  /**
   * There is no safe way.
   *
   * @param obstacles the fewest facts that would have to be gone for there to be a plan: without
   *     all of them there is one, and without all but one there is none; empty when nothing that
   *     somebody could remove stands in the way
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

    /** Why there is no way, a sentence each. */
    public List<String> reasons() {
      return obstacles.isEmpty() ? unreachable : obstacles.stream().map(Obstacle::fact).toList();
    }
  }
}
