package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import verdigris.plan.PlanDocument;
import verdigris.plan.Plans;

/** A plan as the message of its commit. */
class PlanMessageTest {
  private static List<String> lines(PlanDocument plan) {
    return PlanMessage.of(plan).lines().toList();
  }

  @Test
  void theFirstLineSaysWhatTheTargetIs() {
    assertThat(lines(Plans.nothing()).getFirst())
        .startsWith("Plan " + Plans.nothing().topology() + ": ");
  }

  @Test
  void aLongTargetIsCutSoThatTheLineFits() {
    PlanDocument plan = Plans.threeParts();
    String whole = "Plan " + plan.topology() + ": " + plan.target();
    String subject = lines(plan).getFirst();

    assertThat(whole).hasSizeGreaterThan(72);
    assertThat(subject).hasSizeLessThanOrEqualTo(72).endsWith("…");
    assertThat(whole).startsWith(subject.substring(0, subject.length() - 1));
  }

  @Test
  void theBodySaysWhatItTakesAndDestroys() {
    assertThat(lines(Plans.threeParts())).element(1).isEqualTo("");
    assertThat(
            String.join(
                " ", lines(Plans.threeParts()).subList(2, lines(Plans.threeParts()).size())))
        .isEqualTo(PlanWords.summary(Plans.threeParts()));
    assertThat(lines(Plans.threeParts())).allMatch(l -> l.length() <= 72);
  }

  @Test
  void aPlanWithNothingToDoSaysSo() {
    assertThat(lines(Plans.nothing())).last().isEqualTo("Nothing to do.");
  }
}
