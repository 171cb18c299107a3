package verdigris.step;

import java.time.Duration;
import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.Job;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Settings;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.World;

/**
 * Lets pg_upgrade itself check the upgrade, against the old server as it runs (manual,
 * "pg_upgrade", option --check: safe on a live server).
 *
 * @param id the new instance
 * @param old what it will be upgraded from
 */
public record CheckUpgrade(InstanceId id, InstanceId old) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "check-upgrade",
          "Let pg_upgrade check the upgrade against the old server as it runs, with the very options of the real run.",
          "PostgreSQL manual, pg_upgrade, option --check, which may run while the old server does.",
          target ->
              target.upgrades()
                  ? List.of(new CheckUpgrade(target.primary(), target.successor()))
                  : List.of());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "check the upgrade of " + old + " to " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.runs(old),
        Needs.hasBinaries(old),
        new Condition(
            old + " is a current copy",
            w -> w.instance(old).content() == Content.FOLLOWS || w.instance(old).hasAll()),
        new Condition(
            id + " is new and configured",
            w ->
                w.instance(id).what() == What.PREPARED
                    && w.instance(id).settings() == Settings.AS_DECLARED));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(What.CHECKED));
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
    var upgrade = new PgUpgrade(briefing, old, id);
    return List.of(
        Action.Run.of(host(), upgrade.workDirectory()),
        new Job(
            host(),
            Deeds.unit("check", briefing, id),
            upgrade.check(),
            Duration.ofMinutes(30),
            "",
            0),
        upgrade.markChecked());
  }
}
