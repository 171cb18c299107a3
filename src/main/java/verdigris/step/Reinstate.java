package verdigris.step;

import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.Require;
import verdigris.action.Command;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Takes the recovery marker from a primary that was marked but never followed anybody: the way back
 * before clients were let in elsewhere.
 *
 * @param id the old primary
 */
public record Reinstate(InstanceId id) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "reinstate",
          "Take the recovery marker from an old primary that has everything and never followed: the way back before clients were let in elsewhere.",
          target ->
              target.successor().equals(target.origin())
                  ? List.of()
                  : List.of(new Reinstate(target.origin())));

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "make " + id + " the primary again";
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.isStopped(id),
        new Condition(
            id + " is marked as a standby", w -> w.instance(id).role() instanceof Role.StandbyOf),
        Needs.isFenced(id),
        Needs.hasEverything(id));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(new Role.Primary()));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofOutage(1);
  }

  @Override
  public List<String> touches() {
    return List.of("clients", "server " + id);
  }

  @Override
  public boolean provesItself() {
    return true;
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    Place place = new Wanted(briefing).place(id);
    return List.of(
        new Require(
            host(),
            Command.postgres(
                "sh",
                "-c",
                "LC_ALL=C \"$1\" -D \"$2\" | grep -q \"^Database cluster state: *shut down$\"",
                "sh",
                place.program("pg_controldata"),
                place.data()),
            id + " was not stopped cleanly as a primary, or has followed somebody since."),
        Action.Run.of(
            host(),
            Command.postgres(
                "rm",
                "-f",
                "--",
                place.data() + "/recovery.conf",
                place.data() + "/standby.signal")),
        Action.Run.of(host(), Command.postgres("sync", "--", place.data())));
  }
}
