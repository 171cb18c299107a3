package verdigris.step;

import java.util.List;
import verdigris.action.Action;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Fences a standby that has everything, so that it can be promoted where nobody else is left.
 *
 * @param id the standby
 */
public record CloseStandby(InstanceId id) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "close-standby",
          "Fence a standby that has everything, so that it can be promoted where nobody else is left.",
          "PostgreSQL manual, \"The pg_hba.conf File\".",
          target -> target.line().stream().map(CloseStandby::new).toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "shut readers out of " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.runs(id),
        Needs.hasEverything(id),
        new Condition(
            id + " is a standby that is not fenced",
            w -> w.instance(id).role() instanceof Role.StandbyOf && !w.instance(id).fenced()));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.withFence(true));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(1);
  }

  @Override
  public List<String> touches() {
    return List.of("server " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    return List.of(
        Deeds.fence(host(), wanted.place(id)),
        Deeds.readFiles(wanted.server(id)),
        Deeds.expelled(wanted.server(id), id));
  }
}
