package verdigris.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.postgres.OwnFiles;
import verdigris.resource.Change.FileChange;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.Target;
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
          "PostgreSQL manual, \"Failover\": an old primary must be told that it is no longer the primary before it starts again.",
          target -> of(target).stream().toList());

  /** How the origin makes way for its successor; empty when it stays. */
  static Optional<Demote> of(Target target) {
    return target.successor().equals(target.origin())
        ? Optional.empty()
        : Optional.of(
            new Demote(
                target.origin(),
                target.successor(),
                target.upstreamOf(target.origin()).isPresent()));
  }

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

  /**
   * What need not wait for the outage: the slot and its guard, which a standby can have too, and
   * the password file.
   */
  List<Action> beforehand(Briefing briefing) {
    var actions = new ArrayList<Action>();
    if (hasSlot(briefing) && briefing.running().contains(upstream)) {
      actions.addAll(new CreateSlot(id, upstream).actions(briefing));
    }
    files(briefing, true).forEach(f -> actions.add(Deeds.put(host(), f, f.path())));
    return List.copyOf(actions);
  }

  private boolean hasSlot(Briefing briefing) {
    return follows && briefing.declaration().replication().slots();
  }

  private Stream<FileChange> files(Briefing briefing, boolean passfile) {
    var wanted = new Wanted(briefing);
    String path = OwnFiles.passfile(wanted.place(id).data());
    return wanted.demotion(id, upstream).stream().filter(f -> f.path().equals(path) == passfile);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    var actions = new ArrayList<Action>();
    if (hasSlot(briefing)) {
      actions.addAll(new CreateSlot(id, upstream).unlessThere(briefing));
    }
    files(briefing, false).forEach(f -> actions.add(Deeds.put(host(), f, f.path())));
    if (!follows) {
      // Kept for the way back; another instance takes its port.
      actions.addAll(Deeds.boot(host(), wanted.place(id), Boot.MANUAL));
    }
    return List.copyOf(actions);
  }
}
