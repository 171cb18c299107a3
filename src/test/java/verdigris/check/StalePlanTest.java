package verdigris.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import verdigris.Golden;
import verdigris.check.StaleCases.Answer;
import verdigris.check.StaleCases.Case;
import verdigris.observe.Situation;
import verdigris.plan.Gates;
import verdigris.plan.Outcome;
import verdigris.plan.Plan;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.plan.PlanFit;
import verdigris.plan.Planner;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.step.OutageLimit;
import verdigris.world.Obstacle;

/**
 * A plan that was reviewed, and one change before it is applied: whether that matters is decided
 * before anything is written, and the fact is named. The facts are those of recorded hosts.
 */
class StalePlanTest {
  private static final String TODAY = "2026-11-28";

  /**
   * What apply does.
   *
   * @param answer in kind
   * @param said why, or what it warns of
   */
  private record Given(Answer answer, String said) {}

  private static final Given NOT_ANSWERED = new Given(Answer.REFUSED, "no answer");

  @TestFactory
  Stream<DynamicTest> everyChangeIsAnsweredRightly() {
    SequencedMap<Scene.Playbook, PlanDocument> plans = new LinkedHashMap<>();
    for (Scene.Playbook playbook : Scene.Playbook.values()) {
      plans.put(playbook, plan(new Scene(playbook)));
    }
    List<Case> cases = StaleCases.all();
    SequencedMap<Case, Given> answers = new LinkedHashMap<>();
    return Stream.concat(
        cases.stream()
            .map(
                c ->
                    DynamicTest.dynamicTest(
                        c.toString(),
                        () -> {
                          Given given = given(c, plans);
                          answers.put(c, given);
                          assertThat(given.answer()).as(given.said()).isEqualTo(c.answer());
                          assertThat(given.said()).contains(c.fact());
                        })),
        Stream.of(
            DynamicTest.dynamicTest(
                "the page of changes is up to date",
                () ->
                    Golden.assertMatches(
                        "docs/stale-plans.md",
                        StalePlansPage.of(
                            cases, c -> answers.getOrDefault(c, NOT_ANSWERED).said())))));
  }

  @Test
  void thereAreManyCasesOfEachAnswer() {
    List<Case> all = StaleCases.all();
    assertThat(all.stream().map(Case::toString).distinct()).hasSize(all.size());
    assertThat(all).hasSizeGreaterThanOrEqualTo(60);
    for (Answer answer : Answer.values()) {
      assertThat(all.stream().filter(c -> c.answer() == answer))
          .as(answer.words)
          .hasSizeGreaterThan(1);
    }
  }

  @Test
  void withoutAChangeEveryPlanGoesOnAsReviewed() {
    for (Scene.Playbook playbook : Scene.Playbook.values()) {
      var scene = new Scene(playbook);
      assertThat(given(plan(scene), scene, scene)).isEqualTo(new Given(Answer.GOES_ON, ""));
    }
  }

  private static Scene scene(Case one) {
    var scene = new Scene(one.playbook());
    one.given().accept(scene);
    return scene;
  }

  private static Given given(Case one, SequencedMap<Scene.Playbook, PlanDocument> plans) {
    Scene before = scene(one);
    Scene after = scene(one);
    one.change().accept(after);
    assertThat(after.everything())
        .as("%s changes something", one)
        .isNotEqualTo(before.everything());
    PlanDocument usual = plans.get(one.playbook());
    PlanDocument reviewed =
        one.given().equals(StaleCases.NOTHING_SPECIAL) && usual != null ? usual : plan(before);
    Given given = given(after.edit.apply(reviewed), before, after);
    // What apply shows beneath its message: the new plan, or why there is none.
    return given.said().contains(one.fact())
        ? given
        : new Given(
            given.answer(),
            Stream.concat(Stream.of(given.said()), shown(after.situation()))
                .collect(Collectors.joining(" ")));
  }

  private static PlanDocument plan(Scene scene) {
    Situation situation = scene.situation();
    assertThat(situation.refusals()).isEmpty();
    Outcome outcome =
        new Planner(situation.target(), situation.obstacles(), situation.estimates())
            .plan(situation.world());
    assertThat(outcome).isInstanceOf(Plan.class);
    return PlanDocument.of((Plan) outcome, situation, scene.inputs);
  }

  private static Given given(PlanDocument reviewed, Scene before, Scene after) {
    List<String> others = PlanFit.otherInputs(reviewed, after.inputs);
    if (!others.isEmpty()) {
      return new Given(Answer.REFUSED, "It was made from another version of: " + others + ".");
    }
    try {
      Situation now = after.situation();
      if (!now.refusals().isEmpty()) {
        return refused(now.refusals().stream().map(Problem::detail).toList());
      }
      return switch (PlanFit.of(reviewed, now, after.inputs)) {
        case PlanFit.Stale(List<String> reasons) -> refused(reasons);
        case PlanFit.Unusable(String detail) -> refused(List.of(detail));
        case PlanFit.Blocked(Outcome.Refusal refusal) ->
            refused(refusal.obstacles().stream().map(Obstacle::fact).toList());
        case PlanFit.GoesOn(Plan plan) -> goesOn(reviewed, plan, before, after);
      };
    } catch (ProblemException e) {
      return refused(e.problems().stream().map(Problem::detail).toList());
    }
  }

  /** Why there is no new plan to be shown. */
  private static Stream<String> shown(Situation now) {
    return new Planner(now.target(), now.obstacles(), now.estimates()).plan(now.world())
            instanceof Outcome.Refusal refusal
        ? refusal.obstacles().stream().map(Obstacle::fact)
        : Stream.of();
  }

  private static Given refused(List<String> reasons) {
    return new Given(Answer.REFUSED, String.join(" ", reasons));
  }

  private static Given goesOn(PlanDocument reviewed, Plan plan, Scene before, Scene after) {
    List<StepDocument> left = PlanDocument.of(plan, after.situation(), after.inputs).steps();
    assertThat(deeds(left)).as("nothing but what was reviewed").isSubsetOf(deeds(reviewed.steps()));
    Gates gates = gates(plan, after);
    if (gates.areClosed()) {
      return new Given(
          Answer.GATE,
          gates.blocked().stream().map(Obstacle::fact).collect(Collectors.joining(" ")));
    }
    List<String> known = gates.warnings().isEmpty() ? List.of() : gates(plan, before).warnings();
    String warnings =
        gates.warnings().stream().filter(w -> !known.contains(w)).collect(Collectors.joining(" "));
    return new Given(
        left.size() == reviewed.steps().size() ? Answer.GOES_ON : Answer.LESS, warnings);
  }

  private record Deed(String step, List<String> does, SequencedMap<String, String> changes) {}

  private static List<Deed> deeds(List<StepDocument> steps) {
    return steps.stream().map(s -> new Deed(s.key(), s.does(), s.changes())).toList();
  }

  /** As right before the outage, except that nothing is tried in a scratch directory. */
  private static Gates gates(Plan plan, Scene scene) {
    Situation situation = scene.situation();
    var subject =
        new Subject(
            situation.briefing().facts(),
            scene.pair.survey(),
            scene.declaration(),
            situation.target().origin(),
            situation.target().primary());
    return Gates.of(
        plan,
        Optional.of(Verdict.of(subject, TODAY)),
        OutageLimit.of(situation.briefing()),
        Optional.empty(),
        true);
  }
}
