package verdigris.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.action.Action;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Invariant;
import verdigris.world.World;

/**
 * A possible move, about certain instances. A value: two steps with the same key are the same move.
 */
public interface Step {

  /** Its kind. */
  StepKind kind();

  /** The word of its kind. */
  default String word() {
    return kind().word();
  }

  /** What it is about, such as {@code green:11/main}; with the word it is the step's identity. */
  String subject();

  /** Inventory name of the host on which it mainly acts. */
  String host();

  /** What it does, in the words of a plan: {@code clone blue:11/main to green:11/main}. */
  String title();

  /** What must hold before it. */
  List<Condition> needs();

  /** The promise: what it makes of a World in which its needs hold. */
  World after(World before);

  /** What it costs from there. */
  Cost cost(World before, Estimates estimates);

  /** Worlds that a crash inside it may leave, besides the one before and the one after. */
  default List<World> wreckage(World before) {
    return List.of();
  }

  /**
   * What it removes or overwrites that undoing it does not bring back, in the words of a plan:
   * {@code the old data directory of green:11/main}. What we made ourselves and never served does
   * not count.
   */
  default List<String> destroys(World before) {
    return List.of();
  }

  /** What it must have to itself; steps that touch nothing in common may run side by side. */
  List<String> touches();

  /** The deed, as data. Printing it twice gives the same. */
  List<Action> actions(Briefing briefing);

  /**
   * Files and settings that it changes, by name, each with a unified diff; secrets stand by name.
   */
  default SequencedMap<String, String> changes(Briefing briefing) {
    return new LinkedHashMap<>();
  }

  /**
   * Whether its last actions prove its promise by themselves, so that in an outage, where every
   * look at all hosts counts, nothing else is read after it.
   */
  default boolean provesItself() {
    return false;
  }

  /** Content, not a number, so that inserting a step renames nothing. */
  default String key() {
    return word() + " " + subject();
  }

  /** Whether it can be done in this World, and would change it. */
  default boolean isPossible(World world) {
    return changed(world, needs()).isPresent();
  }

  /** The World after it, if it can be done in this one and breaks no invariant. */
  default Optional<World> safelyAfter(World before) {
    return safelyAfter(before, needs());
  }

  /**
   * The same, for a search that asks in thousands of Worlds.
   *
   * @param needs its own, made once
   */
  default Optional<World> safelyAfter(World before, List<Condition> needs) {
    return changed(before, needs).filter(w -> Invariant.brokenBy(before, w).isEmpty());
  }

  private Optional<World> changed(World before, List<Condition> needs) {
    for (Condition need : needs) {
      if (!need.holds(before)) {
        return Optional.empty();
      }
    }
    World after = after(before);
    return after.equals(before) ? Optional.empty() : Optional.of(after);
  }
}
