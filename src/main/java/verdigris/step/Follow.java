package verdigris.step;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.action.Action;
import verdigris.resource.SecretState;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Writes the recovery configuration of a stopped standby, in the form of its major version, and its
 * password file.
 *
 * @param id the standby
 * @param upstream whom it is to follow
 */
public record Follow(InstanceId id, InstanceId upstream) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "follow",
          "Write the recovery configuration of a stopped standby (recovery.conf up to 11, standby.signal from 12) and its password file.",
          "PostgreSQL manual, \"Log-Shipping Standby Servers\", \"Setting Up a Standby Server\"; release notes of 12 (recovery.conf became standby.signal and settings).",
          target ->
              target.ways().stream().map(l -> new Follow(l.standby(), l.upstream())).toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "make " + id + " follow " + upstream;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.isStopped(id),
        new Condition(
            id + " is a standby",
            w ->
                w.instance(id).role() instanceof Role.StandbyOf
                    || w.instance(id).role() instanceof Role.Stray));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(new Role.StandbyOf(upstream)).withRecovery(true));
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
    return Deeds.of(
        host(),
        new Wanted(briefing).files(id, Optional.of(upstream)).following(SecretState.DIFFERENT));
  }

  @Override
  public SequencedMap<String, String> changes(Briefing briefing) {
    return Deeds.shown(
        new Wanted(briefing).files(id, Optional.of(upstream)).following(SecretState.DIFFERENT));
  }
}
