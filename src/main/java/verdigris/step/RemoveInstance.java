package verdigris.step;

import java.util.List;
import verdigris.action.Action;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.InstanceId;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * Removes an old copy whose keep window is over: only while clients are served by another instance
 * and a standby of it has everything too.
 *
 * @param id the old copy
 */
public record RemoveInstance(InstanceId id, InstanceId primary, List<InstanceId> standbys)
    implements InstanceStep {
  public RemoveInstance {
    standbys = List.copyOf(standbys);
  }

  static final StepKind KIND =
      new StepKind(
          "remove",
          "Remove an old copy whose keep window is over, while clients are served elsewhere and every declared standby follows.",
          "PostgreSQL manual, pg_upgrade, \"Delete old cluster\".",
          target ->
              target.gone().stream()
                  .map(
                      id ->
                          new RemoveInstance(
                              id,
                              target.primary(),
                              target.links().stream().map(Target.Link::standby).toList()))
                  .toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "remove " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        new Condition(
            id + " does not run and is no part of the target",
            w -> !w.instance(id).isRunning() && !id.equals(primary) && !standbys.contains(id)),
        Needs.serves(primary),
        new Condition(
            "a backup of " + primary + " was taken, where one is declared", World::backedUp),
        new Condition(
            "every declared standby follows closely",
            w -> standbys.stream().allMatch(s -> w.instance(s).content() == Content.FOLLOWS)));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> Instance.absent(i.id()));
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
  public List<String> destroys(World before) {
    return List.of("the old copy " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    return new Removal(briefing, id).actions();
  }
}
