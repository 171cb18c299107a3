package verdigris.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.Install;
import verdigris.action.Action.PutFile;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.action.Text;
import verdigris.postgres.OwnFiles;
import verdigris.resource.Change.PackageChange;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.InstanceId;
import verdigris.world.Target;
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
  /** Read by postgresql-common when a server package is installed. */
  private static final String CREATE_CLUSTER =
      "/etc/postgresql-common/createcluster.d/verdigris.conf";

  private static final String NO_CLUSTER =
      "# Written by Verdigris: installing a server package must not create and start an instance.\ncreate_main_cluster = false\n";

  static final StepKind KIND =
      new StepKind(
          "install",
          "Install the server packages of a major version, without the instance that a package would create; simulated first and refused when it would touch a running instance.",
          "PostgreSQL manual, pg_upgrade, \"Install the new PostgreSQL binaries\"; Debian, postgresql-common, createcluster.conf (create_main_cluster).",
          target ->
              instances(target)
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
    var wanted = new Wanted(briefing);
    InstanceId id = instance(briefing);
    if (wanted.packages(id).change().isEmpty()
        || !(wanted.packages(id).change().get() instanceof PackageChange change)) {
      return List.of();
    }
    List<String> packages =
        change.packages().stream().map(p -> p.argument(change.manager())).toList();
    List<String> untouchable = wanted.packagesInUse(host());
    var actions = new ArrayList<Action>();
    if (change.manager().equals("apt")) {
      actions.add(
          Action.Run.of(
              host(), Command.root("mkdir", "-p", "--", OwnFiles.directory(CREATE_CLUSTER))));
      actions.add(
          new PutFile(host(), RunAs.ROOT, CREATE_CLUSTER, "644", Text.of(NO_CLUSTER), false));
    }
    actions.add(new Install(host(), change.manager(), packages, untouchable));
    return List.copyOf(actions);
  }

  /** The origin has its binaries; everybody else may need some. */
  private static Stream<InstanceId> instances(Target target) {
    return Stream.concat(target.line().stream(), target.ways().stream().map(Link::standby))
        .distinct()
        .filter(id -> !id.equals(target.origin()));
  }

  /** Any instance that needs these binaries. */
  private InstanceId instance(Briefing briefing) {
    return instances(briefing.target())
        .filter(i -> i.host().equals(host()) && i.major() == binaries.major())
        .findFirst()
        .orElseThrow();
  }
}
