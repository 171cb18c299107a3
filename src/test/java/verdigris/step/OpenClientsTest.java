package verdigris.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.action.SmokeTest;
import verdigris.observe.Recorded;
import verdigris.plan.Worlds;
import verdigris.world.Declaration;
import verdigris.world.Declaration.Clients;
import verdigris.world.Declaration.Holdouts;
import verdigris.world.Target;

/** The smoke test is for what never served, and is counted. */
class OpenClientsTest {
  private static final Briefing PAIR = Recorded.handMadePair(f -> f).briefing();

  private static Briefing with(long outageSeconds, String... smoke) {
    Declaration d = PAIR.declaration();
    return new Briefing(
        PAIR.facts(),
        new Declaration(
            d.topology(),
            d.hosts(),
            d.source(),
            d.primary(),
            d.standbys(),
            d.upgrade(),
            Optional.of(
                new Clients(
                    "command",
                    List.of(),
                    List.of(),
                    Holdouts.REFUSE,
                    List.of(smoke),
                    List.of("./clients.sh"),
                    Optional.empty())),
            d.replication(),
            d.settings(),
            d.hba(),
            new Declaration.Limits(outageSeconds, 1, 1, 20),
            d.rollback(),
            d.accept(),
            d.backup()),
        PAIR.target(),
        PAIR.templates());
  }

  private static List<SmokeTest> smokeTests(boolean isNew, Briefing briefing) {
    return StepHarness.deeds(new OpenClients(Worlds.GREEN, isNew), briefing).stream()
        .filter(SmokeTest.class::isInstance)
        .map(SmokeTest.class::cast)
        .toList();
  }

  @Test
  void theNewPrimaryIsTriedBeforeAnythingElseIsDone() {
    Briefing briefing = with(40, "./smoke.sh {{host}} {{port}}", "true");

    SmokeTest test = smokeTests(true, briefing).getFirst();

    assertThat(StepHarness.deeds(new OpenClients(Worlds.GREEN, true), briefing).getFirst())
        .isEqualTo(test);
    assertThat(test.commands()).containsExactly("./smoke.sh green 5432", "true");
    assertThat(test.limit()).hasSeconds(10);
    assertThat(StepHarness.lines(test.otherwise()))
        .anyMatch(l -> l.contains("host all all all reject"))
        .anyMatch(l -> l.contains("RESET default_transaction_read_only"));
  }

  @Test
  void itNeverTakesLongerThanAMinute() {
    assertThat(smokeTests(true, with(3600, "true")).getFirst().limit()).hasSeconds(60);
  }

  @Test
  void whoServedBeforeAndWhereNothingIsDeclaredNothingIsTried() {
    assertThat(smokeTests(false, with(60, "true"))).isEmpty();
    assertThat(smokeTests(true, with(60))).isEmpty();
  }

  @Test
  void onlyTheDeclaredPrimaryThatIsNotTodaysIsNew() {
    for (Target target :
        List.of(Worlds.upgrade(), Worlds.switchover(), Worlds.greenFollowsBlue())) {
      Stream<OpenClients> steps =
          Steps.towards(target).stream()
              .filter(OpenClients.class::isInstance)
              .map(OpenClients.class::cast);
      assertThat(steps.filter(OpenClients::isNew).map(OpenClients::id))
          .isEqualTo(target.primary().equals(Worlds.BLUE) ? List.of() : List.of(target.primary()));
    }
  }

  @Test
  void itsTimeIsPartOfTheOutage() {
    var step = new OpenClients(Worlds.GREEN15, true);
    var estimates = new Estimates(256, 4, 8, 2, 4, Optional.empty());
    var world = Worlds.served(Worlds.upgrade());
    assertThat(step.cost(world, estimates).outage())
        .isEqualTo(step.cost(world, Estimates.COARSE).outage() + 4);
  }
}
