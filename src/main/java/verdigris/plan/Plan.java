package verdigris.plan;

import java.util.List;
import java.util.Optional;
import verdigris.step.Step;
import verdigris.world.Cost;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * An ordered list of steps from one World to another that satisfies the target. Every prefix of it
 * is safe.
 *
 * @param target what it leads to
 * @param from the World it starts from
 * @param steps in the order in which they are shown, and done unless they can run side by side;
 *     empty: nothing to do
 */
public record Plan(Target target, World from, List<PlannedStep> steps) implements Outcome {
  public Plan {
    steps = List.copyOf(steps);
  }

  /**
   * A step in its place.
   *
   * @param step the move
   * @param why which part of the target, or which later step, it serves
   * @param after keys of the steps that must be done before it
   * @param cost from the World in which it is done
   * @param part which gate it is behind
   * @param promise the World after it, when done in this order
   */
  public record PlannedStep(
      Step step, String why, List<String> after, Cost cost, Part part, World promise) {
    public PlannedStep {
      after = List.copyOf(after);
    }
  }

  /** Whether the target is reached already. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** What all steps cost together. */
  public Cost cost() {
    return steps.stream().map(PlannedStep::cost).reduce(Cost.NONE, Cost::plus);
  }

  /**
   * The step with which clients that are served are shut out; empty: the plan shuts nobody out. A
   * plan that begins in the middle of an outage only ends it, and is kept from that by nothing.
   */
  public Optional<PlannedStep> beginsOutage() {
    return steps.stream()
        .filter(s -> s.cost().outage() > 0 && worldBefore(s).serving().isPresent())
        .findFirst();
  }

  /** The steps before an outage that the plan begins; all of them when it begins none. */
  public List<PlannedStep> beforeOutage() {
    return beginsOutage().map(s -> steps.subList(0, steps.indexOf(s))).orElse(steps);
  }

  /** The steps of the outage that the plan begins, and those after it. */
  public List<PlannedStep> fromOutage() {
    return beginsOutage().map(s -> steps.subList(steps.indexOf(s), steps.size())).orElse(List.of());
  }

  /** One step by its key. */
  public Optional<PlannedStep> step(String key) {
    return steps.stream().filter(s -> s.step().key().equals(key)).findFirst();
  }

  /** The World in which a step of this plan is to be done. */
  public World worldBefore(PlannedStep step) {
    int at = steps.indexOf(step);
    return at <= 0 ? from : steps.get(at - 1).promise();
  }

  /** The World at the end. */
  public World end() {
    return steps.isEmpty() ? from : steps.getLast().promise();
  }

  /** A plan of given steps, each possible after the one before. */
  public static Plan of(
      Target target, World from, List<Step> steps, verdigris.step.Estimates estimates) {
    return Sequencing.of(target, from, steps, estimates);
  }
}
