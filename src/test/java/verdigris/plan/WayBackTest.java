package verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static verdigris.plan.Worlds.BLUE;
import static verdigris.plan.Worlds.GREEN;
import static verdigris.plan.Worlds.GREEN15;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.plan.Plan.PlannedStep;
import verdigris.plan.WayBack.None;
import verdigris.plan.WayBack.NotNeeded;
import verdigris.plan.WayBack.WithLoss;
import verdigris.plan.WayBack.WithoutLoss;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.step.Steps;
import verdigris.world.Instance;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;
import verdigris.world.Target;
import verdigris.world.World;

/** What a plan file says of the way back is true of the World after each step. */
class WayBackTest {
  private static final Target UPGRADE = Worlds.upgrade().withBackup().withGone(List.of(BLUE));

  private static Plan plan(Target target) {
    World from = Worlds.served(target).withBackup(!target.backup());
    return (Plan) new Planner(target, List.of(), Estimates.COARSE).plan(from);
  }

  private static WayBack after(Plan plan, String key) {
    return foresight(plan).wayBack(plan.step(key).orElseThrow());
  }

  private static Foresight foresight(Plan plan) {
    return new Foresight(plan, List.of(), Estimates.COARSE);
  }

  private static List<Plan> plans() {
    return Stream.of(Worlds.switchover(), UPGRADE, Worlds.upgradeInPlace())
        .map(WayBackTest::plan)
        .toList();
  }

  @Test
  void whileClientsAreServedWhereTheyWereThereIsNothingToGoBackFrom() {
    for (Plan plan : plans()) {
      for (PlannedStep step : plan.steps()) {
        boolean atHome =
            step.promise().serving().map(Instance::id).equals(Optional.of(WayBack.home(plan)));
        assertThat(foresight(plan).wayBack(step) instanceof NotNeeded)
            .as(step.step().key())
            .isEqualTo(atHome);
      }
    }
  }

  @Test
  void fromEveryMomentOfAnOutageUntilClientsAreLetInNothingIsLost() {
    for (Plan plan : plans()) {
      for (PlannedStep step : plan.steps()) {
        if (step.promise().serving().isEmpty()) {
          assertThat(foresight(plan).wayBack(step))
              .as(step.step().key())
              .isInstanceOf(WithoutLoss.class);
        }
      }
    }
  }

  @Test
  void afterClientsWereLetInOnTheNewMajorTheOldOneLacksTheirCommits() {
    Plan plan = plan(UPGRADE);
    assertThat(after(plan, "open-clients " + GREEN15))
        .isInstanceOfSatisfying(
            WithLoss.class,
            w -> {
              assertThat(w.copy()).isEqualTo(BLUE);
              assertThat(w.words())
                  .isEqualTo(
                      "only with loss, outage of about 7 s: blue:11/main lacks every commit since"
                          + " clients were let in on green:15/main");
            });
    assertThat(after(plan, "remove " + BLUE)).isInstanceOf(None.class);
  }

  @Test
  void afterASwitchoverTheOldPrimaryCatchesUpBeforeItServesAgain() {
    assertThat(after(plan(Worlds.switchover()), "open-clients " + GREEN))
        .isInstanceOfSatisfying(
            WithoutLoss.class,
            w ->
                assertThat(w.plan().steps().stream().map(s -> s.step().key()))
                    .containsSubsequence(
                        "catch-up " + BLUE,
                        "stop-primary " + GREEN,
                        "promote " + BLUE,
                        "open-clients " + BLUE));
  }

  @Test
  void whenAnUpgradeInPlaceHasTakenTheFilesItsStandbyIsTheWayBack() {
    Plan plan = plan(Worlds.upgradeInPlace());
    assertThat(after(plan, "upgrade " + GREEN15))
        .isInstanceOfSatisfying(
            WithoutLoss.class,
            w -> assertThat(w.plan().end().serving().map(Instance::id)).contains(BLUE));
    assertThat(after(plan, "open-clients " + GREEN15))
        .isInstanceOfSatisfying(WithLoss.class, w -> assertThat(w.copy()).isEqualTo(BLUE));
  }

  @Test
  void noWayBackStartsFilesThatAnUpgradeTook() {
    for (WayBack back : all()) {
      Optional<Plan> way =
          switch (back) {
            case WithoutLoss(Plan plan) -> Optional.of(plan);
            case WithLoss loss -> Optional.of(loss.plan());
            case NotNeeded _, None _ -> Optional.empty();
          };
      way.ifPresent(WayBackTest::assertThatTakenFilesRest);
    }
  }

  private static void assertThatTakenFilesRest(Plan plan) {
    for (PlannedStep step : plan.steps()) {
      plan.worldBefore(step).instances().stream()
          .filter(i -> i.what() == What.LINKED)
          .forEach(
              i ->
                  assertThat(step.promise().instance(i.id()).isRunning())
                      .as("%s started by %s", i, step.step().key())
                      .isFalse());
    }
  }

  @Test
  void aWayBackThatAnObstacleForbidsIsNone() {
    var obstacle = new Obstacle("blue", List.of("start"), "The disk of blue is broken.", "");
    Plan plan = plan(Worlds.switchover());
    WayBack back =
        new Foresight(plan, List.of(obstacle), Estimates.COARSE)
            .wayBack(plan.step("stop-primary " + BLUE).orElseThrow());
    assertThat(back.words()).isEqualTo("none: The disk of blue is broken.");
  }

  /**
   * The claims against everything that the steps can lead to, walked backwards from where clients
   * are served at home; also after an accident in every World of the plan.
   */
  @Test
  void lossFreeIsClaimedWhereStepsThatKeepEveryInvariantLeadBackAndNowhereElse() {
    for (Plan plan : List.of(plan(Worlds.switchover()), plan(UPGRADE))) {
      InstanceId home = WayBack.home(plan);
      SequencedSet<World> worlds = new LinkedHashSet<>();
      for (PlannedStep step : plan.steps()) {
        worlds.add(step.promise());
        worlds.addAll(Crashes.of(step.promise(), plan.target().origin()));
        worlds.addAll(step.step().wreckage(plan.worldBefore(step)));
      }
      SequencedSet<World> good = leadingTo(home, plan.target(), worlds);
      int without = 0;
      for (World world : worlds) {
        WayBack back = WayBack.from(world, plan.target(), home, List.of(), Estimates.COARSE);
        boolean free = back instanceof WithoutLoss || back instanceof NotNeeded;
        assertThat(free).as("%s from\n%s", back.words(), world).isEqualTo(good.contains(world));
        assertThatItIsAWay(back, world, home, plan.target());
        without += back instanceof WithoutLoss ? 1 : 0;
      }
      assertThat(without).as("ways back without loss").isPositive();
    }
  }

  private static void assertThatItIsAWay(WayBack back, World from, InstanceId home, Target target) {
    switch (back) {
      case WithoutLoss(Plan plan) -> {
        World world = from;
        for (PlannedStep step : plan.steps()) {
          Optional<World> next = step.step().safelyAfter(world);
          assertThat(next).as("%s from\n%s", step.step().key(), world).isPresent();
          world = next.orElseThrow();
        }
        assertThat(world.serving())
            .hasValueSatisfying(
                i -> {
                  assertThat(i.id()).isEqualTo(home);
                  assertThat(i.hasAll()).isTrue();
                });
      }
      case WithLoss _, None _ ->
          assertThat(new Planner(target.servedBy(home), List.of(), Estimates.COARSE).plan(from))
              .isInstanceOf(Outcome.Refusal.class);
      case NotNeeded _ -> assertThat(from.serving().map(Instance::id)).isEqualTo(Optional.of(home));
    }
  }

  /** Worlds from which possible and safe steps lead to where clients are served at home. */
  private static SequencedSet<World> leadingTo(
      InstanceId home, Target target, SequencedSet<World> starts) {
    List<Step> moves = Steps.towards(target);
    SequencedMap<World, List<World>> backwards = new LinkedHashMap<>();
    var seen = new LinkedHashSet<World>(starts);
    var open = new ArrayDeque<World>(starts);
    while (!open.isEmpty()) {
      World world = open.remove();
      for (Step move : moves) {
        Optional<World> next = move.safelyAfter(world);
        next.ifPresent(n -> backwards.computeIfAbsent(n, _ -> new ArrayList<>()).add(world));
        next.filter(seen::add).ifPresent(open::add);
      }
    }
    var good = new LinkedHashSet<World>();
    seen.stream()
        .filter(w -> w.serving().filter(i -> i.id().equals(home) && i.hasAll()).isPresent())
        .filter(good::add)
        .forEach(open::add);
    while (!open.isEmpty()) {
      backwards.getOrDefault(open.remove(), List.of()).stream()
          .filter(good::add)
          .forEach(open::add);
    }
    return good;
  }

  private static List<WayBack> all() {
    return plans().stream()
        .flatMap(p -> p.steps().stream().map(s -> foresight(p).wayBack(s)))
        .toList();
  }
}
