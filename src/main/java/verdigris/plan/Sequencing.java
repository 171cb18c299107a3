package verdigris.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import verdigris.plan.Plan.PlannedStep;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.step.Steps;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * Turns the path that the search found into a plan: what depends on what, why each step is there,
 * and the order that reads best (part, then kind, then inventory order) among those that the
 * dependencies allow.
 */
final class Sequencing {
  private final Target target;
  private final World from;
  private final Estimates estimates;

  private Sequencing(Target target, World from, Estimates estimates) {
    this.target = target;
    this.from = from;
    this.estimates = estimates;
  }

  static Plan of(Target target, World from, List<Step> path, Estimates estimates) {
    var sequencing = new Sequencing(target, from, estimates);
    Plan asFound = sequencing.plan(sequencing.preparedFirst(path));
    Plan readable = sequencing.plan(sequencing.reordered(asFound));
    boolean sound =
        PlanCheck.walk(readable.steps().stream().map(PlannedStep::step).toList(), from, target)
            .isEmpty();
    return sound ? readable : asFound;
  }

  /**
   * What can be prepared is prepared before an outage that it does not wait for. The search of many
   * standbys, one after another, finds it between: then all of it would be behind the outage's
   * gate.
   */
  private List<Step> preparedFirst(List<Step> path) {
    List<Step> ordered = path;
    List<World> worlds = worlds(path);
    for (int at = 1; at < path.size(); at++) {
      int outage = outageBefore(ordered, worlds, at);
      if (outage == at) {
        continue;
      }
      var earlier = new ArrayList<Step>(ordered);
      earlier.add(outage, earlier.remove(at));
      if (PlanCheck.walk(earlier, from, target).isEmpty()) {
        ordered = earlier;
        worlds = worlds(earlier);
      }
    }
    return ordered;
  }

  /**
   * Where the first outage is that a step could come before, and by its kind does; the step's own
   * place when there is none.
   */
  private int outageBefore(List<Step> path, List<World> worlds, int at) {
    Step step = path.get(at);
    return IntStream.range(0, at)
        .filter(i -> kindOrder(step) < kindOrder(path.get(i)) && isOutage(path, worlds, i))
        .limit(1)
        .filter(i -> step.isPossible(worlds.get(i)) && isPreparation(step, worlds.get(i)))
        .findFirst()
        .orElse(at);
  }

  private boolean isPreparation(Step step, World before) {
    return part(step, before, Planner.cost(before, step, estimates)) == Part.PREPARE
        && !stops(before, step.after(before));
  }

  private Plan plan(List<Step> path) {
    List<World> worlds = worlds(path);
    SequencedMap<String, Part> parts = new LinkedHashMap<>();
    var steps = new ArrayList<PlannedStep>();
    for (int i = 0; i < path.size(); i++) {
      Step step = path.get(i);
      List<String> after = dependencies(path, worlds, i);
      Cost cost = Planner.cost(worlds.get(i), step, estimates);
      Part own = part(step, worlds.get(i), cost);
      Part part = after.stream().map(parts::get).reduce(own, Sequencing::later);
      parts.put(step.key(), part);
      steps.add(new PlannedStep(step, why(path, worlds, i), after, cost, part, worlds.get(i + 1)));
    }
    return new Plan(target, from, notStoppedInVain(steps, worlds));
  }

  /**
   * What stops a server is in the part of the first step that needs it stopped: confirmed alone, it
   * would only take the server away.
   */
  private static List<PlannedStep> notStoppedInVain(List<PlannedStep> steps, List<World> worlds) {
    var gated = new ArrayList<>(steps);
    for (int i = steps.size() - 1; i >= 0; i--) {
      PlannedStep planned = gated.get(i);
      if (!stops(worlds.get(i), worlds.get(i + 1))) {
        continue;
      }
      Part part =
          gated.stream()
              .filter(s -> s.after().contains(planned.step().key()))
              .map(PlannedStep::part)
              .min(Comparator.naturalOrder())
              .map(first -> later(planned.part(), first))
              .orElse(planned.part());
      gated.set(
          i,
          new PlannedStep(
              planned.step(),
              planned.why(),
              planned.after(),
              planned.cost(),
              part,
              planned.promise()));
    }
    return gated;
  }

  private static boolean stops(World before, World after) {
    return before.instances().stream()
        .anyMatch(i -> i.isRunning() && !after.instance(i.id()).isRunning());
  }

  private static Part part(Step step, World before, Cost cost) {
    if (!step.destroys(before).isEmpty()) {
      return Part.FINISH;
    }
    return cost.outage() > 0 ? Part.CUTOVER : Part.PREPARE;
  }

  private static Part later(Part one, Part other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private List<World> worlds(List<Step> path) {
    var worlds = new ArrayList<World>();
    worlds.add(from);
    path.forEach(s -> worlds.add(s.after(worlds.getLast())));
    return worlds;
  }

  /** Earlier steps that make one of this step's needs true, or that touch what it touches. */
  private List<String> dependencies(List<Step> path, List<World> worlds, int at) {
    Step step = path.get(at);
    return IntStream.range(0, at)
        .filter(
            i ->
                isOutage(path, worlds, i)
                    || isOutage(path, worlds, at)
                    || path.get(i).touches().stream().anyMatch(step.touches()::contains)
                    || makesTrue(step.needs(), worlds, i))
        .mapToObj(i -> path.get(i).key())
        .toList();
  }

  /** In an outage one step is done after the other, and nothing else. */
  private boolean isOutage(List<Step> path, List<World> worlds, int at) {
    return Planner.cost(worlds.get(at), path.get(at), estimates).outage() > 0;
  }

  private static boolean makesTrue(List<Condition> conditions, List<World> worlds, int at) {
    return conditions.stream()
        .anyMatch(c -> !c.holds(worlds.get(at)) && c.holds(worlds.get(at + 1)));
  }

  /** The first later step that needs what this one makes true; else the goal that it makes true. */
  private String why(List<Step> path, List<World> worlds, int at) {
    for (int later = at + 1; later < path.size(); later++) {
      for (Condition need : path.get(later).needs()) {
        if (makesTrue(List.of(need), worlds, at)) {
          return "\"" + path.get(later).title() + "\" needs that " + need.sentence();
        }
      }
    }
    return target.goals().stream()
        .filter(g -> makesTrue(List.of(g), worlds, at))
        .findFirst()
        .map(g -> "the target says that " + g.sentence())
        .or(() -> missed(path, worlds, at))
        .orElse("a later step depends on it");
  }

  /** What a later step would miss if this one were left out, though another makes it true. */
  private static Optional<String> missed(List<Step> path, List<World> worlds, int at) {
    World world = worlds.get(at);
    for (Step later : path.subList(at + 1, path.size())) {
      for (Condition need : later.needs()) {
        if (!need.holds(world)) {
          return Optional.of("\"" + later.title() + "\" needs that " + need.sentence());
        }
      }
      world = later.after(world);
    }
    return Optional.empty();
  }

  private List<Step> reordered(Plan plan) {
    var waiting = new ArrayList<>(plan.steps());
    var done = new ArrayList<String>();
    var order = new ArrayList<Step>();
    while (!waiting.isEmpty()) {
      PlannedStep next =
          waiting.stream()
              .filter(s -> done.containsAll(s.after()))
              .min(
                  Comparator.comparing(PlannedStep::part)
                      .thenComparingInt(planned -> kindOrder(planned.step())))
              .orElseThrow();
      waiting.remove(next);
      done.add(next.step().key());
      order.add(next.step());
    }
    return order;
  }

  /**
   * {@link Comparator} minimum takes the first of equals, which is the order of the search:
   * inventory order.
   */
  private static int kindOrder(Step step) {
    return Steps.kinds().indexOf(step.kind());
  }
}
