package verdigris.step;

import java.util.List;
import verdigris.action.Action;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.InstanceId;
import verdigris.world.Target.Link;
import verdigris.world.World;

/**
 * Takes the fence from a standby of the serving primary, so that it can be read again. It cannot
 * take writes.
 *
 * @param id the standby
 */
public record OpenStandby(InstanceId id) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "open-standby",
          "Take the fence from a standby of the serving primary, so that it can be read again.",
          "PostgreSQL manual, \"Hot Standby\"; \"The pg_hba.conf File\".",
          target -> target.links().stream().map(Link::standby).map(OpenStandby::new).toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "let readers in to " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.isFenced(id),
        new Condition(
            id + " follows closely, and its primary serves",
            w -> w.instance(id).content() == Content.FOLLOWS && w.serving().isPresent()));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.withFence(false));
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
    return List.of(Deeds.unfence(host(), wanted.place(id)), Deeds.readFiles(wanted.server(id)));
  }
}
