package verdigris.step;

import java.util.List;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.Require;
import verdigris.action.Command;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.Target.Link;
import verdigris.world.World;

/**
 * Stops a standby, so that its recovery configuration can be changed or it can be cloned again.
 *
 * @param id which
 */
public record StopStandby(InstanceId id) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "stop",
          "Stop a standby whose recovery configuration must change or that must be cloned again.",
          target ->
              Stream.concat(target.line().stream(), target.ways().stream().map(Link::standby))
                  .distinct()
                  .map(StopStandby::new)
                  .toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "stop " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.runs(id),
        new Condition(
            id + " is a standby, or a fenced copy that serves nobody",
            w ->
                w.instance(id).role() instanceof Role.StandbyOf
                    || w.instance(id).role() instanceof Role.Stray
                    || w.instance(id).content() == Content.DIVERGED
                    || (w.instance(id).fenced() && w.instance(id).content() == Content.BEHIND)));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(Run.STOPPED));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(4);
  }

  @Override
  public List<String> touches() {
    return List.of("server " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    Place place = new Wanted(briefing).place(id);
    return List.of(
        Deeds.systemctl(host(), "stop", place.unit()),
        new Require(
            host(),
            Command.postgres("test", "!", "-e", place.data() + "/postmaster.pid"),
            id + " still runs after systemctl stop."));
  }
}
