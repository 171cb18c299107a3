package verdigris.step;

import java.time.Duration;
import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.Await;
import verdigris.action.Action.Sql;
import verdigris.action.Text;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.InstanceId;
import verdigris.world.Target.Link;
import verdigris.world.World;

/**
 * Lets a standby replay again after somebody paused it.
 *
 * @param id which
 */
public record ResumeReplay(InstanceId id) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "resume-replay",
          "Let a standby replay again after somebody paused it.",
          "PostgreSQL manual, \"Recovery Control Functions\" (pg_wal_replay_resume).",
          target -> target.ways().stream().map(Link::standby).map(ResumeReplay::new).toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "resume replay on " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.runs(id),
        new Condition(
            "replay on " + id + " is paused", w -> w.instance(id).content() == Content.PAUSED));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(Content.BEHIND));
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
    var server = new Wanted(briefing).server(id);
    return List.of(
        new Sql(server, "postgres", Text.of("SELECT pg_wal_replay_resume()"), false),
        new Await(
            server,
            "SELECT NOT pg_is_wal_replay_paused()",
            "replay on " + id + " goes on",
            Duration.ofSeconds(30)));
  }
}
