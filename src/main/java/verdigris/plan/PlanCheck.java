package verdigris.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.step.Step;
import verdigris.world.Condition;
import verdigris.world.Invariant;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * Walks steps from a World without hosts: is each possible, does every invariant hold, is the
 * target reached?
 */
public final class PlanCheck {
  private PlanCheck() {}

  /**
   * Walks all steps in their order.
   *
   * @return what is wrong, one sentence each; empty: nothing
   */
  public static List<String> walk(List<Step> steps, World from, Target target) {
    var faults = new ArrayList<String>();
    World at = from;
    for (Step step : steps) {
      Optional<String> fault = fault(step, at);
      if (fault.isPresent()) {
        faults.add(fault.get());
        return List.copyOf(faults);
      }
      at = step.after(at);
    }
    World end = at;
    target.goals().stream()
        .filter(g -> !g.holds(end))
        .forEach(g -> faults.add("at the end it would not hold that " + g.sentence()));
    return List.copyOf(faults);
  }

  /**
   * What is left of reviewed steps, in their order: the fewest of them that lead from a fresh World
   * to the target.
   *
   * @param reviewed the steps of the plan, in its order
   * @param from the World as it is now
   * @return empty when these steps do not lead there any more; an empty list when nothing is left
   *     to do
   */
  public static Optional<List<Step>> remaining(List<Step> reviewed, World from, Target target) {
    SequencedMap<World, List<Step>> ways = new LinkedHashMap<>();
    ways.put(from, List.of());
    for (Step step : reviewed) {
      for (Map.Entry<World, List<Step>> way : List.copyOf(ways.entrySet())) {
        Optional<World> after = step.safelyAfter(way.getKey());
        if (after.isEmpty()) {
          continue;
        }
        List<Step> longer = Stream.concat(way.getValue().stream(), Stream.of(step)).toList();
        ways.merge(after.get(), longer, (one, other) -> one.size() <= other.size() ? one : other);
      }
    }
    return ways.entrySet().stream()
        .filter(w -> target.isReached(w.getKey()))
        .map(Map.Entry::getValue)
        .min(Comparator.comparingInt(List::size));
  }

  private static Optional<String> fault(Step step, World at) {
    Optional<Condition> missing = step.needs().stream().filter(c -> !c.holds(at)).findFirst();
    if (missing.isPresent()) {
      return Optional.of("\"" + step.title() + "\" needs that " + missing.get().sentence());
    }
    return Invariant.brokenBy(at, step.after(at))
        .map(i -> "\"" + step.title() + "\" would break " + i.name() + ": " + i.sentence());
  }
}
