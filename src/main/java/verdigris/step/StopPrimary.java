package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.Drained;
import verdigris.action.Action.Require;
import verdigris.action.Command;
import verdigris.action.StopServer;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.InstanceId;
import verdigris.world.World;

/**
 * Stops a fenced primary cleanly and sees that those who follow it closely have its last change:
 * the shutdown checkpoint (a primary waits for connected standbys when it stops, but not for ever:
 * only the comparison proves it).
 *
 * @param id the primary
 * @param successor who is to have everything then; the same as {@code id} when it only stops to be
 *     upgraded
 */
public record StopPrimary(InstanceId id, InstanceId successor) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "stop-primary",
          "Stop a fenced primary cleanly, and see that those who follow it have its shutdown checkpoint.",
          "PostgreSQL manual, \"Shutting Down the Server\" (fast). The shutdown checkpoint goes to standbys that are connected; whether they have it is looked at (tried on 11).",
          target ->
              target.line().stream()
                  .map(
                      id ->
                          new StopPrimary(id, id.equals(target.origin()) ? target.successor() : id))
                  .toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  private boolean follows(Instance instance) {
    return instance.isStandbyOf(id) && instance.content() == Content.FOLLOWS;
  }

  @Override
  public String title() {
    return "stop " + id + " cleanly";
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.isWritable(id),
        Needs.isFenced(id),
        Needs.holdsClientsBack(),
        Needs.hasEverything(id),
        new Condition(
                successor + " follows closely",
                w ->
                    w.instance(successor).content() == Content.FOLLOWS
                        && w.instance(successor).fenced(),
                w -> w.instance(successor).content() == Content.FOLLOWS)
            .unless(_ -> successor.equals(id)));
  }

  @Override
  public World after(World before) {
    return before
        .withAll(i -> follows(i) ? i.with(Content.HAS_ALL) : i)
        .with(id, (Instance i) -> i.with(Run.STOPPED));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofOutage(2);
  }

  @Override
  public List<World> wreckage(World before) {
    return List.of(before.with(id, (Instance i) -> i.with(Run.STOPPED)));
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
    var wanted = new Wanted(briefing);
    Place place = wanted.place(id);
    var actions = new ArrayList<Action>(ClientPath.of(briefing).requireClosed());
    actions.add(new StopServer(host(), place.unit(), place.program("pg_ctl"), place.data()));
    for (InstanceId standby : Deeds.standbysOf(briefing, id)) {
      actions.add(
          new Drained(
              host(),
              place.data(),
              place.program("pg_controldata"),
              wanted.server(standby),
              id + " stopped cleanly, and " + standby + " has its shutdown checkpoint",
              Duration.ofSeconds(Math.max(5, briefing.declaration().limits().outageSeconds()))));
    }
    if (Deeds.standbysOf(briefing, id).isEmpty()) {
      actions.add(
          new Require(
              host(),
              Command.postgres(
                  "sh",
                  "-c",
                  "LC_ALL=C \"$1\" -D \"$2\" | grep -q \"^Database cluster state: *shut down$\"",
                  "sh",
                  place.program("pg_controldata"),
                  place.data()),
              id + " did not stop cleanly."));
    }
    return List.copyOf(actions);
  }
}
