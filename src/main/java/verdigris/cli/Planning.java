package verdigris.cli;

import java.util.List;
import verdigris.observe.Situation;
import verdigris.plan.Outcome;
import verdigris.plan.Outcome.Refusal;
import verdigris.plan.Plan;
import verdigris.plan.PlanDocument;
import verdigris.plan.Planner;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/**
 * A situation and what planning makes of it.
 *
 * @param situation what holds
 * @param outcome a plan or a refusal
 */
record Planning(Situation situation, Outcome outcome) {

  static Planning of(Situation situation) {
    if (!situation.refusals().isEmpty()) {
      throw new ProblemException(situation.refusals());
    }
    return new Planning(
        situation,
        new Planner(situation.target(), situation.obstacles(), situation.estimates())
            .plan(situation.world()));
  }

  /** The plan as it is reviewed. */
  PlanDocument document(Plan plan, Workplace workplace) {
    return PlanDocument.of(plan, situation, workplace.inputs());
  }

  /** What of a plan sudo on the hosts would refuse. */
  List<Problem> refusedBySudo(Plan plan, Workplace workplace) {
    return workplace.topology().refusedBySudo(plan, situation);
  }

  /** Stops before a plan that sudo would stop in the middle. */
  void requireRights(Plan plan, Workplace workplace) {
    List<Problem> refused = refusedBySudo(plan, workplace);
    if (!refused.isEmpty()) {
      throw new ProblemException(refused);
    }
  }

  /** Prints why there is no plan. */
  static int refused(
      Terminal terminal, OutputOptions output, Situation situation, Refusal refusal) {
    String target = situation.target().sentence();
    terminal.print(
        output.json
            ? verdigris.show.PlanJson.of(target, refusal)
            : verdigris.show.RefusalText.of(target, refusal, terminal.view(output.verbose)));
    return ExitCode.REFUSED.number();
  }

  /** What nobody named, for the reader. */
  List<String> unmanaged() {
    return situation.unmanaged();
  }
}
