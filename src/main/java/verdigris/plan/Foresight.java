package verdigris.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.plan.Plan.PlannedStep;
import verdigris.plan.Prospect.Need;
import verdigris.step.Estimates;
import verdigris.world.Condition;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Invariant;
import verdigris.world.Obstacle;
import verdigris.world.World;

/**
 * What can be told of each step of a plan by walking it without hosts: nothing of it is written by
 * hand, and all of it follows from the plan's Worlds.
 *
 * @param plan the plan
 * @param obstacles facts that make steps impossible, those of a way back too
 * @param estimates coarse durations
 */
record Foresight(Plan plan, List<Obstacle> obstacles, Estimates estimates) {

  /** Of one step of the plan. */
  Prospect of(PlannedStep planned) {
    World before = plan.worldBefore(planned);
    WayBack wayBack = wayBack(planned);
    return new Prospect(
        planned.cost().work(),
        needs(planned),
        makes(before, planned.promise()),
        undo(planned, wayBack).words(),
        wayBack.words(),
        without(planned));
  }

  /** How clients can be brought back after a step. */
  WayBack wayBack(PlannedStep planned) {
    return WayBack.from(planned.promise(), plan.target(), WayBack.home(plan), obstacles, estimates);
  }

  /** How a step is undone right after it, from where that is the way back. */
  Undo undo(PlannedStep planned, WayBack wayBack) {
    return Undo.of(
        planned.step(), plan.worldBefore(planned), wayBack, plan.target(), obstacles, estimates);
  }

  private List<Need> needs(PlannedStep planned) {
    int at = plan.steps().indexOf(planned);
    World before = plan.worldBefore(planned);
    return planned.step().needs().stream()
        .filter(c -> c.isFact(before))
        .distinct()
        .map(c -> new Need(c.sentence(), provider(c, at)))
        .toList();
  }

  /** The last step before that one which makes something so; empty: it was so. */
  private String provider(Condition condition, int at) {
    return plan.steps().subList(0, at).reversed().stream()
        .filter(s -> !condition.isFact(plan.worldBefore(s)) && condition.isFact(s.promise()))
        .findFirst()
        .map(s -> s.step().key())
        .orElse("");
  }

  /** What differs between two Worlds, one line for each instance that changed. */
  static List<String> makes(World before, World after) {
    Stream<String> instances =
        before.instances().stream()
            .filter(i -> !i.equals(after.instance(i.id())))
            .flatMap(i -> change(i.id() + ": ", words(i), words(after.instance(i.id()))));
    List<String> gone = beside(before).filter(l -> !after.lines().contains(l)).toList();
    List<String> come = beside(after).filter(l -> !before.lines().contains(l)).toList();
    return Stream.concat(instances, change("", gone, come)).toList();
  }

  private static Stream<String> beside(World world) {
    List<String> instances = world.instances().stream().map(Instance::toString).toList();
    return world.lines().stream().filter(l -> !instances.contains(l));
  }

  private static List<String> words(Instance instance) {
    InstanceId id = instance.id();
    return List.of(instance.toString().substring(id.toString().length() + 1).split(", "));
  }

  private static Stream<String> change(String of, List<String> before, List<String> after) {
    String gone = String.join(", ", before.stream().filter(w -> !after.contains(w)).toList());
    String come = String.join(", ", after.stream().filter(w -> !before.contains(w)).toList());
    if (gone.isEmpty() && come.isEmpty()) {
      return Stream.empty();
    }
    if (gone.isEmpty()) {
      return Stream.of(of + "now " + come);
    }
    return Stream.of(of + gone + " -> " + (come.isEmpty() ? "no longer" : come));
  }

  /** The first invariant that later steps would break if this one were left out. */
  private String without(PlannedStep planned) {
    World at = plan.worldBefore(planned);
    for (PlannedStep later : after(planned)) {
      World next = later.step().after(at);
      Optional<Invariant> broken = Invariant.brokenBy(at, next);
      if (broken.isPresent()) {
        return "\"%s\" would break %s: %s"
            .formatted(later.step().key(), broken.get().name(), broken.get().sentence());
      }
      at = next;
    }
    return "";
  }

  private List<PlannedStep> after(PlannedStep planned) {
    return plan.steps().subList(plan.steps().indexOf(planned) + 1, plan.steps().size());
  }
}
