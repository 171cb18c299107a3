package verdigris.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.plan.Plan.PlannedStep;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.world.Clients;
import verdigris.world.Condition;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.What;
import verdigris.world.Obstacle;
import verdigris.world.Target;
import verdigris.world.World;

/** How what a step took away can be had again. What a step only adds is left where it is. */
public sealed interface Undo {

  /** In the words of a plan; empty: there is nothing to give back. */
  String words();

  /** It takes nothing away from what was there. */
  record NotNeeded() implements Undo {
    @Override
    public String words() {
      return "";
    }
  }

  /**
   * Other steps give it back, and no commit is lost.
   *
   * @param plan there
   */
  record BySteps(Plan plan) implements Undo {
    @Override
    public String words() {
      return "by steps: " + titles(plan.steps().stream());
    }
  }

  /**
   * Steps give it back of which some make files anew from another instance's.
   *
   * @param plan there
   * @param copies the steps that copy
   */
  record ByCopy(Plan plan, List<PlannedStep> copies) implements Undo {
    public ByCopy {
      copies = List.copyOf(copies);
    }

    @Override
    public String words() {
      return "only by a copy: " + titles(copies.stream());
    }
  }

  /** Clients commit elsewhere from this step on. */
  record OnlyWithLoss() implements Undo {
    @Override
    public String words() {
      return "only with loss of what clients commit from then on";
    }
  }

  /**
   * It cannot.
   *
   * @param why what is gone
   */
  record Never(String why) implements Undo {
    @Override
    public String words() {
      return "no: " + why;
    }
  }

  /**
   * How a step is undone right after it.
   *
   * @param before the World before the step
   * @param wayBack from the World after it
   */
  static Undo of(
      Step step,
      World before,
      WayBack wayBack,
      Target target,
      List<Obstacle> obstacles,
      Estimates estimates) {
    List<String> destroyed = step.destroys(before);
    if (!destroyed.isEmpty()) {
      return new Never("it destroys " + String.join(", ", destroyed));
    }
    World after = step.after(before);
    boolean letsIn = before.serving().isEmpty() && after.serving().isPresent();
    if (letsIn) {
      return switch (wayBack) {
        case WayBack.WithoutLoss(Plan plan) -> new BySteps(plan);
        case WayBack.WithLoss _, WayBack.None _ -> new OnlyWithLoss();
        case WayBack.NotNeeded _ -> new NotNeeded();
      };
    }
    List<Condition> taken = taken(before, after);
    if (taken.isEmpty()) {
      return new NotNeeded();
    }
    List<String> hosts = worse(before, after).map(i -> i.id().host()).distinct().toList();
    return new Planner(target.again(taken, hosts), obstacles, estimates).plan(after)
            instanceof Plan plan
        ? by(plan)
        : new Never(
            "no step brings back "
                + taken.stream().map(Condition::sentence).collect(Collectors.joining("; ")));
  }

  private static Undo by(Plan plan) {
    List<PlannedStep> copies =
        plan.steps().stream().filter(s -> isCopy(plan.worldBefore(s), s.promise())).toList();
    return copies.isEmpty() ? new BySteps(plan) : new ByCopy(plan, copies);
  }

  private static boolean isCopy(World before, World after) {
    return after.instances().stream()
        .anyMatch(i -> i.what() == What.SERVER && before.instance(i.id()).what() != What.SERVER);
  }

  /** What of the World before does not hold any more, of instances with data and of clients. */
  private static List<Condition> taken(World before, World after) {
    Stream<Condition> clients =
        before.clients().filter(c -> c.letIn() && !isLetIn(after, c)).stream()
            .map(c -> new Condition(c.toString(), w -> isLetIn(w, c)));
    Stream<Condition> instances =
        worse(before, after)
            .map(i -> new Condition(i.toString(), w -> isAsGood(w.instance(i.id()), i)));
    return Stream.concat(clients, instances).toList();
  }

  /** Instances with data, as they were, that are not as good any more. */
  private static Stream<Instance> worse(World before, World after) {
    return before.instances().stream()
        .filter(i -> i.what() == What.SERVER && !isAsGood(after.instance(i.id()), i));
  }

  private static boolean isLetIn(World world, Clients clients) {
    return world.clients().equals(Optional.of(clients));
  }

  /** Running, open to clients, and with the same part to play, where it was. */
  private static boolean isAsGood(Instance now, Instance before) {
    return now.what() == What.SERVER
        && now.role().equals(before.role())
        && (now.isRunning() || !before.isRunning())
        && (now.isExposed() || !before.isExposed())
        && (isCurrent(now) || !isCurrent(before))
        && (isOfUse(now) || !isOfUse(before));
  }

  private static boolean isCurrent(Instance instance) {
    return instance.isRunning()
        && (instance.content() == Content.HAS_ALL || instance.content() == Content.FOLLOWS);
  }

  private static boolean isOfUse(Instance instance) {
    return instance.content() != Content.STRANDED && instance.content() != Content.DIVERGED;
  }

  private static String titles(Stream<PlannedStep> steps) {
    return steps.map(s -> s.step().title()).collect(Collectors.joining("; "));
  }
}
