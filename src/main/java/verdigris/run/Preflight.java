package verdigris.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import verdigris.check.Subject;
import verdigris.check.Verdict;
import verdigris.facts.Reading;
import verdigris.facts.Survey;
import verdigris.observe.Situation;
import verdigris.plan.Gates;
import verdigris.plan.Plan;
import verdigris.step.OutageLimit;

/**
 * Makes the pre-flight checks. Changes nothing that users see.
 *
 * @param topology the hosts
 * @param directory the playbook's, where its own commands run
 * @param today ISO date, for waivers
 */
public record Preflight(Topology topology, Path directory, String today) {

  /**
   * Looks for everything, and asks the hosts for what only checks need.
   *
   * @param situation as just observed
   * @param deep whether the upgrade is also tried in a scratch directory, which takes as long as
   *     restoring the schema
   */
  public Verdict verdict(Situation situation, boolean deep) {
    Subject subject =
        subject(
            situation,
            Surveying.of(
                topology.connections(),
                situation.briefing().facts(),
                topology.declaration(),
                directory));
    return Verdict.of(
        deep ? subject.with(Trying.of(topology.connections(), subject)) : subject, today);
  }

  /**
   * What stands before the parts of a plan. Hosts are asked only when the plan begins an outage
   * that checks are about, so that any other plan is as fast as its facts.
   *
   * @param plan that starts from the situation
   * @param situation as just observed
   * @param deep see {@link #verdict}; so it is right before the outage
   */
  public Gates of(Plan plan, Situation situation, boolean deep) {
    boolean checked = plan.beginsOutage().isPresent() && subject(situation, NOTHING).isCutover();
    return Gates.of(
        plan,
        checked ? Optional.of(verdict(situation, deep)) : Optional.empty(),
        OutageLimit.of(situation.briefing()),
        situation.finishFrom(),
        deep);
  }

  private static final Survey NOTHING =
      new Survey(List.of(), Reading.of(Optional.empty()), Reading.of(Optional.empty()));

  private Subject subject(Situation situation, Survey survey) {
    return new Subject(
        situation.briefing().facts(),
        survey,
        topology.declaration(),
        situation.target().source().orElse(situation.target().primary()),
        situation.target().primary());
  }
}
