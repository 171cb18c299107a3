package verdigris.step;

import java.util.List;
import verdigris.action.Action;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Copies the upstream into a new data directory beside the final place, makes it a standby on disk,
 * and only then gives it its name. So a half copy can never start.
 *
 * @param id the standby to be
 * @param upstream whom it is copied from and will follow
 */
public record Clone(InstanceId id, InstanceId upstream) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "clone",
          "Copy the upstream with pg_basebackup beside the final place, make it a standby on disk, and only then give it its name.",
          target ->
              target.links().stream().map(l -> new Clone(l.standby(), l.upstream())).toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  /** A stopped standby that can never catch up holds nothing that its upstream does not have. */
  private static boolean isReplaceable(Instance instance) {
    boolean stranded = instance.content() == Content.STRANDED && instance.run() == Run.STOPPED;
    return instance.what() != What.SERVER || stranded;
  }

  private Instance cloned(Instance instance) {
    return new Instance(
        id,
        What.SERVER,
        Run.STOPPED,
        new Role.StandbyOf(upstream),
        Content.BEHIND,
        instance.settings(),
        true,
        true,
        true);
  }

  @Override
  public String title() {
    return "clone " + upstream + " to " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.hasBinaries(id),
        Needs.runs(upstream),
        Needs.hasDeclaredSettings(upstream),
        Needs.letsReplicationIn(upstream),
        Needs.keepsWalFor(upstream, id),
        new Condition("nothing worth keeping is at " + id, w -> isReplaceable(w.instance(id))));
  }

  @Override
  public World after(World before) {
    return before.with(id, this::cloned);
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(estimates.cloneSeconds());
  }

  @Override
  public List<World> wreckage(World before) {
    return List.of(
        before.with(id, (Instance i) -> i.what() == What.SERVER ? i : i.with(What.DISPOSABLE)));
  }

  @Override
  public List<String> destroys(World before) {
    return before.instance(id).what() == What.SERVER
        ? List.of("the data directory of " + id + " that cannot catch up any more")
        : List.of();
  }

  @Override
  public List<String> touches() {
    return List.of("server " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    return List.of();
  }
}
