package verdigris.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.plan.Plan.PlannedStep;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.step.Steps;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;
import verdigris.world.Target;
import verdigris.world.World;

/** How clients can be brought back to where they were served, from some World on. */
public sealed interface WayBack {

  /** In the words of a plan; empty: there is nothing to go back from. */
  String words();

  /** Clients are served there. */
  record NotNeeded() implements WayBack {
    @Override
    public String words() {
      return "";
    }
  }

  /**
   * No commit is lost.
   *
   * @param plan back
   */
  record WithoutLoss(Plan plan) implements WayBack {
    @Override
    public String words() {
      return "without loss, " + outage(plan.cost().outage()) + ": " + titles(plan.steps());
    }
  }

  /**
   * A copy is there which was complete when clients were let in elsewhere, and has nothing since.
   *
   * @param copy that clients would be let in to
   * @param serving where they commit now
   * @param plan back, as if what they committed there did not count
   * @param outageSeconds of all of it
   */
  record WithLoss(InstanceId copy, InstanceId serving, Plan plan, int outageSeconds)
      implements WayBack {
    @Override
    public String words() {
      return "only with loss, %s: %s lacks every commit since clients were let in on %s"
          .formatted(outage(outageSeconds), copy, serving);
    }
  }

  /**
   * There is none.
   *
   * @param why what stands in the way
   */
  record None(String why) implements WayBack {
    @Override
    public String words() {
      return "none: " + why;
    }
  }

  /**
   * Where a plan's way back leads: to who served before it, or, when the new primary serves
   * already, to the instance that had the data first.
   */
  static InstanceId home(Plan plan) {
    Target target = plan.target();
    return plan.from()
        .serving()
        .map(Instance::id)
        .filter(id -> !id.equals(target.primary()))
        .orElse(target.origin());
  }

  /**
   * The way back from a World.
   *
   * @param target of the plan that leads away
   * @param home where clients are to be served again
   * @param obstacles facts that make steps impossible
   */
  static WayBack from(
      World world, Target target, InstanceId home, List<Obstacle> obstacles, Estimates estimates) {
    Optional<InstanceId> serving = world.serving().map(Instance::id);
    if (world.instance(home).what() != What.SERVER && !target.former().isEmpty()) {
      // Its files were taken by its upgrade: a standby of it is what there is of the old major.
      InstanceId heir = target.former().getFirst().standby();
      return from(world, target.from(heir), heir, obstacles, estimates);
    }
    if (serving.equals(Optional.of(home))) {
      return new NotNeeded();
    }
    var planner = new Planner(target.servedBy(home), obstacles, estimates);
    Outcome back = planner.plan(world);
    if (back instanceof Plan plan) {
      return new WithoutLoss(plan);
    }
    if (serving.isPresent() && isOldCopy(world.instance(home), serving.get())) {
      Optional<WayBack> lossy = withLoss(world, planner, target, home, serving.get(), estimates);
      if (lossy.isPresent()) {
        return lossy.get();
      }
    }
    return new None(why((Outcome.Refusal) back, world, home));
  }

  /** What an upgrade left behind stays as it was when clients were let in on the new major. */
  private static boolean isOldCopy(Instance instance, InstanceId serving) {
    return instance.what() == What.SERVER
        && instance.content() == Content.BEHIND
        && instance.id().major() < serving.major();
  }

  private static Optional<WayBack> withLoss(
      World world,
      Planner planner,
      Target target,
      InstanceId home,
      InstanceId serving,
      Estimates estimates) {
    Optional<Step> close =
        Steps.towards(target).stream()
            .filter(s -> s.safelyAfter(world).filter(w -> w.serving().isEmpty()).isPresent())
            .findFirst();
    return close.flatMap(
        step ->
            planner.plan(given(step.after(world), home)) instanceof Plan plan
                ? Optional.of(
                    new WithLoss(
                        home,
                        serving,
                        plan,
                        Planner.cost(world, step, estimates).outage() + plan.cost().outage()))
                : Optional.empty());
  }

  /** The World if what was committed elsewhere did not count. */
  private static World given(World world, InstanceId home) {
    return world
        .withAll(i -> i.hasAll() ? i.with(Content.DIVERGED) : i)
        .with(home, i -> i.with(Content.HAS_ALL));
  }

  private static String why(Outcome.Refusal refusal, World world, InstanceId home) {
    boolean reachable = refusal.unreachable().isEmpty();
    return reachable
        ? refusal.obstacles().stream().map(Obstacle::fact).collect(Collectors.joining("; "))
        : world.instance(home) + ", and no step lets clients in there again";
  }

  private static String outage(int seconds) {
    return seconds == 0 ? "no outage" : "outage of " + Estimates.about(seconds);
  }

  private static String titles(List<PlannedStep> steps) {
    return Stream.of(steps)
        .flatMap(List::stream)
        .map(s -> s.step().title())
        .collect(Collectors.joining("; "));
  }
}
