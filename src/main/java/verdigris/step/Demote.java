package verdigris.step;

import java.util.ArrayList;
import java.util.List;
import verdigris.action.Action;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Marks a cleanly stopped primary as a standby of the one that takes over, before that one is
 * promoted: whoever starts it from now on, by hand or by a reboot, gets a standby.
 *
 * @param id the old primary
 * @param upstream who takes over
 * @param follows whether it is to follow it at once, with a slot; otherwise it is kept as it is
 */
public record Demote(InstanceId id, InstanceId upstream, boolean follows) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "demote",
          "Mark a cleanly stopped primary as a standby of the one that takes over, before that one is promoted.",
          target ->
              target.successor().equals(target.origin())
                  ? List.of()
                  : List.of(
                      new Demote(
                          target.origin(),
                          target.successor(),
                          target.upstreamOf(target.origin()).isPresent())));

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "mark " + id + " as a standby of " + upstream;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.isStopped(id),
        new Condition(
            id + " has no recovery marker", w -> w.instance(id).role() instanceof Role.Primary),
        Needs.isFenced(id),
        Needs.hasEverything(id),
        Needs.runs(upstream),
        Needs.hasEverything(upstream));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(new Role.StandbyOf(upstream)).withRecovery(true));
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
    var wanted = new Wanted(briefing);
    var actions = new ArrayList<Action>();
    if (follows && briefing.declaration().replication().slots()) {
      actions.addAll(new CreateSlot(id, upstream).actions(briefing));
    }
    wanted.demotion(id, upstream).forEach(f -> actions.add(Deeds.put(host(), f, f.path())));
    if (!follows) {
      // Kept for the way back; another instance takes its port.
      actions.addAll(Deeds.boot(host(), wanted.place(id), Boot.MANUAL));
    }
    return List.copyOf(actions);
  }
}
