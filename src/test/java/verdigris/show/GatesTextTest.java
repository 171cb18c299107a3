package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.Golden;
import verdigris.plan.Gates;
import verdigris.plan.Part;
import verdigris.plan.PlanDocument;
import verdigris.plan.Plans;
import verdigris.step.OutageLimit;
import verdigris.step.OutageLimit.By;
import verdigris.world.Obstacle;

/** What is told beneath a plan, and asked before a part of it. */
class GatesTextTest {
  private static final OutageLimit LIMIT = new OutageLimit(60, By.PLAYBOOK);
  private static final Gates NONE = new Gates(0, LIMIT, List.of(), List.of(), Optional.empty());
  private static final Gates CLOSED =
      new Gates(
          75,
          LIMIT,
          List.of(
              new Obstacle(
                  "blue",
                  List.of("close-clients"),
                  "blue:11/main, database orders, public.cache: The table is unlogged; its 12 rows would be gone. (check unlogged-tables)",
                  "Make it logged:\n  ALTER TABLE public.cache SET LOGGED\nOr accept it in the playbook, with a reason and a last day:\n  accept: [ { check: unlogged-tables, reason: \"...\", until: ... } ]")),
          List.of("green: The clock is 3 s behind. (check clock)"),
          Optional.of(Instant.parse("2026-11-27T02:00:00.5Z")));

  private static void golden(String name, String text) throws IOException {
    Golden.assertMatches("src/test/resources/golden/show/" + name, text);
  }

  @Test
  void aBlockedCutoverSaysByWhatAndWhatToDo() throws IOException {
    golden("gates.txt", GatesText.of(CLOSED, View.plain()));
  }

  @Test
  void nothingToTellIsNothing() {
    assertThat(GatesText.of(NONE, View.plain())).isEmpty();
  }

  @Test
  void programsGetTheSameBesideThePlan() {
    String json = PlanJson.of(Plans.restart(), CLOSED);
    assertThat(json)
        .contains("\"limit_seconds\": 60", "\"blocked\": [", "check clock")
        .contains("\"finish_from\": \"2026-11-27T02:00:00.500Z\"");
    assertThat(PlanJson.of(Plans.nothing(), NONE)).contains("\"finish_from\": \"\"");
  }

  @Test
  void aPartIsAskedForWithWhatItCosts() {
    assertThat(PartQuestion.of(Plans.threeParts(), Part.PREPARE))
        .isEqualTo("Do the 4 steps of the part \"prepare\" (no outage)?");
    assertThat(PartQuestion.of(Plans.threeParts(), Part.CUTOVER))
        .isEqualTo("Do the 5 steps of the part \"cutover\" (clients cannot commit for about 4 s)?");
  }

  @Test
  void theFinishSaysWhatItDestroys() {
    assertThat(PartQuestion.of(Plans.threeParts(), Part.FINISH))
        .contains("destroys for good:\n  the old data directory of blue:10/main\n")
        .endsWith("Do the 1 step of the part \"finish\" (no outage)?");
  }

  @Test
  void theCutoverToANewMajorSaysWhatGoingBackLoses() {
    PlanDocument upgrade = Plans.upgrade();
    assertThat(upgrade.pointOfNoReturn()).isEqualTo("open-clients green:15/main");
    assertThat(PartQuestion.of(upgrade, Part.CUTOVER))
        .contains("loses every commit made since")
        .contains("part \"cutover\" (clients cannot commit for about ");
    assertThat(PlanText.of(upgrade, View.plain()))
        .contains("Point of no return: from here on clients");
    assertThat(PlanMarkdown.of(upgrade)).contains("loses every commit made since");
  }
}
