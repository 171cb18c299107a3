package verdigris.step;

import java.util.List;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.Await;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Settings;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.Target.Link;
import verdigris.world.World;

/**
 * Restarts a running instance whose files hold settings that only a restart puts into effect. For a
 * primary that is an outage.
 *
 * @param id which
 */
public record Restart(InstanceId id) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "restart",
          "Restart a running server for settings that a reload cannot change; an outage when it is the primary.",
          "PostgreSQL manual, view pg_settings (context postmaster, pending_restart).",
          target ->
              Stream.concat(target.line().stream(), target.ways().stream().map(Link::standby))
                  .distinct()
                  .map(Restart::new)
                  .toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "restart " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.runs(id),
        new Condition(
            "the files of " + id + " hold settings that wait for a restart",
            w -> w.instance(id).settings() == Settings.PENDING_RESTART));
  }

  @Override
  public World after(World before) {
    return before.with(
        id,
        (Instance i) ->
            i.with(Settings.AS_DECLARED)
                .with(
                    i.role() instanceof Role.Primary || i.content() == Content.STRANDED
                        ? i.content()
                        : Content.BEHIND));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return before.instance(id).isWritable()
        ? Cost.ofOutage(estimates.restartSeconds())
        : Cost.ofWork(4);
  }

  @Override
  public List<World> wreckage(World before) {
    return List.of(before.with(id, (Instance i) -> i.with(Run.STOPPED)));
  }

  @Override
  public List<String> touches() {
    return List.of("server " + id, "configuration of " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    return List.of(
        Deeds.systemctl(host(), "restart", wanted.place(id).unit()),
        new Await(
            wanted.server(id),
            "SELECT NOT EXISTS (SELECT FROM pg_settings WHERE pending_restart)",
            id + " answers with the new settings",
            Wanted.startLimit()));
  }
}
