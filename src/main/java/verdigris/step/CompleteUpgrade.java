package verdigris.step;

import java.time.Duration;
import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.Job;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Statistics;
import verdigris.world.InstanceId;
import verdigris.world.World;

/**
 * Does what pg_upgrade leaves to do once clients are served: all planner statistics, and the
 * extensions that it names.
 *
 * @param id the upgraded instance
 */
public record CompleteUpgrade(InstanceId id) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "complete-upgrade",
          "Do what pg_upgrade leaves to do once clients are served: full planner statistics and extension updates.",
          "PostgreSQL manual, pg_upgrade, \"Post-upgrade processing\" (update_extensions.sql, from 14) and \"Statistics\".",
          target -> target.upgrades() ? List.of(new CompleteUpgrade(target.primary())) : List.of());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "complete the upgrade of " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.isWritable(id),
        new Condition(
            id + " has first statistics only",
            w -> w.instance(id).statistics() == Statistics.FIRST));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(Statistics.ALL));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(16);
  }

  @Override
  public List<String> touches() {
    return List.of("server " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    Place place = wanted.place(id);
    return List.of(
        new Job(
            host(),
            Deeds.unit("extensions", briefing, id),
            Deeds.updateExtensions(place, PgUpgrade.directory(id)),
            Duration.ofHours(1),
            "",
            0),
        new Job(
            host(),
            Deeds.unit("statistics", briefing, id),
            Deeds.analyze(place, briefing.declaration().upgrade().jobs(), false),
            Duration.ofHours(24),
            "",
            0),
        Deeds.changeMark(host(), place, "statistics", "all"));
  }
}
