package verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.plan.Worlds.GREEN;
import static verdigris.plan.Worlds.TEAL;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.plan.Plan.PlannedStep;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.step.Steps;
import verdigris.world.Instance.Settings;
import verdigris.world.InstanceId;
import verdigris.world.Invariant;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * All Worlds that can be reached from listed ones under every step kind, with a crash after every
 * step, a crash inside it, and a reboot of any host: the invariants hold, and from each there is a
 * plan or an explained refusal.
 */
class ModelCheckTest {

  @Test
  void everyReachableWorldOfTwoHostsIsSafeAndHasAWayOn() {
    SequencedSet<String> used = check("two hosts", Worlds.greenFollowsBlue(), starts(GREEN), true);
    assertThat(used)
        .as("kinds that some plan uses")
        .containsExactlyInAnyOrder(
            "install",
            "replication-role",
            "configure",
            "restart",
            "create-slot",
            "stop",
            "rewind",
            "clone",
            "follow",
            "start",
            "resume-replay",
            "catch-up",
            "open-clients");
  }

  @Test
  void everyReachableWorldOfACascadeOfThreeHostsIsSafeAndHasAWayOn() {
    check(
        "cascade of three",
        Worlds.cascade(),
        List.of(Worlds.fresh(Settings.NEED_RELOAD, GREEN, TEAL)),
        false);
  }

  private static List<World> starts(InstanceId... others) {
    return Stream.concat(
            Stream.of(Settings.values()).map(settings -> Worlds.fresh(settings, others)),
            Stream.of(Worlds.done()))
        .toList();
  }

  private static SequencedSet<String> check(
      String name, Target target, List<World> starts, boolean hands) {
    var exploration = new Exploration(target, hands);
    starts.forEach(exploration::from);
    exploration.run();
    System.out.printf(
        "model check, %s: %d Worlds, %d transitions, a plan from each%n",
        name, exploration.seen.size(), exploration.transitions);

    assertThat(exploration.unsafe).as("moves that break an invariant").isEmpty();
    var used = new LinkedHashSet<String>();
    for (World world : exploration.seen) {
      Outcome outcome = new Planner(target, List.of(), Estimates.COARSE).plan(world);
      assertThat(outcome).as("a way on from\n%s", world).isInstanceOf(Plan.class);
      Plan plan = (Plan) outcome;
      plan.steps().forEach(s -> used.add(s.step().word()));
      assertThat(target.isReached(plan.end()))
          .as("the plan from\n%s\nreaches the target", world)
          .isTrue();
      assertThat(new Planner(target, List.of(), Estimates.COARSE).plan(plan.end()))
          .as("planning again from the end of the plan from\n%s", world)
          .isEqualTo(new Plan(target, plan.end(), List.of()));
      assertThat(
              PlanCheck.walk(plan.steps().stream().map(PlannedStep::step).toList(), world, target))
          .isEmpty();
    }
    return used;
  }

  /** Breadth first over everything that we or an accident can do. */
  private static final class Exploration {
    final SequencedSet<World> seen = new LinkedHashSet<>();
    final List<String> unsafe = new ArrayList<>();
    final ArrayDeque<World> open = new ArrayDeque<>();
    final List<Step> moves;
    final InstanceId origin;
    long transitions;

    final boolean hands;

    Exploration(Target target, boolean hands) {
      this.hands = hands;
      moves = Steps.towards(target);
      origin = target.origin();
    }

    void from(World world) {
      if (seen.add(world)) {
        open.add(world);
      }
    }

    void run() {
      while (!open.isEmpty()) {
        World world = open.remove();
        for (Step move : moves) {
          if (!move.isPossible(world) || Invariant.brokenBy(world, move.after(world)).isPresent()) {
            continue;
          }
          visit(world, move.after(world), move.key());
          move.wreckage(world).forEach(w -> visit(world, w, "crash inside " + move.key()));
        }
        Crashes.of(world, origin).forEach(w -> visit(world, w, "accident"));
        if (hands) {
          Crashes.byHand(world).forEach(w -> visit(world, w, "hands"));
        }
      }
    }

    private void visit(World before, World after, String by) {
      transitions++;
      Invariant.all().stream()
          .filter(i -> i.scope() == Invariant.Scope.ALWAYS && !i.rule().allows(before, after))
          .forEach(i -> unsafe.add(by + " breaks " + i.name() + " from\n" + before));
      from(after);
    }
  }
}
