package verdigris.plan;

import java.util.List;
import java.util.SequencedMap;
import verdigris.action.Action;
import verdigris.plan.Plan.PlannedStep;
import verdigris.step.Briefing;

/**
 * A plan as it is reviewed: words only, the same bytes for the same facts and inputs. No clock, no
 * random id, no secret, no exact measurement.
 *
 * @param topology its name
 * @param target the declared state in one sentence
 * @param inputs what the plan was made from: name and SHA-256 of each input
 * @param from the World it starts from, one idea a line
 * @param source the source instance's system identifier; empty for a fresh topology
 * @param steps in order
 * @param end the World it leads to, one idea a line
 * @param outageSeconds how long clients cannot commit, 0: not at all
 * @param pointOfNoReturn key of the first step after which going back loses commits or needs a
 *     copy; empty: none
 * @param unmanaged what on the hosts is seen and left alone, one line each
 */
public record PlanDocument(
    String topology,
    String target,
    SequencedMap<String, String> inputs,
    List<String> from,
    String source,
    List<StepDocument> steps,
    List<String> end,
    int outageSeconds,
    String pointOfNoReturn,
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
   * @param does its actions, as they will run
   * @param changes files and settings that it changes, each with a unified diff
   */
  public record StepDocument(
      String key,
      String title,
      String why,
      String host,
      String part,
      List<String> after,
      int outageSeconds,
      List<String> does,
      SequencedMap<String, String> changes) {
    public StepDocument {
      after = List.copyOf(after);
      does = List.copyOf(does);
    }
  }

  public PlanDocument {
    from = List.copyOf(from);
    steps = List.copyOf(steps);
    end = List.copyOf(end);
    unmanaged = List.copyOf(unmanaged);
  }

  /** Describes a plan with what the steps will do by the facts at hand. */
  public static PlanDocument of(
      Plan plan,
      Briefing briefing,
      SequencedMap<String, String> inputs,
      String source,
      List<String> unmanaged) {
    return new PlanDocument(
        briefing.declaration().topology(),
        plan.target().sentence(),
        inputs,
        plan.from().lines(),
        source,
        plan.steps().stream().map(s -> document(s, briefing)).toList(),
        plan.end().lines(),
        plan.cost().outage(),
        "",
        unmanaged);
  }

  private static StepDocument document(PlannedStep planned, Briefing briefing) {
    List<Action> actions = planned.step().actions(briefing);
    return new StepDocument(
        planned.step().key(),
        planned.step().title(),
        planned.why(),
        planned.step().host(),
        planned.part().word(),
        planned.after(),
        planned.cost().outage(),
        actions.stream().flatMap(a -> a.lines().stream().map(l -> a.host() + ": " + l)).toList(),
        planned.step().changes(briefing));
  }

  /** Whether the target is reached already. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
