package verdigris.run;

import java.util.ArrayList;
import java.util.List;
import verdigris.action.SecretValues;
import verdigris.facts.SecretFacts;
import verdigris.observe.Observation;
import verdigris.observe.Situation;
import verdigris.plan.Plan;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.resource.Templates;
import verdigris.world.Declaration;

/**
 * The hosts of one playbook, connected.
 *
 * @param declaration the playbook
 * @param templates of what is rendered
 * @param connections to its hosts
 * @param secrets what its secrets are worth
 */
public record Topology(
    Declaration declaration, Templates templates, Connections connections, SecretValues secrets)
    implements Observer {

  @Override
  public Situation observe() {
    Gather.Gathered gathered = Gather.from(connections.suppliers());
    List<Problem> unreachable = new ArrayList<>(gathered.problems());
    unreachable.removeIf(p -> !isAboutReaching(p.kind()));
    if (!unreachable.isEmpty()) {
      throw new ProblemException(unreachable);
    }
    SecretFacts checked = new SecretCheck(declaration, connections, secrets).of(gathered.facts());
    return Observation.of(gathered.facts(), checked, declaration, templates);
  }

  /**
   * What of a plan's steps sudo would not let be done, one problem for each host; nothing is done
   * to find out.
   *
   * @param plan that starts from the situation
   * @param situation as just observed
   */
  public List<Problem> refusedBySudo(Plan plan, Situation situation) {
    return new SudoCheck(connections).of(plan, situation.briefing());
  }

  /**
   * A host of the topology that cannot be asked leaves nothing to plan with; anything less becomes
   * an obstacle with its reason.
   */
  private static boolean isAboutReaching(Kind kind) {
    return switch (kind) {
      case UNREACHABLE,
          HOST_KEY_UNKNOWN,
          HOST_KEY_CHANGED,
          AUTHENTICATION,
          CONNECTION_LOST,
          HOST_OUTPUT ->
          true;
      default -> false;
    };
  }
}
