package verdigris.step;

import java.util.List;
import verdigris.action.Action;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.World;

/**
 * Makes the upstream keep WAL for a standby: a reserved physical slot and, where the server has no
 * limit of its own (below 13), the timer that guards the disk.
 *
 * @param id the standby
 * @param upstream who keeps WAL for it
 */
public record CreateSlot(InstanceId id, InstanceId upstream) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "create-slot",
          "Make the upstream keep WAL for a standby: a reserved slot and, below 13, the timer that guards the disk.",
          target ->
              target.links().stream().map(l -> new CreateSlot(l.standby(), l.upstream())).toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String host() {
    return upstream.host();
  }

  @Override
  public String title() {
    return "keep WAL on " + upstream + " for " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(Needs.runs(upstream), Needs.hasDeclaredSettings(upstream));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.withSlot(true));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(1);
  }

  @Override
  public List<String> touches() {
    return List.of("slots of " + upstream);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    return List.of();
  }
}
