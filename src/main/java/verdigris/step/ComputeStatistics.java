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
 * Makes the first stage of planner statistics, which pg_upgrade does not carry over before 18:
 * enough to let clients in (manual, "vacuumdb", option --analyze-in-stages).
 *
 * @param id the upgraded instance
 */
public record ComputeStatistics(InstanceId id) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "statistics",
          "Make the first stage of planner statistics, which pg_upgrade did not carry over: enough to let clients in.",
          "PostgreSQL manual, pg_upgrade, \"Statistics\"; vacuumdb --analyze-in-stages. Up to 17 pg_upgrade transfers no planner statistics.",
          target ->
              target.upgrades() ? List.of(new ComputeStatistics(target.primary())) : List.of());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "make first statistics on " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.isWritable(id),
        new Condition(
            id + " has no statistics", w -> w.instance(id).statistics() == Statistics.NONE));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(Statistics.FIRST));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofOutage(estimates.statisticsSeconds());
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
    return List.of(
        new Job(
            host(),
            Deeds.unit("statistics", briefing, id),
            Deeds.analyze(place, briefing.declaration().upgrade().jobs(), true),
            Duration.ofHours(2),
            "",
            0),
        Deeds.changeMark(host(), place, "statistics", "first"));
  }
}
