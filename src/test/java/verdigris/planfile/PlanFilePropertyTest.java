package verdigris.planfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import verdigris.input.SourceText;
import verdigris.plan.PlanDocument;
import verdigris.plan.Plans;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

class PlanFilePropertyTest {
  @Provide
  Arbitrary<PlanDocument> documents() {
    return Documents.any();
  }

  @Provide
  Arbitrary<String> texts() {
    return Documents.text();
  }

  @Property(tries = 400)
  void everyDocumentComesBackAsItWasWithTheOrderOfItsPairs(@ForAll("documents") PlanDocument plan) {
    PlanDocument back = parse(PlanFile.yaml(plan));
    assertThat(back).isEqualTo(plan);
    assertThat(new ArrayList<>(back.inputs().keySet()))
        .isEqualTo(new ArrayList<>(plan.inputs().keySet()));
    assertThat(PlanFile.yaml(back)).isEqualTo(PlanFile.yaml(plan));
  }

  @Property(tries = 400)
  void everyTextGivesADocumentOrProblems(@ForAll("texts") String text) {
    assertThat(kinds(text)).isSubsetOf(Kind.PLAN_FILE, Kind.YAML_SYNTAX);
  }

  /** A text put anywhere into a real plan. */
  @Property(tries = 400)
  void everyEditedPlanGivesADocumentOrProblems(
      @ForAll("texts") String edit, @ForAll @IntRange(max = 100) int percent) {
    String yaml = PlanFile.yaml(Plans.fresh());
    int at = yaml.length() * percent / 100;
    assertThat(kinds(yaml.substring(0, at) + edit + yaml.substring(at)))
        .isSubsetOf(Kind.PLAN_FILE, Kind.YAML_SYNTAX, Kind.DUPLICATE_KEY);
  }

  @Property(tries = 400)
  void everyPlanThatWasCutOffIsRefused(@ForAll @IntRange(max = 10_000) int part) {
    String yaml = PlanFile.yaml(Plans.restart());
    int end = (yaml.length() - 2) * part / 10_000;
    assertThat(kinds(yaml.substring(0, end))).isNotEmpty();
  }

  private static java.util.List<Kind> kinds(String text) {
    try {
      parse(text);
      return java.util.List.of();
    } catch (ProblemException e) {
      return e.problems().stream().map(Problem::kind).toList();
    }
  }

  private static PlanDocument parse(String text) {
    return PlanFile.parse(new SourceText("plan.yaml", text));
  }
}
