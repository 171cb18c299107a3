package verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import verdigris.plan.Outcome.Refusal;
import verdigris.plan.Plan.PlannedStep;
import verdigris.step.Estimates;
import verdigris.world.Instance.Settings;
import verdigris.world.Obstacle;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * What a Refusal names is the least that must change: with all of it gone there is a plan, with any
 * one of it left there is none, and nothing smaller would do.
 */
class FewestObstaclesTest {
  private static final int MOST = 7;

  private static Obstacle obstacle(int number, String host, String... words) {
    return new Obstacle(host, List.of(words), "fact " + number, "remedy " + number);
  }

  private static List<Obstacle> of(List<Obstacle> all, int mask) {
    return IntStream.range(0, all.size())
        .filter(i -> (mask & (1 << i)) != 0)
        .mapToObj(all::get)
        .toList();
  }

  /** By trying all: fewest first, and of as many those that stand first in the list. */
  private static List<Obstacle> byTryingAll(List<Obstacle> all, Predicate<List<Obstacle>> leads) {
    return IntStream.range(0, 1 << all.size())
        .filter(mask -> leads.test(of(all, ~mask)))
        .boxed()
        .min(FewestObstaclesTest::compare)
        .map(mask -> of(all, mask))
        .orElseThrow();
  }

  private static int compare(int one, int other) {
    int size = Integer.compare(Integer.bitCount(one), Integer.bitCount(other));
    // The lowest bit is the first of the list.
    return size != 0 ? size : Integer.compareUnsigned(Integer.reverse(other), Integer.reverse(one));
  }

  @Provide
  Arbitrary<List<List<Integer>>> cores() {
    return Arbitraries.integers()
        .between(0, MOST - 1)
        .list()
        .uniqueElements()
        .ofMinSize(1)
        .ofMaxSize(4)
        .list()
        .ofMaxSize(6);
  }

  @Property(tries = 300)
  void itIsTheSmallestHoweverTheObstaclesHangTogether(@ForAll("cores") List<List<Integer>> cores) {
    List<Obstacle> all =
        IntStream.range(0, MOST).mapToObj(i -> obstacle(i, "green", "clone")).toList();
    Predicate<List<Obstacle>> leads =
        left ->
            cores.stream().noneMatch(core -> core.stream().map(all::get).allMatch(left::contains));
    assertThat(FewestObstacles.of(all, leads)).isEqualTo(byTryingAll(all, leads));
  }

  private static final List<Obstacle> OF_A_PAIR =
      List.of(
          obstacle(1, "green", "clone"),
          obstacle(2, "green", "clone", "start"),
          obstacle(3, "blue", "configure"),
          obstacle(4, "green"),
          obstacle(5, "blue", "promote"),
          obstacle(6, "green", "install"),
          obstacle(7, "green", "rewind"));

  @Test
  void everySetOfObstaclesInTheWayOfAStandbyIsAnsweredByTheSmallest() {
    World from = Worlds.fresh(Settings.NEED_RELOAD, Worlds.GREEN);
    var leads = new ArrayList<Boolean>();
    for (int mask = 0; mask < 1 << OF_A_PAIR.size(); mask++) {
      leads.add(outcome(Worlds.greenFollowsBlue(), of(OF_A_PAIR, mask), from) instanceof Plan);
    }
    int refused = 0;
    for (int mask = 0; mask < 1 << OF_A_PAIR.size(); mask++) {
      List<Obstacle> given = of(OF_A_PAIR, mask);
      if (outcome(Worlds.greenFollowsBlue(), given, from) instanceof Refusal refusal) {
        refused++;
        assertThat(refusal.obstacles())
            .isEqualTo(
                byTryingAll(
                    given,
                    left ->
                        leads.get(left.stream().mapToInt(o -> 1 << OF_A_PAIR.indexOf(o)).sum())));
        assertThat(refusal.otherwise()).isNotEmpty();
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Provide
  Arbitrary<List<Obstacle>> ofACutover() {
    List<String> words =
        List.of(
            "create-instance",
            "check-upgrade",
            "stop-primary",
            "promote",
            "upgrade",
            "clone",
            "configure",
            "start",
            "reinstate",
            "install");
    return Arbitraries.integers()
        .between(0, words.size() * 2 - 1)
        .map(i -> obstacle(i, i % 2 == 0 ? "blue" : "green", words.get(i / 2)))
        .list()
        .uniqueElements()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Property(tries = 3)
  void fromEveryMomentOfAnUpgradeItIsTheSmallest(
      @ForAll("ofACutover") List<Obstacle> given, @ForAll @IntRange(max = 100) int percent) {
    Target target = Worlds.upgrade();
    Plan plan = (Plan) outcome(target, List.of(), Worlds.served(target));
    PlannedStep step = plan.steps().get((plan.steps().size() - 1) * percent / 100);
    World from = plan.worldBefore(step);
    if (outcome(target, given, from) instanceof Refusal refusal) {
      assertThat(refusal.obstacles())
          .isEqualTo(byTryingAll(given, left -> outcome(target, left, from) instanceof Plan));
    }
  }

  private static Outcome outcome(Target target, List<Obstacle> obstacles, World from) {
    return new Planner(target, obstacles, Estimates.COARSE).plan(from);
  }
}
