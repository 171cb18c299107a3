package verdigris.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.Require;
import verdigris.action.Command;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.facts.LiveServer;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.Target;
import verdigris.world.Target.Link;
import verdigris.world.World;

/**
 * Stops a standby, so that its recovery configuration can be changed, it can be cloned again, or
 * another takes its place.
 *
 * @param id which
 * @param retired whether another takes its place, so that it does not start at boot either
 */
public record StopStandby(InstanceId id, boolean retired) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "stop",
          "Stop a standby whose recovery configuration must change, that must be cloned again, or whose place another takes.",
          "PostgreSQL manual, \"Shutting Down the Server\" (fast); pg_ctl stop.",
          target ->
              Stream.concat(target.line().stream(), target.allWays().stream().map(Link::standby))
                  .distinct()
                  .map(id -> new StopStandby(id, isRetired(target, id)))
                  .toList());

  /** Another takes its port, on a host where it is only kept. */
  private static boolean isRetired(Target target, InstanceId id) {
    return target.isFormer(id)
        || (id.equals(target.origin())
            && !id.equals(target.successor())
            && target.upstreamOf(id).isEmpty());
  }

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
    var actions = new ArrayList<Action>();
    if (retired) {
      actions.addAll(Deeds.boot(host(), place, Boot.MANUAL));
    }
    actions.add(Deeds.systemctl(host(), "stop", place.unit()));
    actions.add(
        new Require(
            host(),
            Command.postgres(
                "sh",
                "-c",
                LiveServer.RUNS + "if runs \"$1\"; then exit 1; fi",
                "sh",
                place.data()),
            id + " still runs after systemctl stop."));
    return List.copyOf(actions);
  }
}
