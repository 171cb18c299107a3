package verdigris.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.facts.Reading;
import verdigris.plan.Outcome.Refusal;
import verdigris.show.CheckJson;
import verdigris.show.CheckReport;
import verdigris.show.CheckText;
import verdigris.show.View;
import verdigris.world.Declaration.Waiver;
import verdigris.world.Obstacle;

/** What a person and a program get to see of a verdict. */
class CheckReportTest {
  private static final String TODAY = "2026-11-24";

  private static CheckReport report(Pair pair) {
    return new CheckReport(
        "green is the PostgreSQL 15 primary; blue is a streaming standby of green",
        Verdict.of(pair.subject(), TODAY),
        Optional.empty(),
        List.of(),
        List.of());
  }

  private static Pair mixed() {
    var pair = Pair.with(Hazards.of("reg-columns"));
    Hazards.of("removed-columns").accept(pair);
    Hazards.of("prepared-transactions").accept(pair);
    Hazards.of("rewind").accept(pair);
    Hazards.of("unlogged-tables").accept(pair);
    pair.trial = Reading.of(Optional.empty());
    pair.accept.add(new Waiver("unlogged-tables", "cache, rebuilt", "2026-12-31"));
    pair.accept.add(new Waiver("rewind", "nobody remembers", "2026-01-31"));
    pair.unknownHost("proxy");
    return pair;
  }

  @Test
  void findingsUnknownsAndWaiversAreToldApart() throws IOException {
    Golden.assertMatches(
        "src/test/resources/golden/show/check.txt", CheckText.of(report(mixed()), View.plain()));
    Golden.assertMatches(
        "src/test/resources/golden/show/check.json", CheckJson.of(report(mixed())));
  }

  @Test
  void aHealthyPairIsOneLineAndATarget() {
    assertThat(CheckText.of(report(new Pair()), View.plain()))
        .contains("Nothing blocks.")
        .doesNotContain("Warnings")
        .doesNotContain("Could not check");
    assertThat(report(new Pair()).blocks()).isFalse();
  }

  @Test
  void aRefusalToPlanBlocksAlthoughEveryCheckIsFine() {
    CheckReport fine = report(new Pair());
    var refused =
        new CheckReport(
            fine.target(),
            fine.verdict(),
            Optional.of(
                new Refusal(
                    List.of(new Obstacle("green", List.of(), "The disk is full.", "Free 5 GB.")),
                    List.of(),
                    List.of())),
            List.of(),
            List.of("green: sudo is refused."));

    assertThat(refused.blocks()).isTrue();
    assertThat(CheckText.of(refused, View.plain()))
        .contains("The disk is full.")
        .contains("sudo is refused")
        .contains("Not ready.");
  }
}
