package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.plan.Plans;
import verdigris.step.StepKind;
import verdigris.step.Steps;

class WhyTest {
  private static final PlanDocument UPGRADE = Plans.upgrade();

  private static Why why(String asked) {
    return Why.of(UPGRADE, asked).orElseThrow();
  }

  @Test
  void aStepIsFoundByItsNumberOrItsKey() {
    assertThat(why("18").step().key()).isEqualTo("promote green:11/main");
    assertThat(why("promote green:11/main").number()).isEqualTo("18");
    assertThat(Why.of(UPGRADE, "99")).isEmpty();
    assertThat(Why.of(UPGRADE, "promote green")).isEmpty();
  }

  @Test
  void whyAServerIsPromotedIsToldWithFactsRuleAndSource() throws IOException {
    Golden.assertMatches(
        "src/test/resources/golden/show/why-promote.txt",
        WhyText.of(why("promote green:11/main"), View.plain()));
    Golden.assertMatches(
        "src/test/resources/golden/show/why-promote.json",
        WhyJson.of(why("promote green:11/main")));
  }

  @Test
  void theReasonsOfEveryStepEndAtTheTarget() {
    for (StepDocument step : UPGRADE.steps()) {
      assertThat(why(step.key()).reasons().getLast())
          .as(step.key())
          .startsWith("the target says that ");
    }
  }

  @Test
  void everyStepHasARuleAndASource() {
    for (StepDocument step : UPGRADE.steps()) {
      assertThat(why(step.key()).kind()).as(step.key()).isPresent();
    }
    assertThat(Steps.kinds())
        .extracting(StepKind::source)
        .allSatisfy(s -> assertThat(s).contains("manual").endsWith("."));
  }

  @Test
  void whatWasFoundIsOfWhatTheStepSpeaksOf() {
    assertThat(why("install green:15").found()).isEmpty();
    assertThat(why("clone green:11/main").found())
        .containsExactly(
            "blue:11/main primary, running, settings differ, replication role differs",
            "green:11/main absent");
    assertThat(why("close-clients blue:11/main").found()).contains("clients are sent to blue");
  }

  @Test
  void aKindThatIsNotKnownIsSaidSo() {
    PlanDocument plan = Hostile.plan("odd kind");
    assertThat(WhyText.of(Why.of(plan, "1").orElseThrow(), View.plain()))
        .contains("This Verdigris does not know this kind of step");
  }

  @Test
  void whatAStepServesIsNamedWithTheNumberOfTheLaterStep() {
    List<String> serves = why("install green:15").serves();
    assertThat(serves)
        .contains("step 7, configure green:15/main: green has PostgreSQL 15")
        .allMatch(s -> s.startsWith("step "));
  }

  @Test
  void noTextFromAPlanMovesTheCursor() {
    PlanDocument plan = Hostile.plan("a\u001B[31mb");
    assertThat(WhyText.of(Why.of(plan, "1").orElseThrow(), View.plain())).doesNotContain("\u001B");
  }
}
