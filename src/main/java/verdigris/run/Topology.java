package verdigris.run;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Supplier;
import verdigris.action.SecretValues;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.SecretFacts;
import verdigris.host.Host;
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
   * The same where some hosts are gone: their part is what was known of them last, so that only
   * what is seen of the others is fresh. Secrets are not compared.
   *
   * @param gone inventory names of hosts that cannot be reached
   * @param remembered facts of all hosts, from before
   */
  public Situation observe(Set<String> gone, Facts remembered) {
    if (gone.isEmpty()) {
      return observe();
    }
    SequencedMap<String, Supplier<Host>> there = connections.suppliers();
    there.keySet().removeAll(gone);
    Facts fresh = Gather.from(there).facts();
    List<HostFacts> all =
        remembered.hosts().stream().map(old -> fresh.host(old.name()).orElse(old)).toList();
    return Observation.of(
        new Facts(all, fresh.taken()), SecretFacts.nothingDeclared(), declaration, templates);
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
