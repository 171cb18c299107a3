package verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.plan.Plan.PlannedStep;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.step.Steps;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Invariant;
import verdigris.world.Role;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * All Worlds that a prepared switchover or upgrade can come to: under every step that is possible,
 * whether a plan would take it or not, with a crash after every step, a crash inside it, a reboot
 * of any host, and a pooler that forgets its pause. The invariants hold in each, and from each
 * there is a way on to the target.
 */
class CutoverModelCheckTest {

  @Test
  void aSwitchoverIsSafeAndEndsFromEveryWorld() {
    check("switchover", Worlds.switchover());
  }

  @Test
  void anUpgradeIsSafeAndEndsFromEveryWorld() {
    check("upgrade", Worlds.upgrade());
  }

  /**
   * From the moment on in which the files of the source are taken, what is observed has Blue for
   * the source; so that is where a way on is looked for.
   */
  @Test
  void anUpgradeInPlaceIsSafeAndEndsFromEveryWorld() {
    Target target = Worlds.upgradeInPlace();
    Exploration exploration = explored(target);
    System.out.printf(
        "model check, upgrade in place: %d Worlds, %d transitions%n",
        exploration.seen.size(), exploration.transitions);
    assertThat(exploration.unsafe).as("moves that break an invariant").isEmpty();
    assertThat(exploration.withoutWay(target).stream().filter(w -> !isTaken(w)).toList())
        .as("Worlds from which no way leads on")
        .isEmpty();
    List<World> taken = exploration.seen.stream().filter(CutoverModelCheckTest::isTaken).toList();
    var heirs = new Exploration(Steps.towards(Worlds.upgrade()), Worlds.upgrade().origin());
    taken.forEach(heirs::from);
    assertThat(taken).isNotEmpty();
    assertThat(heirs.unsafe).as("moves that break an invariant").isEmpty();
    assertThat(heirs.withoutWay(Worlds.upgrade())).as("Worlds without a way on").isEmpty();
  }

  /** What the target is taken for when the World is observed after a step. */
  private static Target seen(Target target, PlannedStep step) {
    boolean heir = !target.former().isEmpty() && isTaken(step.promise());
    return heir ? Worlds.upgrade() : target;
  }

  private static boolean isTaken(World world) {
    return world.instance(Worlds.GREEN).what() != Instance.What.SERVER;
  }

  @Test
  void aStandbyThatGivesWayIsTheCopyForTheWayBackUntilClientsAreServed() {
    Target target = Worlds.upgradeInPlace();
    Plan plan = plan(target, Worlds.served(target));
    List<String> keys = plan.steps().stream().map(s -> s.step().key()).toList();
    assertThat(keys.indexOf("stop blue:11/main"))
        .isGreaterThan(keys.indexOf("open-clients green:15/main"))
        .isLessThan(keys.indexOf("start blue:15/main"));
    assertThat(plan.worldBefore(plan.step("upgrade green:15/main").orElseThrow()))
        .satisfies(w -> assertThat(w.instance(Worlds.BLUE).hasAll()).isTrue());
    assertThat(plan.end().instance(Worlds.BLUE).what()).isEqualTo(Instance.What.SERVER);
  }

  @Test
  void fromEveryMomentOfAnOutageTheRetreatLetsClientsInWithoutLoss() {
    for (Target target : List.of(Worlds.switchover(), Worlds.upgrade(), Worlds.upgradeInPlace())) {
      for (PlannedStep step : plan(target, Worlds.served(target)).steps()) {
        if (step.promise().serving().isPresent()) {
          continue;
        }
        Plan retreat = plan(seen(target, step).retreat(target.origin()), step.promise());
        assertThat(retreat.end().serving())
            .as("after %s", step.step().key())
            .hasValueSatisfying(i -> assertThat(i.hasAll()).isTrue());
        assertThat(retreat.steps().stream().map(s -> s.step().word()))
            .as("a retreat after %s does nothing long", step.step().key())
            .doesNotContain("clone", "upgrade", "install");
      }
    }
  }

  @Test
  void whereClientsWereLetInForAMomentARetreatLetsThemInAgainOrGoesOn() {
    Target target = Worlds.upgrade();
    List<String> failed = List.of("catch-up " + target.origin());
    List<World> opened =
        explored(target).seen.stream()
            .filter(w -> w.serving().isEmpty() && isOpenedPrimary(w.instance(target.successor())))
            .toList();
    assertThat(opened).isNotEmpty();
    for (World world : opened) {
      Outcome back =
          new Planner(target.retreat(target.origin(), world), List.of(), Estimates.COARSE, failed)
              .plan(world);
      assertThat(back).as("from\n%s", world).isInstanceOf(Plan.class);
      assertThat(((Plan) back).cost().loss()).isZero();
    }
  }

  private static boolean isOpenedPrimary(Instance instance) {
    return instance.role() instanceof Role.Primary && !instance.fenced();
  }

  @Test
  void whenTheNewPrimaryFailsItsSmokeTestThereIsAWayBack() {
    for (Target target : List.of(Worlds.switchover(), Worlds.upgrade())) {
      String opening = "open-clients " + target.primary();
      Plan plan = plan(target, Worlds.served(target));
      World before = plan.worldBefore(plan.step(opening).orElseThrow());
      Outcome back =
          new Planner(target.retreat(Worlds.BLUE), List.of(), Estimates.COARSE, List.of(opening))
              .plan(before);
      assertThat(back).isInstanceOf(Plan.class);
      assertThat(((Plan) back).end().serving())
          .hasValueSatisfying(i -> assertThat(i.id()).isEqualTo(Worlds.BLUE));
    }
  }

  @Test
  void everyKindOfStepIsUsedBySomePlan() {
    var unused = new ArrayList<>(Steps.kinds().stream().map(k -> k.word()).toList());
    Target finish = Worlds.upgrade().withBackup().withGone(List.of(Worlds.BLUE));
    unused.removeAll(words(plan(finish, Worlds.served(finish).withBackup(false))));
    unused.removeAll(words(plan(Worlds.switchover(), Worlds.served(Worlds.switchover()))));
    // What only accidents call for: where it can be done at all, some plan must do it.
    for (Target target : List.of(Worlds.upgrade(), Worlds.switchover())) {
      Exploration exploration = explored(target);
      for (String word : List.copyOf(unused)) {
        exploration.seen.stream()
            .filter(w -> exploration.isPossible(word, w))
            .limit(200)
            .takeWhile(_ -> unused.contains(word))
            .forEach(w -> unused.removeAll(words(plan(target, w))));
      }
    }
    // Drift of a standby is ModelCheckTest's.
    assertThat(unused).isSubsetOf("restart", "follow", "resume-replay");
  }

  private static List<String> words(Plan plan) {
    return plan.steps().stream().map(s -> s.step().word()).toList();
  }

  private static Exploration explored(Target target) {
    Plan plan = plan(target, Worlds.served(target));
    World prepared = plan.worldBefore(plan.step("close-clients " + target.origin()).orElseThrow());
    var exploration = new Exploration(Steps.towards(target), target.origin());
    exploration.from(prepared);
    return exploration;
  }

  private static Plan plan(Target target, World from) {
    Outcome outcome = new Planner(target, List.of(), Estimates.COARSE).plan(from);
    assertThat(outcome).as("a plan from\n%s", from).isInstanceOf(Plan.class);
    return (Plan) outcome;
  }

  private static void check(String name, Target target) {
    Exploration exploration = explored(target);
    System.out.printf(
        "model check, %s: %d Worlds, %d transitions%n",
        name, exploration.seen.size(), exploration.transitions);
    assertThat(exploration.unsafe).as("moves that break an invariant").isEmpty();
    assertThat(exploration.withoutWay(target)).as("Worlds from which no way leads on").isEmpty();
  }

  private static final class Exploration {
    final SequencedSet<World> seen = new LinkedHashSet<>();
    final List<String> unsafe = new ArrayList<>();
    final SequencedMap<World, List<World>> backwards = new LinkedHashMap<>();
    final List<Step> moves;
    final InstanceId origin;
    long transitions;

    Exploration(List<Step> moves, InstanceId origin) {
      this.moves = moves;
      this.origin = origin;
    }

    void from(World start) {
      var open = new ArrayDeque<World>(List.of(start));
      if (!seen.add(start)) {
        return;
      }
      while (!open.isEmpty()) {
        World world = open.remove();
        Stream.concat(ourMoves(world), accidents(world))
            .forEach(
                next -> {
                  transitions++;
                  findUnsafe(world, next);
                  if (seen.add(next)) {
                    open.add(next);
                  }
                });
      }
    }

    private Stream<World> ourMoves(World world) {
      return moves.stream()
          .filter(m -> m.isPossible(world))
          .filter(m -> Invariant.brokenBy(world, m.after(world)).isEmpty())
          .flatMap(
              m -> {
                World after = m.after(world);
                backwards.computeIfAbsent(after, _ -> new ArrayList<>()).add(world);
                return Stream.concat(Stream.of(after), m.wreckage(world).stream());
              });
    }

    boolean isPossible(String word, World world) {
      return moves.stream().anyMatch(m -> m.word().equals(word) && m.isPossible(world));
    }

    private Stream<World> accidents(World world) {
      return Crashes.of(world, origin).stream();
    }

    private void findUnsafe(World before, World after) {
      Invariant.all().stream()
          .filter(i -> i.scope() == Invariant.Scope.ALWAYS && !i.rule().allows(before, after))
          .forEach(i -> unsafe.add(i.name() + " broken from\n" + before + "\nto\n" + after));
      long writers = after.instances().stream().filter(Instance::isExposed).count();
      if (writers > 1) {
        unsafe.add("two writers in\n" + after);
      }
    }

    /** One walk backwards from the target over the steps, instead of a search from each World. */
    List<World> withoutWay(Target target) {
      var good = new LinkedHashSet<World>();
      var open = new ArrayDeque<World>();
      seen.stream().filter(target::isReached).filter(good::add).forEach(open::add);
      while (!open.isEmpty()) {
        backwards.getOrDefault(open.remove(), List.of()).stream()
            .filter(good::add)
            .forEach(open::add);
      }
      return seen.stream().filter(w -> !good.contains(w)).toList();
    }
  }
}
