package verdigris.step;

import java.util.ArrayList;
import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.Require;
import verdigris.action.Command;
import verdigris.postgres.OwnFiles;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Takes the recovery marker from a primary that was marked but never followed anybody: the way back
 * before clients were let in elsewhere. Where the one that was to take over is gone for good, a
 * playbook of what is left does not speak of it; then the client path, which leads to whoever was
 * let in last, tells that it never served.
 *
 * @param id the old primary
 */
public record Reinstate(InstanceId id) implements InstanceStep {
  /**
   * From 12 whom a standby follows stands in our own file. The server is about to start: left
   * there, it could only be taken out by another restart (recovery_target_timeline, 12 and 13).
   */
  private static final String FORGET_UPSTREAM =
      "set -e; [ -e \"$1\" ] || exit 0; cp -p -- \"$1\" \"$1.verdigris-new\";"
          + " sed -E '/^(primary_conninfo|primary_slot_name|recovery_target_timeline) = /d' \"$1\" >\"$1.verdigris-new\";"
          + " sync -- \"$1.verdigris-new\"; mv -T -- \"$1.verdigris-new\" \"$1\"";

  static final StepKind KIND =
      new StepKind(
          "reinstate",
          "Take the recovery marker from an old primary that has everything and never followed: the way back before clients were let in elsewhere.",
          "PostgreSQL manual, \"Setting Up a Standby Server\": the recovery marker alone makes a server a standby; pg_controldata tells whether it was stopped as a primary.",
          target ->
              target.successor().equals(target.origin()) && !target.links().isEmpty()
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
            id + " is marked as a standby", w -> !(w.instance(id).role() instanceof Role.Primary)),
        new Condition("clients are not led elsewhere", w -> !w.leadsClientsElsewhere(id.host()))
            .unless(w -> w.instance(id).role() instanceof Role.StandbyOf),
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
    var actions = new ArrayList<Action>();
    actions.add(
        new Require(
            host(),
            Command.postgres(
                "sh",
                "-c",
                "LC_ALL=C \"$1\" -D \"$2\" | grep -Eq \"^Database cluster state: *shut down( in recovery)?$\"",
                "sh",
                place.program("pg_controldata"),
                place.data()),
            id + " was not stopped cleanly as a primary, or has followed somebody since."));
    actions.add(
        Action.Run.of(
            host(),
            Command.postgres(
                "rm",
                "-f",
                "--",
                place.data() + "/recovery.conf",
                place.data() + "/standby.signal")));
    actions.add(Action.Run.of(host(), Command.postgres("sync", "--", place.data())));
    if (id.major() >= 12) {
      String included =
          OwnFiles.included(place.placement().paths().config(), place.placement().isDebian());
      actions.add(Deeds.script(host(), FORGET_UPSTREAM, included));
    }
    return List.copyOf(actions);
  }
}
