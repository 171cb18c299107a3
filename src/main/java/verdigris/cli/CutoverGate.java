package verdigris.cli;

import java.util.List;
import verdigris.observe.Situation;
import verdigris.plan.Gates;
import verdigris.plan.Plan;
import verdigris.plan.Plan.PlannedStep;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * What an apply must pass before the outage of its plan begins.
 *
 * @param terminal told what takes long
 * @param workplace whose hosts are asked
 * @param plan that is applied
 */
record CutoverGate(Terminal terminal, Workplace workplace, Plan plan) {

  /** By facts at hand, and without trying the upgrade. */
  Gates now(Situation situation) {
    return workplace.preflight().of(plan, situation, false);
  }

  /** Whether the outage is the first thing that these steps do. */
  boolean isFirst(List<PlannedStep> steps) {
    return !steps.isEmpty() && plan.beginsOutage().filter(steps.getFirst()::equals).isPresent();
  }

  /**
   * Makes every check from fresh facts; the upgrade is tried too, since a minute before an outage
   * is nothing beside one in it.
   *
   * @throws ProblemException {@code CUTOVER_BLOCKED} when something forbids the outage
   */
  void require() {
    terminal.say(
        "Every pre-flight check before the outage; an upgrade is tried in a scratch directory ...");
    Situation fresh = workplace.topology().observe();
    if (!fresh.refusals().isEmpty()) {
      throw new ProblemException(fresh.refusals());
    }
    Gates gates = workplace.preflight().of(plan, fresh, true);
    if (gates.areClosed()) {
      throw closed(gates);
    }
  }

  /** Why the outage does not begin. */
  static ProblemException closed(Gates gates) {
    return new ProblemException(
        gates.blocked().stream()
            .map(
                o ->
                    Problem.of(
                        Kind.CUTOVER_BLOCKED,
                        new Where.OnHost(o.host()),
                        o.fact() + " Clients were not shut out.",
                        o.remedy()))
            .toList());
  }
}
