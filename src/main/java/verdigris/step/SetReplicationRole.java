package verdigris.step;

import java.util.List;
import verdigris.action.Action;
import verdigris.resource.SecretState;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.World;

/**
 * Creates the replication role on the primary, or brings its attributes and password to the
 * declared ones.
 *
 * @param id the primary
 */
public record SetReplicationRole(InstanceId id) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "replication-role",
          "Create the replication role on the primary, or bring its attributes and password to the declared ones.",
          "PostgreSQL manual, \"Log-Shipping Standby Servers\", \"Streaming Replication\", \"Authentication\"; CREATE ROLE (REPLICATION).",
          target ->
              target.ways().isEmpty()
                  ? List.of()
                  : target.line().stream().map(SetReplicationRole::new).toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "set the replication role on " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(Needs.isWritable(id));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.withReplicationRole(true));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(1);
  }

  @Override
  public List<String> touches() {
    return List.of("roles of " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    // The step is there because something differs; what facts cannot tell is the password.
    return wanted
        .role(id, SecretState.DIFFERENT)
        .map(c -> Deeds.ofRole(wanted.server(id), c))
        .orElse(List.of());
  }
}
