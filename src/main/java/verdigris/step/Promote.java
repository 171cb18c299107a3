package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.action.Action;
import verdigris.action.Action.Await;
import verdigris.action.Command;
import verdigris.resource.OwnMarker;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Makes a standby that has everything the primary, while it is fenced and nobody else can take
 * writes.
 *
 * @param id the standby
 * @param old whom it followed
 * @param back whether this is the way back: the old one is then a promoted copy that was given up
 */
public record Promote(InstanceId id, InstanceId old, boolean back) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "promote",
          "Make a standby that has everything the primary, while it is fenced and the old primary is marked as its standby.",
          "PostgreSQL manual, \"Failover\"; pg_ctl promote (pg_promote() exists from 12).",
          target ->
              target.successor().equals(target.origin())
                  ? List.of()
                  : List.of(
                      new Promote(target.successor(), target.origin(), false),
                      new Promote(target.origin(), target.successor(), true)));

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "promote " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.runs(id),
        new Condition(id + " is a standby of " + old, w -> w.instance(id).isStandbyOf(old)),
        Needs.isFenced(id),
        Needs.hasEverything(id),
        new Condition(
            old + " cannot take writes, whoever starts it",
            w ->
                w.instance(old).what() != What.SERVER
                    || w.instance(old).isStandbyOf(id)
                    || (back && w.instance(old).fenced() && !w.instance(old).isRunning())));
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

  /** At plan time it may not be cloned yet; then it will have the marker of its clone. */
  private Optional<OwnMarker> marker(Wanted wanted) {
    return wanted.isOurs(id)
        ? wanted.marker(id).or(() -> Optional.of(OwnMarker.cloned(id, old)))
        : Optional.empty();
  }

  private List<InstanceId> others(Briefing briefing) {
    return briefing.copies().stream().filter(c -> !c.equals(id)).toList();
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    Place place = wanted.place(id);
    var actions = new ArrayList<Action>();
    marker(wanted)
        .ifPresent(m -> actions.add(Deeds.mark(host(), place, m.withCopies(others(briefing)))));
    actions.add(
        Action.Run.of(
            host(),
            Command.postgres(place.program("pg_ctl"), "promote", "-w", "-D", place.data())));
    actions.add(
        new Await(
            wanted.server(id),
            "SELECT NOT pg_is_in_recovery()",
            id + " is the primary",
            Duration.ofSeconds(60)));
    return List.copyOf(actions);
  }
}
