package verdigris.step;

import java.util.List;
import verdigris.action.Action;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Target.Link;
import verdigris.world.World;
import verdigris.world.World.Installed;

/**
 * Installs the server packages of one major version, without the instance that Debian's packages
 * would create and start.
 *
 * @param binaries what and where
 */
public record InstallPackages(Installed binaries) implements Step {
  static final StepKind KIND =
      new StepKind(
          "install",
          "Install the server packages of a major version, without the instance that a package would create; simulated first and refused when it would touch a running instance.",
          target ->
              target.links().stream()
                  .map(Link::standby)
                  .map(id -> new Installed(id.host(), id.major()))
                  .distinct()
                  .map(InstallPackages::new)
                  .toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String subject() {
    return binaries.host() + ":" + binaries.major();
  }

  @Override
  public String host() {
    return binaries.host();
  }

  @Override
  public String title() {
    return "install PostgreSQL " + binaries.major() + " on " + binaries.host();
  }

  @Override
  public List<Condition> needs() {
    return List.of();
  }

  @Override
  public World after(World before) {
    return before.with(binaries);
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(32);
  }

  @Override
  public List<String> touches() {
    return List.of("packages of " + host());
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    return List.of();
  }
}
