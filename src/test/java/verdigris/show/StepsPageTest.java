package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.plan.Worlds.GREEN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.plan.Plan;
import verdigris.plan.Planner;
import verdigris.plan.Plans;
import verdigris.plan.Worlds;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.step.Steps;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Settings;
import verdigris.world.Target;
import verdigris.world.World;

class StepsPageTest {
  private static final StepsPage PAGE =
      new StepsPage(
          List.of(
              new StepsPage.Example(Plans.target(), reachable(Plans.target(), starts())),
              onTheWay(Worlds.upgrade().withBackup().withGone(List.of(Worlds.BLUE))),
              onTheWay(Worlds.switchover())));

  /** The Worlds of a plan from nothing to its end, and what can be done from there. */
  private static StepsPage.Example onTheWay(Target target) {
    World start = Worlds.served(target).withBackup(!target.backup());
    Plan plan = (Plan) new Planner(target, List.of(), Estimates.COARSE).plan(start);
    var worlds = new ArrayList<World>();
    plan.steps().forEach(s -> worlds.add(plan.worldBefore(s)));
    worlds.add(plan.end());
    World prepared = plan.worldBefore(plan.step("close-clients blue:11/main").orElseThrow());
    worlds.addAll(reachable(target, List.of(prepared)));
    return new StepsPage.Example(target, worlds);
  }

  /** Add a World here when a new kind is possible in none that is reached from these. */
  private static List<World> starts() {
    return List.of(
        Worlds.fresh(Settings.NEED_RESTART, GREEN),
        Worlds.done().with(GREEN, (Instance i) -> i.withRecovery(false)),
        Worlds.done().with(GREEN, (Instance i) -> i.with(Content.PAUSED)),
        Worlds.done().with(Worlds.BLUE, (Instance i) -> i.with(Run.STOPPED)));
  }

  /** Breadth first, so that the first World that fits is near the start. */
  private static List<World> reachable(Target target, List<World> starts) {
    List<Step> moves = Steps.towards(target);
    var seen = new LinkedHashSet<World>(starts);
    var open = new ArrayList<>(starts);
    for (int i = 0; i < open.size(); i++) {
      World at = open.get(i);
      moves.stream()
          .filter(s -> s.isPossible(at))
          .flatMap(s -> Stream.of(s.after(at)))
          .filter(seen::add)
          .forEach(open::add);
    }
    return List.copyOf(seen);
  }

  @Test
  void thePageOfStepKindsIsUpToDate() throws IOException {
    Golden.assertMatches("docs/steps.md", PAGE.of(Steps.kinds()));
  }

  @Test
  void everyStepKindHasAnExample() {
    assertThat(PAGE.withoutExample(Steps.kinds())).isEmpty();
  }

  @Test
  void everyStandbyOfAWorldHasAnArrowInItsPicture() {
    for (World world : reachable(Plans.target(), starts())) {
      Sketch sketch = Sketch.of(world.lines());
      assertThat(sketch.boxes())
          .hasSameSizeAs(
              world.instances().stream().filter(i -> i.what() != Instance.What.ABSENT).toList());
      assertThat(sketch.arrows())
          .extracting(a -> a.from() + " " + a.to() + " " + a.streams())
          .isEqualTo(
              world.instances().stream()
                  .flatMap(
                      i ->
                          i.role() instanceof verdigris.world.Role.StandbyOf(var upstream)
                              ? Stream.of(
                                  upstream + " " + i.id() + " " + (i.content() == Content.FOLLOWS))
                              : Stream.of())
                  .toList());
    }
  }
}
