package verdigris.planfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.observe.Recorded;
import verdigris.observe.Situation;
import verdigris.plan.Plan;
import verdigris.plan.PlanDocument;
import verdigris.plan.Planner;
import verdigris.show.PlanHtml;
import verdigris.show.PlanJson;
import verdigris.show.PlanMarkdown;
import verdigris.show.PlanText;
import verdigris.show.View;
import verdigris.show.Why;
import verdigris.show.WhyJson;
import verdigris.show.WhyText;

/** The recorded hosts have passwords in their files, and moments in their answers. */
class PlanSecretTest {
  private static final List<String> SECRETS = List.of("hushhush", "hush hush", "s3 cret");

  @Test
  void noPasswordOfAHostIsInAPlanFileOrInWhatIsShownOfIt() {
    for (PlanDocument plan : plans()) {
      assertThat(texts(plan)).noneMatch(t -> SECRETS.stream().anyMatch(t::contains));
    }
    assertThat(plans())
        .as("a line with a password is beside one that changes")
        .anyMatch(p -> PlanFile.yaml(p).contains("radiussecrets=<hidden>"));
  }

  @Test
  void noMomentIsInAPlanFile() {
    for (PlanDocument plan : plans()) {
      assertThat(PlanFile.yaml(plan))
          .doesNotContainPattern("20\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d")
          .doesNotContain("1795494");
    }
  }

  private static List<String> texts(PlanDocument plan) {
    Stream<String> whole =
        Stream.of(
            PlanFile.yaml(plan),
            PlanText.of(plan, View.plain().withDetails()),
            PlanMarkdown.of(plan),
            PlanHtml.of(plan),
            PlanJson.of(plan));
    Stream<String> steps =
        plan.steps().stream()
            .flatMap(s -> Why.of(plan, s.key()).stream())
            .flatMap(w -> Stream.of(WhyText.of(w, View.plain()), WhyJson.of(w)));
    return Stream.concat(whole, steps).toList();
  }

  /** As if nothing stood in the way: a file with a password in it is not written otherwise. */
  private static List<PlanDocument> plans() {
    return Stream.of(Recorded.freshPair(), Recorded.switchover())
        .map(PlanSecretTest::document)
        .toList();
  }

  private static PlanDocument document(Situation situation) {
    var plan =
        (Plan)
            new Planner(situation.target(), List.of(), situation.estimates())
                .plan(situation.world());
    return PlanDocument.of(plan, situation, new LinkedHashMap<>());
  }
}
