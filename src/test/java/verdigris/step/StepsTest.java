package verdigris.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import verdigris.observe.Recorded;
import verdigris.observe.Situation;
import verdigris.plan.Worlds;
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
    return Steps.towards(TARGET).stream()
        .filter(s -> s.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static World done(java.util.function.UnaryOperator<Instance> green) {
    return Worlds.done().with(Worlds.GREEN, green);
  }

  /** At least one World for each kind. */
  private record Example(String key, World world) {}

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
          new Example("clone green:11/main", done(i -> i.with(What.ABSENT))),
          new Example("clone green:11/main", done(i -> i.with(What.DISPOSABLE))),
          new Example("clone green:11/main", done(i -> i.with(Content.STRANDED).with(Run.STOPPED))),
          new Example("follow green:11/main", done(i -> i.with(Run.STOPPED).withRecovery(false))),
          new Example("start green:11/main", done(i -> i.with(Run.STOPPED))),
          new Example("resume-replay green:11/main", done(i -> i.with(Content.PAUSED))),
          new Example("catch-up green:11/main", done(i -> i.with(Content.BEHIND))));

  @TestFactory
  Stream<DynamicTest> everyExampleKeepsTheLaws() {
    return EXAMPLES.stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.key(), () -> StepHarness.isAMove(step(e.key()), e.world())));
  }

  @Test
  void everyKindHasAnExample() {
    assertThat(EXAMPLES.stream().map(e -> step(e.key()).kind()).distinct())
        .containsExactlyInAnyOrderElementsOf(Steps.kinds());
  }

  /** Each with the reason for which it must not be possible. */
  @Test
  void whatMustNotBePossible() {
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
