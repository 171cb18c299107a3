package verdigris.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.check.Check;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.check.Place;
import verdigris.check.Result;
import verdigris.check.Verdict;
import verdigris.check.Verdict.Judged;
import verdigris.step.Estimates;
import verdigris.step.OutageLimit;
import verdigris.step.OutageLimit.By;
import verdigris.world.Declaration.Waiver;
import verdigris.world.Target;
import verdigris.world.World;

/** What is found forbids an outage that is to begin, and nothing else. */
class GatesTest {
  private static final Target TARGET = Worlds.upgrade();
  private static final OutageLimit LONG = new OutageLimit(600, By.PLAYBOOK);
  private static final Waiver WAIVER = new Waiver("unlogged-tables", "cache", "2999-12-31");

  private static Plan plan(Target target, World from) {
    return (Plan) new Planner(target, List.of(), Estimates.COARSE).plan(from);
  }

  private static Plan upgrade() {
    return plan(TARGET, Worlds.served(TARGET));
  }

  private static Gates gates(Plan plan, Judged... judged) {
    return Gates.of(plan, Optional.of(verdict(judged)), LONG, Optional.empty(), true);
  }

  private static Verdict verdict(Judged... judged) {
    return new Verdict(List.of(Guard.UPGRADE), List.of(), List.of(judged), List.of(), List.of());
  }

  private static Judged found(Severity severity, Optional<Waiver> waiver) {
    return judged(
        severity,
        new Result.Finding(
            Place.instance("blue", "11/main").object("public.cache"),
            "The table is unlogged.",
            "Make it logged."),
        waiver);
  }

  private static Judged judged(Severity severity, Result result, Optional<Waiver> waiver) {
    var check =
        new Check(
            "unlogged-tables", "a title", severity, List.of(Guard.UPGRADE), "why", _ -> List.of());
    return new Judged(check, result, waiver);
  }

  @Test
  void theOutageBeginsWhereClientsAreShutOutAndPreparationsAreBeforeIt() {
    Plan plan = upgrade();

    assertThat(plan.beginsOutage().orElseThrow().step().key())
        .isEqualTo("close-clients blue:11/main");
    assertThat(plan.beforeOutage()).isNotEmpty().allMatch(s -> s.part() == Part.PREPARE);
    assertThat(plan.fromOutage()).hasSize(plan.steps().size() - plan.beforeOutage().size());
  }

  @Test
  void withNothingFoundAndTimeEnoughNothingIsBlocked() {
    Gates gates = gates(upgrade());

    assertThat(gates.areClosed()).isFalse();
    assertThat(gates.outageSeconds()).isEqualTo(upgrade().cost().outage()).isPositive();
  }

  @Test
  void whatBlocksNamesThePlaceTheRemedyAndHowToAcceptIt() {
    Gates gates = gates(upgrade(), found(Severity.BLOCKS, Optional.empty()));

    assertThat(gates.blocked())
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.stops("close-clients", "blue")).isTrue();
              assertThat(o.stops("clone", "green")).isFalse();
              assertThat(o.fact())
                  .isEqualTo(
                      "blue:11/main, public.cache: The table is unlogged. (check unlogged-tables)");
              assertThat(o.remedy())
                  .startsWith("Make it logged.")
                  .contains("accept: [ { check: unlogged-tables,");
            });
  }

  @Test
  void whatIsAcceptedOrOnlyWarnsOrComesLaterDoesNotBlock() {
    Gates gates =
        gates(
            upgrade(),
            found(Severity.BLOCKS, Optional.of(WAIVER)),
            found(Severity.WARNS, Optional.empty()),
            judged(
                Severity.BLOCKS,
                new Result.Later(Place.host("green"), "It is tried with --deep only."),
                Optional.empty()));

    assertThat(gates.areClosed()).isFalse();
    assertThat(gates.warnings())
        .containsExactly(
            "blue:11/main, public.cache: The table is unlogged. (check unlogged-tables)");
  }

  @Test
  void whatCouldNotBeCheckedBlocks() {
    Gates gates =
        gates(
            upgrade(),
            judged(
                Severity.BLOCKS,
                new Result.Unchecked(Place.host("green"), "The host was not asked."),
                Optional.empty()));

    assertThat(gates.blocked()).singleElement().matches(o -> o.fact().contains("could not check"));
  }

  @Test
  void aForecastOverTheLimitBlocksAndSaysWhatItIsMadeOf() {
    int forecast = upgrade().cost().outage();
    Gates exact = limited(forecast, By.PLAYBOOK);
    Gates over = limited(forecast - 1, By.PLAYBOOK);
    Gates impatient = limited(forecast - 1, By.POOLER);

    assertThat(exact.areClosed()).isFalse();
    assertThat(over.blocked())
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.fact())
                  .contains("about %d s".formatted(forecast), "limits.outage allows")
                  .contains("upgrade green:11/main to green:15/main, about 8 s");
              assertThat(o.remedy()).contains("limits: { outage: %ds }".formatted(forecast));
            });
    assertThat(impatient.blocked())
        .singleElement()
        .satisfies(
            o -> {
              assertThat(o.fact()).contains("the poolers let clients wait for");
              assertThat(o.remedy())
                  .contains("SET query_wait_timeout = %d".formatted(3 * forecast));
            });
  }

  private static Gates limited(long seconds, By by) {
    return Gates.of(
        upgrade(), Optional.empty(), new OutageLimit(seconds, by), Optional.empty(), true);
  }

  @Test
  void anOutageThatHasBegunIsEndedWhateverIsFound() {
    Plan whole = upgrade();
    whole.fromOutage().stream()
        .map(Plan.PlannedStep::promise)
        .filter(w -> w.serving().isEmpty())
        .forEach(
            w -> {
              Plan rest = plan(TARGET, w);
              assertThat(rest.beginsOutage()).as("from %s", w).isEmpty();
              assertThat(
                      Gates.of(
                              rest,
                              Optional.of(verdict(found(Severity.BLOCKS, Optional.empty()))),
                              new OutageLimit(1, By.PLAYBOOK),
                              Optional.empty(),
                              true)
                          .areClosed())
                  .isFalse();
            });
  }

  @Test
  void aPlanWithoutOutageHasNoGateButMaySayWhenTheFinishIsPossible() {
    var from = Optional.of(Instant.parse("2026-11-27T02:00:00Z"));
    Plan done = plan(Worlds.greenFollowsBlue(), Worlds.done());
    Gates gates =
        Gates.of(
            done,
            Optional.of(verdict(found(Severity.BLOCKS, Optional.empty()))),
            new OutageLimit(1, By.PLAYBOOK),
            from,
            true);

    assertThat(done.isEmpty()).isTrue();
    assertThat(gates.areClosed()).isFalse();
    assertThat(gates.finishFrom()).isEqualTo(from);
  }

  @Test
  void whatCannotBeLookedAtBlocksWhenNothingIsToBePreparedAnyMore() {
    var unread = new Result.Unchecked(Place.instance("green", "11/main"), "It does not run.");
    Optional<Verdict> verdict =
        Optional.of(verdict(judged(Severity.BLOCKS, unread, Optional.empty())));

    assertThat(Gates.of(upgrade(), verdict, LONG, Optional.empty(), false).areClosed()).isFalse();
    assertThat(Gates.of(upgrade(), verdict, LONG, Optional.empty(), true).areClosed()).isTrue();
  }
}
