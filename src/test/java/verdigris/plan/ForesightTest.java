package verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.plan.Worlds.BLUE;
import static verdigris.plan.Worlds.GREEN;
import static verdigris.plan.Worlds.GREEN15;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.plan.Plan.PlannedStep;
import verdigris.plan.Prospect.Need;
import verdigris.step.Estimates;
import verdigris.world.Condition;
import verdigris.world.Instance;
import verdigris.world.Instance.Settings;
import verdigris.world.InstanceId;
import verdigris.world.Invariant;
import verdigris.world.Target;
import verdigris.world.World;

class ForesightTest {
  private static final List<Plan> PLANS =
      List.of(
          plan(Worlds.greenFollowsBlue(), Worlds.fresh(Settings.NEED_RESTART, GREEN)),
          plan(Worlds.switchover(), Worlds.served(Worlds.switchover())),
          plan(Worlds.upgrade(), Worlds.served(Worlds.upgrade())),
          plan(Worlds.upgradeInPlace(), Worlds.served(Worlds.upgradeInPlace())));

  private static Plan plan(Target target, World from) {
    return (Plan) new Planner(target, List.of(), Estimates.COARSE).plan(from);
  }

  private static Prospect prospect(Plan plan, String key) {
    return prospect(plan, plan.step(key).orElseThrow());
  }

  private static Prospect prospect(Plan plan, PlannedStep step) {
    return new Foresight(plan, List.of(), Estimates.COARSE).of(step);
  }

  @Test
  void whatAStepNeedsIsNamedWithTheStepThatMakesItSo() {
    assertThat(prospect(PLANS.getFirst(), "start " + GREEN).needs())
        .contains(
            new Need("green:11/main is stopped", "clone green:11/main"),
            new Need("blue:11/main runs", ""),
            new Need("blue:11/main keeps WAL for green:11/main", "create-slot green:11/main"),
            new Need("blue:11/main lets the replication role in", "replication-role blue:11/main"));
  }

  @Test
  void whatNeedNotHoldHereIsNoNeed() {
    Prospect stop = prospect(PLANS.get(2), "stop-primary " + GREEN);
    assertThat(stop.needs()).extracting(Need::what).noneMatch(n -> n.contains("follows closely"));
  }

  @Test
  void everyNeedIsSoBeforeItsStepAndWasNotBeforeTheStepThatMakesItSo() {
    for (Plan plan : PLANS) {
      for (PlannedStep step : plan.steps()) {
        for (Need need : prospect(plan, step).needs()) {
          Condition condition =
              step.step().needs().stream()
                  .filter(c -> c.sentence().equals(need.what()))
                  .findFirst()
                  .orElseThrow();
          assertThat(condition.isFact(plan.worldBefore(step))).isTrue();
          Optional<PlannedStep> maker = plan.step(need.by());
          assertThat(maker.isPresent()).isEqualTo(!need.by().isEmpty());
          World without = maker.map(plan::worldBefore).orElse(plan.from());
          assertThat(condition.isFact(without))
              .as("%s needs %s, by %s", step.step().key(), need.what(), need.by())
              .isEqualTo(maker.isEmpty());
          maker.ifPresent(
              m -> assertThat(plan.steps().indexOf(m)).isLessThan(plan.steps().indexOf(step)));
        }
      }
    }
  }

  @Test
  void whatAStepMakesIsToldByWhatDiffers() {
    Plan upgrade = PLANS.get(2);
    assertThat(prospect(upgrade, "install green:15").makes())
        .containsExactly("now green has PostgreSQL 15");
    assertThat(prospect(upgrade, "replication-role " + BLUE).makes())
        .containsExactly("blue:11/main: replication role differs -> no longer");
    assertThat(prospect(upgrade, "upgrade " + GREEN15).makes())
        .containsExactly(
            "green:11/main: primary, stopped, has everything, fenced -> files taken over by its upgrade",
            "green:15/main: new and empty, upgrade to it checked, configured -> primary, stopped,"
                + " has everything, fenced, no statistics");
    for (Plan plan : PLANS) {
      assertThat(plan.steps()).allSatisfy(s -> assertThat(prospect(plan, s).makes()).isNotEmpty());
    }
  }

  @Test
  void whatHoldsTheOrderIsFoundByLeavingAStepOut() {
    assertThat(prospect(PLANS.get(2), "statistics " + GREEN15).without())
        .isEqualTo(
            "\"open-clients green:15/main\" would break statistics-before-clients:"
                + " clients would be let in to a server without planner statistics");
    assertThat(prospect(PLANS.get(1), "catch-up " + GREEN).without()).contains("no-commit-lost");
    assertThat(prospect(PLANS.get(1), "install green:11").without()).isEmpty();
  }

  @Test
  void whereNothingIsSaidToBreakThePlanWithoutTheStepKeepsEveryInvariant() {
    for (Plan plan : PLANS) {
      for (PlannedStep left : plan.steps()) {
        List<String> broken = brokenWithout(plan, left);
        String without = prospect(plan, left).without();
        assertThat(without.isEmpty()).as(left.step().key()).isEqualTo(broken.isEmpty());
        broken.stream().limit(1).forEach(b -> assertThat(without).contains(b));
      }
    }
  }

  private static List<String> brokenWithout(Plan plan, PlannedStep left) {
    var broken = new ArrayList<String>();
    World at = plan.from();
    for (PlannedStep step : plan.steps()) {
      if (!step.equals(left)) {
        World next = step.step().after(at);
        Invariant.brokenBy(at, next).map(Invariant::name).ifPresent(broken::add);
        at = next;
      }
    }
    return broken;
  }

  @Test
  void whatTakesNothingAwayNeedsNoUndo() {
    Plan upgrade = PLANS.get(2);
    for (String key : List.of("install green:15", "clone " + GREEN, "configure " + BLUE)) {
      assertThat(prospect(upgrade, key).undo()).as(key).isEmpty();
    }
  }

  @Test
  void aStepIsUndoneByStepsOrByACopyOrOnlyWithLoss() {
    Plan upgrade = PLANS.get(2);
    assertThat(prospect(upgrade, "stop-primary " + BLUE).undo())
        .isEqualTo("by steps: start blue:11/main");
    assertThat(prospect(upgrade, "demote " + BLUE).undo())
        .isEqualTo("by steps: make blue:11/main the primary again");
    assertThat(prospect(upgrade, "promote " + GREEN).undo())
        .isEqualTo("only by a copy: rewind green:11/main to blue:11/main");
    assertThat(prospect(upgrade, "upgrade " + GREEN15).undo())
        .isEqualTo("only by a copy: clone blue:11/main to green:11/main");
    assertThat(prospect(upgrade, "open-clients " + GREEN15).undo())
        .isEqualTo("only with loss of what clients commit from then on");
  }

  @Test
  void ofManyStandbysOnlyThoseThatAStepIsAboutAreSearchedFor() {
    List<Target.Link> links =
        IntStream.rangeClosed(1, 8)
            .mapToObj(i -> new InstanceId("teal" + i, 15, "main"))
            .map(id -> new Target.Link(id, GREEN15))
            .toList();
    var target = new Target(Optional.of(BLUE), GREEN15, links, "eight standbys");
    Plan plan = plan(target, served(target));
    assertThat(prospect(plan, "close-clients " + BLUE).undo())
        .isEqualTo("by steps: let clients in to blue:11/main");
    assertThat(prospect(plan, plan.steps().getLast()).wayBack()).startsWith("only with loss");
  }

  private static World served(Target target) {
    World two = Worlds.served(Worlds.upgrade());
    List<Instance> instances =
        Stream.concat(
                two.instances().stream(),
                target.links().stream().map(l -> Instance.absent(l.standby())))
            .toList();
    return new World(instances, two.installed(), two.clients());
  }

  @Test
  void whatIsDestroyedIsNotUndone() {
    Target target = Worlds.upgrade().withGone(List.of(BLUE));
    Plan plan = plan(target, Worlds.served(target));
    assertThat(prospect(plan, "remove " + BLUE).undo())
        .isEqualTo("no: it destroys the old copy blue:11/main");
  }

  /** Undone, every instance with data plays the part again that it played before the step. */
  @Test
  void theStepsThatUndoAStepKeepEveryInvariantAndGiveBackWhatItTook() {
    for (Plan plan : PLANS) {
      var foresight = new Foresight(plan, List.of(), Estimates.COARSE);
      for (PlannedStep step : plan.steps()) {
        Optional<Plan> undo =
            switch (foresight.undo(step, foresight.wayBack(step))) {
              case Undo.BySteps(Plan back) -> Optional.of(back);
              case Undo.ByCopy(Plan back, var _) -> Optional.of(back);
              case Undo.NotNeeded _, Undo.OnlyWithLoss _, Undo.Never _ -> Optional.empty();
            };
        undo.filter(_ -> !step.step().word().equals("open-clients"))
            .ifPresent(back -> assertThatItGivesBack(plan, step, back));
      }
    }
  }

  private static void assertThatItGivesBack(Plan plan, PlannedStep step, Plan back) {
    World world = step.promise();
    for (PlannedStep undoing : back.steps()) {
      world = undoing.step().safelyAfter(world).orElseThrow();
    }
    World end = world;
    World before = plan.worldBefore(step);
    Stream.of(before.instances())
        .flatMap(List::stream)
        .filter(i -> i.what() == Instance.What.SERVER)
        .filter(i -> !i.role().equals(step.promise().instance(i.id()).role()))
        .forEach(
            i ->
                assertThat(end.instance(i.id()).role())
                    .as("undoing %s", step.step().key())
                    .isEqualTo(i.role()));
  }
}
