package verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.plan.Worlds.BLUE;
import static verdigris.plan.Worlds.GREEN;
import static verdigris.plan.Worlds.TEAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import verdigris.plan.Outcome.Refusal;
import verdigris.plan.Plan.PlannedStep;
import verdigris.step.Estimates;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Settings;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;
import verdigris.world.Role;
import verdigris.world.Target;
import verdigris.world.World;

class PlannerTest {
  private static Plan plan(Target target, World from) {
    return (Plan) new Planner(target, List.of(), Estimates.COARSE).plan(from);
  }

  private static List<String> keys(Plan plan) {
    return plan.steps().stream().map(s -> s.step().key()).toList();
  }

  private static List<String> planFromDone(java.util.function.UnaryOperator<World> drift) {
    return keys(plan(Worlds.greenFollowsBlue(), drift.apply(Worlds.done())));
  }

  @Test
  void aCorrectPairNeedsNothing() {
    assertThat(planFromDone(w -> w)).isEmpty();
  }

  @Test
  void fromNothingTheStepsAreThoseOfTheRunbook() {
    assertThat(keys(plan(Worlds.greenFollowsBlue(), Worlds.fresh(Settings.NEED_RELOAD, GREEN))))
        .containsExactly(
            "install green:11",
            "replication-role blue:11/main",
            "configure blue:11/main",
            "configure green:11/main",
            "create-slot green:11/main",
            "clone green:11/main",
            "start green:11/main",
            "catch-up green:11/main");
  }

  @Test
  void everyStepSaysWhyItIsThere() {
    Plan plan = plan(Worlds.greenFollowsBlue(), Worlds.fresh(Settings.NEED_RELOAD, GREEN));
    assertThat(plan.steps())
        .extracting(PlannedStep::why)
        .containsExactly(
            "\"configure green:11/main\" needs that green has PostgreSQL 11",
            "\"clone blue:11/main to green:11/main\" needs that blue:11/main lets the replication role in",
            "\"keep WAL on blue:11/main for green:11/main\" needs that blue:11/main has the declared settings",
            "\"start green:11/main\" needs that green:11/main has the declared settings",
            "\"clone blue:11/main to green:11/main\" needs that blue:11/main keeps WAL for green:11/main",
            "\"start green:11/main\" needs that green:11/main is stopped",
            "\"wait until green:11/main streams from blue:11/main\" needs that green:11/main runs",
            "the target says that green:11/main follows blue:11/main");
  }

  @Test
  void aRestartOfTheServingPrimaryIsBehindTheCutoverGateWithAllThatNeedsIt() {
    Plan plan = plan(Worlds.greenFollowsBlue(), Worlds.fresh(Settings.NEED_RESTART, GREEN));
    assertThat(plan.steps().stream().filter(s -> s.part() == Part.PREPARE).map(s -> s.step().key()))
        .containsExactly(
            "install green:11",
            "replication-role blue:11/main",
            "configure blue:11/main",
            "configure green:11/main");
    assertThat(plan.cost().outage()).isEqualTo(4);
  }

  @Test
  void aSettingThatWasEditedIsPutBack() {
    assertThat(planFromDone(w -> w.with(BLUE, (Instance i) -> i.with(Settings.NEED_RELOAD))))
        .containsExactly("configure blue:11/main");
    assertThat(planFromDone(w -> w.with(GREEN, (Instance i) -> i.with(Settings.NEED_RESTART))))
        .containsExactly(
            "configure green:11/main", "restart green:11/main", "catch-up green:11/main");
  }

  @Test
  void aSlotThatWasDroppedIsCreatedAgain() {
    assertThat(
            planFromDone(
                w -> w.with(GREEN, (Instance i) -> i.withSlot(false).with(Content.BEHIND))))
        .containsExactly("create-slot green:11/main", "catch-up green:11/main");
  }

  @Test
  void aStandbyThatWasStoppedIsStarted() {
    assertThat(planFromDone(w -> w.with(GREEN, (Instance i) -> i.with(Run.STOPPED))))
        .containsExactly("start green:11/main", "catch-up green:11/main");
  }

  @Test
  void replayThatWasPausedIsResumed() {
    assertThat(planFromDone(w -> w.with(GREEN, (Instance i) -> i.with(Content.PAUSED))))
        .containsExactly("resume-replay green:11/main", "catch-up green:11/main");
  }

  @Test
  void aRoleWithAnotherPasswordIsSetAgain() {
    assertThat(planFromDone(w -> w.with(BLUE, (Instance i) -> i.withReplicationRole(false))))
        .containsExactly("replication-role blue:11/main");
  }

  @Test
  void recoveryConfigurationIsChangedOnlyWhileTheStandbyIsStopped() {
    assertThat(planFromDone(w -> w.with(GREEN, (Instance i) -> i.withRecovery(false))))
        .containsExactly(
            "stop green:11/main",
            "follow green:11/main",
            "start green:11/main",
            "catch-up green:11/main");
  }

  @Test
  void aStandbyWhoseWalIsGoneIsClonedAgain() {
    assertThat(planFromDone(w -> w.with(GREEN, (Instance i) -> i.with(Content.STRANDED))))
        .containsExactly(
            "stop green:11/main",
            "clone green:11/main",
            "start green:11/main",
            "catch-up green:11/main");
  }

  @Test
  void aStandbyWhoseWalIsGoneRunsUntilItsCloneMayFollow() {
    Plan plan =
        plan(
            Worlds.greenFollowsBlue(),
            Worlds.done().with(GREEN, (Instance i) -> i.with(Content.STRANDED)));
    assertThat(plan.steps())
        .extracting(s -> s.step().key() + ": " + s.part().word())
        .containsExactly(
            "stop green:11/main: finish",
            "clone green:11/main: finish",
            "start green:11/main: finish",
            "catch-up green:11/main: finish");
  }

  @Test
  void halfACloneIsMadeAgainAndNeverStarted() {
    assertThat(planFromDone(w -> w.with(GREEN, (Instance i) -> i.with(Instance.What.DISPOSABLE))))
        .containsExactly("clone green:11/main", "start green:11/main", "catch-up green:11/main");
  }

  @Test
  void aCascadeIsBuiltFromTheTop() {
    assertThat(keys(plan(Worlds.cascade(), Worlds.fresh(Settings.AS_DECLARED, GREEN, TEAL))))
        .containsSubsequence("clone green:11/main", "clone teal:11/main");
  }

  @Test
  void anIndependentPrimaryInThePlaceOfAStandbyIsNeverOverwritten() {
    World world =
        Worlds.done()
            .with(
                GREEN,
                (Instance i) -> i.with(Run.STOPPED).with(new Role.Primary()).with(Run.DISABLED));
    Outcome outcome =
        new Planner(Worlds.greenFollowsBlue(), List.of(), Estimates.COARSE).plan(world);
    assertThat(outcome).isInstanceOf(Refusal.class);
    assertThat(((Refusal) outcome).unreachable())
        .containsExactly("green:11/main follows blue:11/main");
  }

  @Test
  void aRefusalNamesTheFewestFactsThatStandInTheWay() {
    var disk =
        new Obstacle(
            "green", List.of("clone"), "green has 41 GB free, the clone needs 63 GB", "free 22 GB");
    var unrelated = new Obstacle("green", List.of("resume-replay"), "something else", "nothing");
    Outcome outcome =
        new Planner(Worlds.greenFollowsBlue(), List.of(disk, unrelated), Estimates.COARSE)
            .plan(Worlds.fresh(Settings.NEED_RELOAD, GREEN));
    assertThat(outcome).isInstanceOf(Refusal.class);
    assertThat(((Refusal) outcome).obstacles()).containsExactly(disk);
  }

  @Test
  void anObstacleThatNoStepMeetsIsNoReasonToRefuse() {
    var disk =
        new Obstacle(
            "green", List.of("clone"), "green has 41 GB free, the clone needs 63 GB", "free 22 GB");
    assertThat(
            new Planner(Worlds.greenFollowsBlue(), List.of(disk), Estimates.COARSE)
                .plan(Worlds.done()))
        .isInstanceOf(Plan.class);
  }

  @Test
  void stepsOnDifferentHostsDoNotWaitForEachOther() {
    Plan plan = plan(Worlds.greenFollowsBlue(), Worlds.fresh(Settings.NEED_RELOAD, GREEN));
    assertThat(plan.step("configure blue:11/main").orElseThrow().after()).isEmpty();
    assertThat(plan.step("configure green:11/main").orElseThrow().after())
        .containsExactly("install green:11");
    assertThat(plan.step("clone green:11/main").orElseThrow().after())
        .containsExactly(
            "install green:11",
            "replication-role blue:11/main",
            "configure blue:11/main",
            "create-slot green:11/main");
  }

  @Test
  void whatIsLeftOfAPlanIsFoundFromTheWorldAlone() {
    Plan plan = plan(Worlds.greenFollowsBlue(), Worlds.fresh(Settings.NEED_RELOAD, GREEN));
    var steps = plan.steps().stream().map(PlannedStep::step).toList();
    for (int i = 0; i < steps.size(); i++) {
      World at = plan.steps().get(i).promise();
      assertThat(PlanCheck.remaining(steps, at, plan.target()))
          .contains(steps.subList(i + 1, steps.size()));
    }
  }

  @Test
  void aPlanForAnotherWorldDoesNotCheckOut() {
    Plan plan =
        plan(
            Worlds.greenFollowsBlue(),
            Worlds.done().with(GREEN, (Instance i) -> i.with(Run.STOPPED)));
    var steps = plan.steps().stream().map(PlannedStep::step).toList();
    World changed =
        Worlds.done().with(GREEN, (Instance i) -> i.with(Run.STOPPED).withRecovery(false));
    assertThat(PlanCheck.remaining(steps, changed, plan.target())).isEmpty();
  }

  @Test
  void afterAnUpgradeThatWasGivenUpItsRemainsAreNotCloned() {
    Instance remains =
        Worlds.serving(Settings.AS_DECLARED, true).with(Content.DIVERGED).withFence(true);
    World world =
        Worlds.served(Worlds.upgrade())
            .with(
                Worlds.GREEN15,
                (Instance i) ->
                    new Instance(
                        i.id(),
                        remains.what(),
                        remains.run(),
                        remains.role(),
                        remains.content(),
                        remains.settings(),
                        true,
                        true,
                        true,
                        true,
                        Instance.Statistics.ALL));
    List<String> keys =
        plan(Worlds.upgrade(), world).steps().stream().map(s -> s.step().key()).toList();
    assertThat(keys)
        .contains("clone blue:15/main", "upgrade green:15/main")
        .satisfies(
            k ->
                assertThat(k.indexOf("clone blue:15/main"))
                    .isGreaterThan(k.indexOf("upgrade green:15/main")));
  }

  @Test
  void manyStandbysArePlannedOneAfterTheOther() {
    List<InstanceId> greens = greens(8);
    Plan plan = plan(follow(greens), Worlds.fresh(Settings.NEED_RELOAD, greens));
    assertThat(plan.end()).satisfies(w -> assertThat(plan.target().isReached(w)).isTrue());
    for (InstanceId green : greens) {
      assertThat(plan.step("clone " + green)).isPresent();
    }
    assertThat(plan.steps().getLast().after())
        .as("they do not wait for each other")
        .hasSizeLessThan(8);
  }

  @Test
  void ofManyStandbysEachIsPreparedBeforeThePrimaryIsRestarted() {
    List<InstanceId> greens = greens(8);
    Plan plan = plan(follow(greens), Worlds.fresh(Settings.NEED_RESTART, greens));
    List<String> prepared =
        plan.steps().stream()
            .filter(s -> s.part() == Part.PREPARE)
            .map(s -> s.step().key())
            .toList();
    for (InstanceId green : greens) {
      assertThat(prepared).contains("install %s:11".formatted(green.host()), "configure " + green);
    }
    assertThat(plan.steps().get(prepared.size()).step().key()).isEqualTo("restart " + BLUE);
  }

  @Test
  void aServerThatHasPartedIsRewoundOrWhereThatIsImpossibleClonedAgain() {
    World parted =
        plan(follow(List.of(GREEN)), Worlds.fresh(Settings.NEED_RELOAD, GREEN))
            .end()
            .with(GREEN, (Instance i) -> i.with(Instance.What.PARTED));
    var noRewind = new Obstacle("green", List.of("rewind"), "There is no pg_rewind.", "Nothing.");

    assertThat(keys(follow(List.of(GREEN)), List.of(), parted))
        .containsExactly("rewind green:11/main", "start green:11/main", "catch-up green:11/main");
    assertThat(keys(follow(List.of(GREEN)), List.of(noRewind), parted))
        .containsExactly("clone green:11/main", "start green:11/main", "catch-up green:11/main");
  }

  @Test
  void theNewPrimaryIsBackedUpOnceClientsAreServedAndBeforeAnythingIsRemoved() {
    Target target = Worlds.upgrade().withBackup().withGone(List.of(BLUE));

    List<String> keys = keys(target, List.of(), Worlds.served(target).withBackup(false));

    assertThat(keys.indexOf("backup green:15/main"))
        .isGreaterThan(keys.indexOf("open-clients green:15/main"))
        .isLessThan(keys.indexOf("remove blue:11/main"));
    assertThat(keys(target, List.of(), Worlds.served(target)))
        .doesNotContain("backup green:15/main");
  }

  private static List<String> keys(Target target, List<Obstacle> obstacles, World from) {
    var plan = (Plan) new Planner(target, obstacles, Estimates.COARSE).plan(from);
    return plan.steps().stream().map(s -> s.step().key()).toList();
  }

  @Test
  void oneAfterTheOtherCostsNoMoreThanAllAtOnce() {
    List<InstanceId> greens = greens(3);
    World fresh = Worlds.fresh(Settings.NEED_RELOAD, greens);
    var planner = new Planner(follow(greens), List.of(), Estimates.COARSE);
    Plan staged = (Plan) planner.plan(fresh, 1);
    Plan atOnce = (Plan) planner.plan(fresh, 3);
    assertThat(staged).isEqualTo(atOnce);
  }

  @Test
  void aCascadeOfManyIsPlannedFromTheTopWhateverItsOrderInThePlaybook() {
    List<InstanceId> greens = greens(4);
    var links = new ArrayList<Target.Link>();
    for (int i = greens.size() - 1; i >= 0; i--) {
      links.add(new Target.Link(greens.get(i), i == 0 ? BLUE : greens.get(i - 1)));
    }
    var target = new Target(Optional.of(BLUE), BLUE, links, "a chain");
    Plan plan = plan(target, Worlds.fresh(Settings.NEED_RELOAD, greens));
    assertThat(target.isReached(plan.end())).isTrue();
  }

  private static List<InstanceId> greens(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> new InstanceId("green" + i, 11, "main"))
        .toList();
  }

  private static Target follow(List<InstanceId> greens) {
    return new Target(
        Optional.of(BLUE),
        BLUE,
        greens.stream().map(g -> new Target.Link(g, BLUE)).toList(),
        "all follow blue");
  }
}
