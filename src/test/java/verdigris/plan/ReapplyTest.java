package verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.observe.Premises;
import verdigris.plan.Plan.PlannedStep;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.world.Instance;
import verdigris.world.Instance.Settings;
import verdigris.world.Instance.What;
import verdigris.world.Role;
import verdigris.world.Target;
import verdigris.world.World;

/** The same reviewed plan again, after it failed anywhere. */
class ReapplyTest {
  /** A World in which a run ended, and how. */
  private record End(String how, World world, boolean between) {}

  private static Plan plan(Target target, World from) {
    return (Plan) new Planner(target, List.of(), Estimates.COARSE).plan(from);
  }

  private static Plan standby() {
    return plan(Worlds.greenFollowsBlue(), Worlds.fresh(Settings.NEED_RESTART, Worlds.GREEN));
  }

  private static List<Plan> plans() {
    return List.of(
        standby(),
        plan(Worlds.cascade(), Worlds.fresh(Settings.NEED_RELOAD, Worlds.GREEN, Worlds.TEAL)),
        plan(Worlds.switchover(), Worlds.served(Worlds.switchover())),
        plan(Worlds.upgrade(), Worlds.served(Worlds.upgrade())));
  }

  private static List<Step> steps(Plan plan) {
    return plan.steps().stream().map(PlannedStep::step).toList();
  }

  /** Before and after each step, what a crash inside it may leave, and one accident after that. */
  private static List<End> ends(Plan plan) {
    SequencedSet<World> seen = new LinkedHashSet<>();
    var ends = new ArrayList<End>();
    for (PlannedStep planned : plan.steps()) {
      World before = plan.worldBefore(planned);
      Stream.of(
              Stream.of(
                  new End("before " + planned.step().key(), before, true),
                  new End("after " + planned.step().key(), planned.promise(), true)),
              planned.step().wreckage(before).stream()
                  .map(w -> new End("inside " + planned.step().key(), w, false)))
          .flatMap(s -> s)
          .filter(e -> seen.add(e.world()))
          .forEach(ends::add);
    }
    for (End end : List.copyOf(ends)) {
      Crashes.of(end.world(), plan.target().origin()).stream()
          .filter(seen::add)
          .forEach(w -> ends.add(new End(end.how() + ", then an accident", w, false)));
    }
    return ends;
  }

  @Test
  void stoppedBetweenTwoStepsItGoesOnToTheTarget() {
    for (Plan plan : plans()) {
      for (End end : ends(plan).stream().filter(End::between).toList()) {
        Optional<List<Step>> left = PlanFit.left(steps(plan), end.world(), plan.target());
        assertThat(left).as(end.how()).isPresent();
        assertThat(left.orElseThrow())
            .isEqualTo(steps(plan).stream().filter(left.orElseThrow()::contains).toList());
      }
    }
  }

  @Test
  void afterWhateverHappenedWhatIsLeftLeadsOnSafelyOrThereIsANewPlanToShow() {
    int goesOn = 0;
    int shown = 0;
    for (Plan plan : plans()) {
      for (End end : ends(plan)) {
        Optional<List<Step>> left = PlanFit.left(steps(plan), end.world(), plan.target());
        if (left.isPresent()) {
          goesOn++;
          assertThat(PlanCheck.walk(left.get(), end.world(), plan.target()))
              .as(end.how())
              .isEmpty();
          continue;
        }
        shown++;
        assertThat(new Planner(plan.target(), List.of(), Estimates.COARSE).plan(end.world()))
            .as("a new plan %s from\n%s", end.how(), end.world())
            .isInstanceOf(Plan.class);
      }
    }
    System.out.printf(
        "re-apply: %d ends of runs from which the same plan goes on, %d with a new plan%n",
        goesOn, shown);
    assertThat(goesOn).isGreaterThan(100);
    assertThat(shown).isPositive();
  }

  @Test
  void afterSuccessNothingIsLeftToDo() {
    for (Plan plan : plans()) {
      assertThat(PlanFit.left(steps(plan), plan.end(), plan.target())).contains(List.of());
    }
  }

  @Test
  void beforeAnythingIsDoneAllOfItIsLeft() {
    for (Plan plan : plans()) {
      assertThat(PlanFit.left(steps(plan), plan.from(), plan.target())).contains(steps(plan));
    }
  }

  @Test
  void whatThePlanItselfHasChangedIsNoDifference() {
    for (Plan plan : plans()) {
      SequencedMap<String, String> reviewed = facts(plan.from());
      for (End end : ends(plan)) {
        PlanFit.left(steps(plan), end.world(), plan.target())
            .ifPresent(
                left -> {
                  List<String> keys = left.stream().map(Step::key).toList();
                  List<String> done =
                      steps(plan).stream().map(Step::key).filter(k -> !keys.contains(k)).toList();
                  assertThat(
                          Premises.differences(reviewed, facts(end.world()), done, keys).stream()
                              .filter(d -> !died(end, d)))
                      .as("%s in\n%s", end.how(), end.world())
                      .isEmpty();
                });
      }
    }
  }

  /** That the primary stopped by itself is nothing that the plan has done. */
  private static boolean died(End end, String difference) {
    return end.how().endsWith("accident") && difference.startsWith("The primary is none now");
  }

  @Test
  void aSwitchoverIsNotDoneASecondTimeWhenSomebodyWentBack() {
    Plan plan = plan(Worlds.switchover(), Worlds.served(Worlds.switchover()));
    SequencedMap<String, String> reviewed = facts(plan.from());
    SequencedMap<String, String> now = facts(plan.from());
    // Promoted there and back again, the source is on its third timeline.
    now.put("timeline of blue:11/main", "3");
    List<Step> left = PlanFit.left(steps(plan), plan.from(), plan.target()).orElseThrow();
    assertThat(left).isEqualTo(steps(plan));
    assertThat(
            Premises.differences(reviewed, now, List.of(), left.stream().map(Step::key).toList()))
        .containsExactly("The timeline of blue:11/main is 3 now, reviewed was 1.");
  }

  /** What is measured in a World, as far as steps change it. */
  private static SequencedMap<String, String> facts(World world) {
    var facts = new LinkedHashMap<String, String>();
    List<String> writable =
        world.instances().stream()
            .filter(Instance::isWritable)
            .map(i -> i.id().toString())
            .toList();
    facts.put("primary", writable.isEmpty() ? "none" : String.join(", ", writable));
    for (World.Installed installed : world.installed()) {
      facts.put("server version of " + installed.host() + ":" + installed.major(), "x");
    }
    for (Instance instance : world.instances()) {
      identity(world, instance)
          .ifPresent(
              id -> {
                facts.put("system identifier of " + instance.id(), id);
                facts.put("port of " + instance.id(), "5432");
              });
    }
    boolean promoted =
        world.instances().stream()
            .anyMatch(
                i ->
                    i.id().equals(Worlds.GREEN)
                        && (i.what() == What.LINKED || i.role() instanceof Role.Primary));
    facts.put(
        "timeline of blue:11/main",
        promoted && world.instance(Worlds.BLUE).content() == Instance.Content.FOLLOWS ? "2" : "1");
    return facts;
  }

  private static Optional<String> identity(World world, Instance instance) {
    boolean upgraded = instance.id().major() == 15;
    return switch (instance.what()) {
      case ABSENT -> Optional.empty();
      case LINKED -> Optional.of("taken by an upgrade");
      case DISPOSABLE -> leftOver(world, instance);
      case PREPARED, CHECKED -> Optional.of("made by initdb");
      default -> Optional.of(upgraded ? "of the upgrade" : "of the source");
    };
  }

  /** What is made again has no identity that matters; what an upgrade took is named so. */
  private static Optional<String> leftOver(World world, Instance instance) {
    boolean taken =
        world.instances().stream().anyMatch(i -> i.id().equals(Worlds.GREEN15))
            && instance.id().equals(Worlds.GREEN);
    return taken ? Optional.of("taken by an upgrade") : Optional.empty();
  }
}
