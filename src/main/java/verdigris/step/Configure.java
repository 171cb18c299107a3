package verdigris.step;

import java.util.List;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Settings;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.Target.Link;
import verdigris.world.World;

/**
 * Brings an instance's configuration files to the declared ones and reloads a running server.
 *
 * @param id whose
 * @param baseline instance that its settings start from; the same as {@code id} for one that exists
 */
public record Configure(InstanceId id, InstanceId baseline) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "configure",
          "Bring the configuration files to the declared ones, proved by PostgreSQL itself first, and reload a running server.",
          target ->
              Stream.concat(Stream.of(target.primary()), target.links().stream().map(Link::standby))
                  .map(id -> new Configure(id, target.source().orElse(target.primary())))
                  .toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  /**
   * A server that does not run reads its files when it starts; one that runs may need a restart
   * after this step.
   */
  private static Instance configured(Instance instance) {
    boolean restart =
        instance.settings() == Settings.NEED_RESTART
            || instance.settings() == Settings.PENDING_RESTART;
    boolean startable =
        instance.run() == Run.DISABLED && !(instance.role() instanceof Role.Primary);
    return instance
        .with(startable ? Run.STOPPED : instance.run())
        .with(restart ? Settings.PENDING_RESTART : Settings.AS_DECLARED);
  }

  @Override
  public String title() {
    return "configure " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(Needs.hasBinaries(id), Needs.runs(baseline));
  }

  @Override
  public World after(World before) {
    return before.with(id, Configure::configured);
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(1);
  }

  @Override
  public List<String> touches() {
    return List.of("configuration of " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    return List.of();
  }
}
