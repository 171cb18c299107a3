package verdigris.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.step.Steps;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Obstacle;
import verdigris.world.Target;
import verdigris.world.Target.Link;
import verdigris.world.World;

/**
 * Uniform-cost search (Dijkstra) over Worlds. No code here or elsewhere knows the order of the
 * steps: it follows from their needs, effects and costs. Deterministic: ties go to the deeper node,
 * then to the one found first, in the canonical order of {@link Steps}.
 */
public final class Planner {
  private static final int AT_ONCE = 2;

  private final Target target;
  private final List<Obstacle> obstacles;
  private final Estimates estimates;
  private final List<String> without;

  /**
   * @param target what must hold
   * @param obstacles facts that make steps impossible
   * @param estimates coarse durations
   */
  public Planner(Target target, List<Obstacle> obstacles, Estimates estimates) {
    this(target, obstacles, estimates, List.of());
  }

  /**
   * @param target what must hold
   * @param obstacles facts that make steps impossible
   * @param estimates coarse durations
   * @param without keys of steps that are not to be tried again
   */
  public Planner(
      Target target, List<Obstacle> obstacles, Estimates estimates, List<String> without) {
    this.target = target;
    this.obstacles = obstacles.stream().distinct().toList();
    this.estimates = estimates;
    this.without = List.copyOf(without);
  }

  /**
   * The cheapest way from a World to the target, or why there is none. Of many standbys the
   * cheapest way of each after those before it: each is led by steps of its own, and the Worlds of
   * all at once would be the product of the Worlds of each.
   */
  public Outcome plan(World from) {
    return plan(from, AT_ONCE);
  }

  /**
   * The same.
   *
   * @param atOnce up to how many standbys are searched for at once
   */
  Outcome plan(World from, int atOnce) {
    Outcome past = way(from, atOnce);
    if (past instanceof Plan || obstacles.isEmpty()) {
      return past;
    }
    Outcome free = beside(List.of()).way(from, atOnce);
    if (!(free instanceof Plan)) {
      // No fact that somebody could remove stands in the way.
      return free;
    }
    List<Obstacle> fewest =
        FewestObstacles.of(
            obstacles.stream().filter(this::isAboutAMove).toList(),
            left -> beside(left).way(from, atOnce) instanceof Plan);
    List<Obstacle> left = obstacles.stream().filter(o -> !fewest.contains(o)).toList();
    return beside(left).way(from, atOnce) instanceof Plan plan
        ? new Outcome.Refusal(
            fewest, List.of(), plan.steps().stream().map(s -> s.step().title()).toList())
        : past;
  }

  /** The same search with other facts in its way. */
  private Planner beside(List<Obstacle> others) {
    return new Planner(target, others, estimates, without);
  }

  private boolean isAboutAMove(Obstacle obstacle) {
    return Steps.towards(target).stream().anyMatch(s -> isBlocked(s, List.of(obstacle)));
  }

  private static boolean isBlocked(Step move, List<Obstacle> obstacles) {
    return obstacles.stream().anyMatch(o -> o.stops(move.word(), move.host()));
  }

  /** The cheapest way past nothing that is blocked; a refusal names no obstacle. */
  private Outcome way(World from, int atOnce) {
    if (target.links().size() <= atOnce || !(target.aim() instanceof Target.Aim.Declared)) {
      return search(from);
    }
    List<Link> links = upstreamsFirst();
    var steps = new ArrayList<Step>();
    World at = from;
    for (int count = atOnce; count <= links.size(); count++) {
      Target part = target.only(links.subList(0, count), count == links.size());
      Outcome outcome = new Planner(part, obstacles, estimates, without).search(at);
      if (!(outcome instanceof Plan plan)) {
        return outcome;
      }
      plan.steps().forEach(s -> steps.add(s.step()));
      at = plan.end();
    }
    return Sequencing.of(target, from, steps, estimates);
  }

  /** The links in an order in which nobody comes before whom it follows. */
  private List<Link> upstreamsFirst() {
    var left = new ArrayList<>(target.links());
    var ordered = new ArrayList<Link>();
    while (!left.isEmpty()) {
      Link next =
          left.stream()
              .filter(l -> left.stream().noneMatch(o -> o.standby().equals(l.upstream())))
              .findFirst()
              .orElse(left.getFirst());
      left.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  /** The steps that may be taken, with what each needs. */
  private List<Move> moves() {
    return Steps.towards(target).stream()
        .filter(s -> !without.contains(s.key()) && !isBlocked(s, obstacles))
        .map(s -> new Move(s, s.needs()))
        .toList();
  }

  private Outcome search(World from) {
    List<Move> moves = moves();
    List<Condition> goals = target.goals();
    var open = new PriorityQueue<Node>(Node.ORDER);
    SequencedMap<World, Cost> best = new LinkedHashMap<>();
    int found = 0;
    open.add(new Node(from, Cost.NONE, 0, found, null, null));
    best.put(from, Cost.NONE);
    while (!open.isEmpty()) {
      Node node = open.remove();
      if (node.cost().compareTo(best.getOrDefault(node.world(), node.cost())) > 0) {
        continue;
      }
      if (goals.stream().allMatch(g -> g.holds(node.world()))) {
        return Sequencing.of(target, from, node.path(), estimates);
      }
      for (Move move : moves) {
        Step step = move.step();
        Optional<World> next = step.safelyAfter(node.world(), move.needs());
        if (next.isEmpty()) {
          continue;
        }
        Cost cost = node.cost().plus(cost(node.world(), step, estimates));
        Cost known = best.get(next.get());
        if (known == null || cost.compareTo(known) < 0) {
          best.put(next.get(), cost);
          open.add(new Node(next.get(), cost, node.depth() + 1, ++found, node, step));
        }
      }
    }
    return unreachable(best.sequencedKeySet().stream().toList());
  }

  /**
   * What a move costs from there: its work is outage too when clients cannot commit before or after
   * it, whatever it does. So preparations come before an outage, and the nearest end of one first.
   */
  static Cost cost(World before, Step move, Estimates estimates) {
    Cost cost = move.cost(before, estimates);
    boolean served = before.serving().isPresent() && move.after(before).serving().isPresent();
    return served ? cost : cost.withOutage(cost.work());
  }

  private Outcome.Refusal unreachable(List<World> seen) {
    List<String> never =
        target.goals().stream()
            .filter(g -> seen.stream().noneMatch(g::holds))
            .map(Condition::sentence)
            .toList();
    List<String> named =
        never.isEmpty() ? List.of("all of it at once: " + target.sentence()) : never;
    return new Outcome.Refusal(List.of(), named, List.of());
  }

  /** A step, and what it needs, made once for the thousands of Worlds in which that is asked. */
  private record Move(Step step, List<Condition> needs) {}

  /** A World on the way, and how it was reached. */
  private record Node(
      World world, Cost cost, int depth, int number, @Nullable Node parent, @Nullable Step move) {
    static final Comparator<Node> ORDER =
        Comparator.comparing(Node::cost)
            .thenComparing(Comparator.comparingInt(Node::depth).reversed())
            .thenComparingInt(Node::number);

    List<Step> path() {
      var path = new ArrayList<Step>();
      Node at = this;
      while (at != null && at.move() != null) {
        path.add(at.move());
        at = at.parent();
      }
      return path.reversed();
    }
  }
}
