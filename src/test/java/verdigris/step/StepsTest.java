package verdigris.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import verdigris.observe.Recorded;
import verdigris.observe.Situation;
import verdigris.plan.Plan;
import verdigris.plan.Planner;
import verdigris.plan.Worlds;
import verdigris.world.Clients;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Settings;
import verdigris.world.Instance.What;
import verdigris.world.Target;
import verdigris.world.World;

class StepsTest {
  private static final Target TARGET = Worlds.greenFollowsBlue();

  private static Step step(String key) {
    return step(TARGET, key);
  }

  private static Step step(Target target, String key) {
    return Steps.towards(target).stream()
        .filter(s -> s.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static World done(java.util.function.UnaryOperator<Instance> green) {
    return Worlds.done().with(Worlds.GREEN, green);
  }

  /** At least one World for each kind. */
  private record Example(Target target, String key, World world) {
    Example(String key, World world) {
      this(TARGET, key, world);
    }
  }

  /** The World in which a step of the plan from nothing to the upgrade's end is done. */
  private static Example onTheWay(Target target, String key) {
    return new Example(target, key, before(target, key));
  }

  private static World before(Target target, String key) {
    var plan = (Plan) new Planner(target, List.of(), Estimates.COARSE).plan(Worlds.served(target));
    return plan.worldBefore(plan.step(key).orElseThrow());
  }

  private static World after(Target target, String key) {
    return step(target, key).after(before(target, key));
  }

  private static final List<Example> EXAMPLES =
      List.of(
          new Example("install green:11", Worlds.fresh(Settings.NEED_RELOAD, Worlds.GREEN)),
          new Example(
              "replication-role blue:11/main", Worlds.fresh(Settings.AS_DECLARED, Worlds.GREEN)),
          new Example("configure blue:11/main", Worlds.fresh(Settings.NEED_RELOAD, Worlds.GREEN)),
          new Example("configure blue:11/main", Worlds.fresh(Settings.NEED_RESTART, Worlds.GREEN)),
          new Example("configure green:11/main", done(i -> i.with(Run.DISABLED))),
          new Example("restart green:11/main", done(i -> i.with(Settings.PENDING_RESTART))),
          new Example(
              "create-slot green:11/main", done(i -> i.withSlot(false).with(Content.BEHIND))),
          new Example("stop green:11/main", done(i -> i.withRecovery(false))),
          new Example("rewind green:11/main", done(i -> i.with(What.PARTED))),
          new Example("clone green:11/main", done(i -> i.with(What.ABSENT))),
          new Example("clone green:11/main", done(i -> i.with(What.DISPOSABLE))),
          new Example("clone green:11/main", done(i -> i.with(Content.STRANDED).with(Run.STOPPED))),
          new Example("follow green:11/main", done(i -> i.with(Run.STOPPED).withRecovery(false))),
          new Example("start green:11/main", done(i -> i.with(Run.STOPPED))),
          new Example("resume-replay green:11/main", done(i -> i.with(Content.PAUSED))),
          new Example("catch-up green:11/main", done(i -> i.with(Content.BEHIND))),
          onTheWay(Worlds.upgrade(), "create-instance green:15/main"),
          onTheWay(Worlds.upgrade(), "check-upgrade green:15/main"),
          onTheWay(Worlds.upgrade(), "close-clients blue:11/main"),
          onTheWay(Worlds.upgrade(), "stop-primary blue:11/main"),
          onTheWay(Worlds.upgrade(), "demote blue:11/main"),
          onTheWay(Worlds.upgrade(), "promote green:11/main"),
          onTheWay(Worlds.upgrade(), "stop-primary green:11/main"),
          onTheWay(Worlds.upgrade(), "upgrade green:15/main"),
          onTheWay(Worlds.upgrade(), "start green:15/main"),
          onTheWay(Worlds.upgrade(), "statistics green:15/main"),
          onTheWay(Worlds.upgrade(), "open-clients green:15/main"),
          onTheWay(Worlds.upgrade(), "complete-upgrade green:15/main"),
          new Example(
              Worlds.upgrade().withBackup(),
              "backup green:15/main",
              after(Worlds.upgrade(), "complete-upgrade green:15/main").withBackup(false)),
          new Example(
              Worlds.upgrade(),
              "reinstate blue:11/main",
              after(Worlds.upgrade(), "promote green:11/main")),
          new Example(
              Worlds.upgrade().withGone(List.of(Worlds.BLUE)),
              "remove blue:11/main",
              ((Plan)
                      new Planner(Worlds.upgrade(), List.of(), Estimates.COARSE)
                          .plan(Worlds.served(Worlds.upgrade())))
                  .end()),
          onTheWay(Worlds.switchover(), "open-standby blue:11/main"),
          new Example(
              Worlds.upgrade(),
              "close-standby green:11/main",
              after(Worlds.upgrade(), "stop-primary blue:11/main")
                  .with(Worlds.GREEN, (Instance i) -> i.withFence(false))));

  @TestFactory
  Stream<DynamicTest> everyExampleKeepsTheLaws() {
    return EXAMPLES.stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.key(), () -> StepHarness.isAMove(step(e.target(), e.key()), e.world())));
  }

  @Test
  void everyKindHasAnExample() {
    assertThat(EXAMPLES.stream().map(e -> step(e.target(), e.key()).kind()).distinct())
        .containsExactlyInAnyOrderElementsOf(Steps.kinds());
  }

  /** Each with the reason for which it must not be possible. */
  @Test
  void whatMustNotBePossible() {
    assertThat(step("rewind green:11/main").isPossible(done(i -> i)))
        .as("a standby that follows has nothing to take back")
        .isFalse();
    assertThat(step("clone green:11/main").isPossible(done(i -> i.with(Run.STOPPED))))
        .as("a standby that can catch up is not cloned over")
        .isFalse();
    assertThat(
            step("clone green:11/main").isPossible(done(i -> i.with(What.ABSENT).withSlot(false))))
        .as("without a slot the WAL of the time of copying could go away")
        .isFalse();
    assertThat(
            step("start green:11/main")
                .isPossible(done(i -> i.with(Run.STOPPED).withRecovery(false))))
        .as("without its recovery configuration it would take writes")
        .isFalse();
    assertThat(step("start green:11/main").isPossible(done(i -> i.with(What.DISPOSABLE))))
        .as("half a clone never starts")
        .isFalse();
    assertThat(
            step("start green:11/main")
                .isPossible(done(i -> i.with(Run.STOPPED).with(Content.STRANDED))))
        .as("it could never catch up")
        .isFalse();
    assertThat(step("follow green:11/main").isPossible(done(i -> i.withRecovery(false))))
        .as("a running standby keeps its files")
        .isFalse();
    assertThat(step("catch-up green:11/main").isPossible(done(i -> i.with(Content.PAUSED))))
        .as("it would wait for ever")
        .isFalse();
  }

  /** What safety demands in a cutover, each with the reason. */
  @Test
  void whatMustNotBePossibleInACutover() {
    Target target = Worlds.upgrade();
    World closed = after(target, "close-clients blue:11/main");
    assertThat(
            step(target, "stop-primary blue:11/main")
                .isPossible(before(target, "close-clients blue:11/main")))
        .as("clients are not shut out yet")
        .isFalse();
    assertThat(step(target, "promote green:11/main").isPossible(closed))
        .as("blue still runs")
        .isFalse();
    assertThat(
            step(target, "promote green:11/main")
                .isPossible(after(target, "stop-primary blue:11/main")))
        .as("blue is not marked: started by hand it would take writes")
        .isFalse();
    World stopped = after(target, "stop-primary blue:11/main");
    assertThat(
            step(target, "demote blue:11/main")
                .isPossible(stopped.with(Worlds.GREEN, (Instance i) -> i.with(Content.BEHIND))))
        .as("green lacks something")
        .isFalse();
    World ready = before(target, "upgrade green:15/main");
    assertThat(
            step(target, "upgrade green:15/main")
                .isPossible(ready.with(Worlds.BLUE, (Instance i) -> i.with(Content.BEHIND))))
        .as("linked files need another copy that has everything")
        .isFalse();
    assertThat(
            step(target, "open-clients green:15/main")
                .isPossible(before(target, "statistics green:15/main")))
        .as("without statistics every query plan is a guess")
        .isFalse();
    World served = after(target, "open-clients green:15/main");
    assertThat(step(target, "reinstate blue:11/main").isPossible(served))
        .as("blue lacks what clients commit on green")
        .isFalse();
    assertThat(step(target, "start blue:11/main").isPossible(served))
        .as("nobody is there whom blue 11 could follow")
        .isFalse();
    assertThat(step(target, "start green:11/main").isPossible(served))
        .as("the old instance never starts after the new one")
        .isFalse();
  }

  /** Who declares Blue alone says that Green is gone; the client path tells whether it served. */
  @Test
  void whereItsSuccessorIsGoneAMarkedPrimaryServesAgainUnlessClientsAreLedElsewhere() {
    Target alone = Worlds.blueAlone();
    assertThat(titles(alone, Worlds.marked(new Clients("blue", false))))
        .containsExactly(
            "make blue:11/main the primary again",
            "start blue:11/main",
            "let clients in to blue:11/main");
    assertThat(titles(alone, Worlds.marked(new Clients("blue", true)))).hasSize(3);
    assertThat(titles(alone, Worlds.marked(new Clients("", true))))
        .as("clients commit there")
        .isEmpty();
    assertThat(titles(alone, Worlds.marked(new Clients("", false))))
        .as("held back now, but they were led there to be let in")
        .isEmpty();
  }

  private static List<String> titles(Target target, World from) {
    return new Planner(target, List.of(), Estimates.COARSE).plan(from) instanceof Plan plan
        ? plan.steps().stream().map(s -> s.step().title()).toList()
        : List.of();
  }

  @Test
  void aStandbyOfAPairIsNeverMadeThePrimaryByTakingItsMarker() {
    assertThat(Steps.towards(Worlds.greenFollowsBlue()))
        .extracting(Step::key)
        .doesNotContain("reinstate blue:11/main");
  }

  @TestFactory
  Stream<DynamicTest> whatEveryStepDoesIsTheSameTwiceAndAllowedBySudo() {
    Situation fresh = Recorded.freshPair();
    return Steps.towards(fresh.target()).stream()
        .filter(s -> !s.word().equals("start") || s.host().equals("bare"))
        .map(s -> DynamicTest.dynamicTest(s.key(), () -> StepHarness.deeds(s, fresh.briefing())));
  }

  @Test
  void noSecretIsInWhatIsDone() {
    Situation fresh = Recorded.freshPair();
    Step role =
        Steps.towards(fresh.target()).stream()
            .filter(s -> s.word().equals("replication-role"))
            .findFirst()
            .orElseThrow();
    assertThat(StepHarness.lines(StepHarness.deeds(role, fresh.briefing())))
        .allMatch(l -> l.contains("<secret:replicator>"));
  }
}
