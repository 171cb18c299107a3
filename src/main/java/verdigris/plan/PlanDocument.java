package verdigris.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import verdigris.action.Action;
import verdigris.observe.Premises;
import verdigris.observe.Situation;
import verdigris.observe.Sources;
import verdigris.plan.Plan.PlannedStep;
import verdigris.step.Briefing;
import verdigris.step.ComputeStatistics;
import verdigris.step.Estimates;
import verdigris.step.OutageLimit;
import verdigris.step.Step;
import verdigris.step.UpgradeInstance;
import verdigris.world.World;

/**
 * A plan as it is reviewed: words only, the same bytes for the same facts and inputs. No clock, no
 * random id, no secret, no exact measurement.
 *
 * @param topology its name
 * @param target the declared state in one sentence
 * @param inputs what the plan was made from: name and SHA-256 of each input
 * @param from the World it starts from, one idea a line
 * @param source the source instance's system identifier; empty for a fresh topology
 * @param facts what it depends on besides, by name: identities, versions, places; nothing that
 *     moves by itself
 * @param steps in order
 * @param end the World it leads to, one idea a line
 * @param outageSeconds how long clients cannot commit, 0: not at all
 * @param rehearsed the day on which what it forecasts was rehearsed; empty: the forecast is coarse
 * @param pointOfNoReturn key of the first step after which going back loses commits or needs a
 *     copy; empty: none
 * @param parts what is confirmed on its own, in order
 * @param unmanaged what on the hosts is seen and left alone, one line each
 */
public record PlanDocument(
    String topology,
    String target,
    SequencedMap<String, String> inputs,
    List<String> from,
    String source,
    SequencedMap<String, String> facts,
    List<StepDocument> steps,
    List<String> end,
    int outageSeconds,
    String rehearsed,
    String pointOfNoReturn,
    List<PartDocument> parts,
    List<String> unmanaged) {

  /**
   * One step.
   *
   * @param key its identity, such as {@code clone green:11/main}
   * @param title what it does
   * @param why what it is for
   * @param host where
   * @param part which gate it is behind: prepare, cutover, finish
   * @param after keys of the steps that must be done before it
   * @param outageSeconds of this step
   * @param destroys what it removes or overwrites that cannot be had again by undoing it; mostly
   *     empty
   * @param does its actions, as they will run: host, colon, line
   * @param changes files and settings that it changes, each with a unified diff
   * @param prospect what it rests on and what becomes of it
   */
  public record StepDocument(
      String key,
      String title,
      String why,
      String host,
      String part,
      List<String> after,
      int outageSeconds,
      List<String> destroys,
      List<String> does,
      SequencedMap<String, String> changes,
      Prospect prospect) {
    public StepDocument {
      after = List.copyOf(after);
      destroys = List.copyOf(destroys);
      does = List.copyOf(does);
      changes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(changes));
    }
  }

  /**
   * What a step will do, as it is shown.
   *
   * @param does its actions: host, colon, line
   * @param changes files and settings, each with a unified diff
   */
  public record Deeds(List<String> does, SequencedMap<String, String> changes) {
    /** By the facts at hand. */
    public static Deeds of(Step step, Briefing briefing) {
      List<Action> actions = step.actions(briefing);
      return new Deeds(
          actions.stream().flatMap(a -> a.lines().stream().map(l -> a.host() + ": " + l)).toList(),
          step.changes(briefing));
    }
  }

  /**
   * What stands before the steps of a part, without a clock.
   *
   * @param part prepare, cutover, finish
   * @param steps how many there are; 0: a later plan has them
   * @param workSeconds of all its steps, one after the other, coarse
   * @param outageSeconds of all its steps
   * @param confirm what whoever confirms it agrees to, and what must hold, one sentence each
   */
  public record PartDocument(
      String part, int steps, int workSeconds, int outageSeconds, List<String> confirm) {
    public PartDocument {
      confirm = List.copyOf(confirm);
    }
  }

  public PlanDocument {
    parts = List.copyOf(parts);
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    from = List.copyOf(from);
    facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
    steps = List.copyOf(steps);
    end = List.copyOf(end);
    unmanaged = List.copyOf(unmanaged);
  }

  /**
   * Describes a plan with what the steps will do by the facts at hand.
   *
   * @param inputs what it is made from: name and SHA-256 of each
   */
  public static PlanDocument of(
      Plan plan, Situation situation, SequencedMap<String, String> inputs) {
    Briefing briefing = situation.briefing();
    return of(
        briefing.declaration().topology(),
        plan,
        (step, before) -> Deeds.of(step, briefing.at(before)),
        inputs,
        Sources.systemId(situation),
        Premises.of(situation),
        new Foresight(plan, situation.obstacles(), situation.estimates()),
        Optional.of(
            new PlanParts.Terms(
                OutageLimit.of(briefing), briefing.declaration().rollback().keepOldSeconds())),
        situation.unmanaged());
  }

  /** Whether it has steps whose time a rehearsal measures. */
  private static boolean isForecast(Plan plan) {
    return plan.steps().stream()
        .anyMatch(
            s -> s.step() instanceof UpgradeInstance || s.step() instanceof ComputeStatistics);
  }

  /** Describes a plan with what {@code deeds} says that each step will do. */
  public static PlanDocument of(
      String topology,
      Plan plan,
      BiFunction<Step, World, Deeds> deeds,
      SequencedMap<String, String> inputs,
      String source,
      SequencedMap<String, String> facts,
      List<String> unmanaged) {
    var foresight = new Foresight(plan, List.of(), Estimates.COARSE);
    return of(topology, plan, deeds, inputs, source, facts, foresight, Optional.empty(), unmanaged);
  }

  private static PlanDocument of(
      String topology,
      Plan plan,
      BiFunction<Step, World, Deeds> deeds,
      SequencedMap<String, String> inputs,
      String source,
      SequencedMap<String, String> facts,
      Foresight foresight,
      Optional<PlanParts.Terms> terms,
      List<String> unmanaged) {
    String pointOfNoReturn = pointOfNoReturn(plan);
    return new PlanDocument(
        topology,
        plan.target().sentence(),
        inputs,
        plan.from().lines(),
        source,
        facts,
        plan.steps().stream().map(s -> document(s, foresight, deeds)).toList(),
        plan.end().lines(),
        plan.cost().outage(),
        foresight.estimates().rehearsed().filter(_ -> isForecast(plan)).orElse(""),
        pointOfNoReturn,
        new PlanParts(plan, pointOfNoReturn, terms).documents(),
        unmanaged);
  }

  private static String pointOfNoReturn(Plan plan) {
    return plan.steps().stream()
        .filter(s -> s.cost().loss() > 0 || s.cost().wayBack() > 0)
        .findFirst()
        .map(s -> s.step().key())
        .orElse("");
  }

  private static StepDocument document(
      PlannedStep planned, Foresight foresight, BiFunction<Step, World, Deeds> deeds) {
    World before = foresight.plan().worldBefore(planned);
    Deeds deed = deeds.apply(planned.step(), before);
    return new StepDocument(
        planned.step().key(),
        planned.step().title(),
        planned.why(),
        planned.step().host(),
        planned.part().word(),
        planned.after(),
        planned.cost().outage(),
        planned.step().destroys(before),
        deed.does(),
        deed.changes(),
        foresight.of(planned));
  }

  /** Whether the target is reached already. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
