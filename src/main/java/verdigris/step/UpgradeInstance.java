package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.Job;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Declaration.Transfer;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Statistics;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Runs pg_upgrade. Behind it the old instance must never start again when the files are linked; so
 * it needs another copy that has everything.
 *
 * @param id the new instance
 * @param old what it is upgraded from
 * @param transfer how the data files get there
 */
public record UpgradeInstance(InstanceId id, InstanceId old, Transfer transfer)
    implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "upgrade",
          "Run pg_upgrade from a cleanly stopped primary to the new instance; with links, only while another copy has everything.",
          "PostgreSQL manual, pg_upgrade, \"Run pg_upgrade\" and \"Reverting to old cluster\": with --link the old cluster must not be started once the new one was.",
          target ->
              target.upgrades()
                  ? List.of(
                      new UpgradeInstance(target.primary(), target.successor(), target.transfer()))
                  : List.of());

  @Override
  public StepKind kind() {
    return KIND;
  }

  private boolean isCopied(World world) {
    return world.instances().stream()
        .anyMatch(i -> i.hasAll() && i.id().major() == old.major() && !i.id().equals(old));
  }

  @Override
  public String title() {
    return "upgrade " + old + " to " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        new Condition(
            "the upgrade to " + id + " is checked", w -> w.instance(id).what() == What.CHECKED),
        Needs.isStopped(old),
        new Condition(
            old + " was stopped as a primary", w -> w.instance(old).role() instanceof Role.Primary),
        Needs.isFenced(old),
        Needs.hasEverything(old),
        new Condition(
            transfer == Transfer.LINK
                ? "another copy of PostgreSQL " + old.major() + " has everything"
                : old + " stays as it is",
            w -> transfer != Transfer.LINK || isCopied(w)));
  }

  @Override
  public World after(World before) {
    Instance fresh = before.instance(id);
    Instance after =
        new Instance(
            id,
            What.SERVER,
            Run.STOPPED,
            new Role.Primary(),
            Content.HAS_ALL,
            fresh.settings(),
            true,
            true,
            before.instance(old).replicationRole(),
            true,
            Statistics.NONE);
    World upgraded = before.with(id, (Instance _) -> after);
    return transfer == Transfer.LINK
        ? upgraded.with(old, (Instance i) -> i.with(What.LINKED))
        : upgraded;
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofOutage(estimates.upgradeSeconds());
  }

  @Override
  public List<World> wreckage(World before) {
    World half = before.with(id, (Instance i) -> i.with(What.DISPOSABLE));
    return transfer == Transfer.LINK
        ? List.of(half, half.with(old, (Instance i) -> i.with(What.DISPOSABLE)))
        : List.of(half);
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
    var upgrade = new PgUpgrade(briefing, old, id);
    var actions = new ArrayList<>(upgrade.putMarks(briefing.copies()));
    actions.add(
        new Job(
            host(),
            Deeds.unit("upgrade", briefing, id),
            upgrade.run(),
            Duration.ofHours(6),
            "",
            0));
    return List.copyOf(actions);
  }
}
