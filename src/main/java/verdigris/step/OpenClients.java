package verdigris.step;

import java.util.ArrayList;
import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.Server;
import verdigris.action.Action.Sql;
import verdigris.action.Text;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.world.Clients;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Statistics;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Lets clients in: the fence goes, then the client path leads to the instance and no longer holds
 * anybody back. Whether that was ever done is written down first: from here on older copies lack
 * commits.
 *
 * @param id who serves from now on
 */
public record OpenClients(InstanceId id) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "open-clients",
          "Let clients in: the fence goes, then the client path leads to the instance and holds nobody back.",
          target -> target.line().stream().map(OpenClients::new).toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "let clients in to " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.isWritable(id),
        Needs.hasEverything(id),
        new Condition(
            id + " has first statistics", w -> w.instance(id).statistics() != Statistics.NONE),
        new Condition(
            "nobody else could take writes",
            w ->
                w.instances().stream()
                    .allMatch(
                        i ->
                            i.id().equals(id)
                                || i.fenced()
                                || !(i.role() instanceof Role.Primary))));
  }

  @Override
  public World after(World before) {
    return before
        .with(id, (Instance i) -> i.withFence(false))
        .withClients(_ -> new Clients(id.host(), true));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    Cost cost = Cost.ofOutage(1);
    boolean endsWayBack =
        before.instances().stream().anyMatch(i -> i.hasAll() && i.id().major() < id.major());
    return endsWayBack ? cost.plus(new Cost(0, 0, 1, 0, 0)) : cost;
  }

  @Override
  public List<World> wreckage(World before) {
    return List.of(before.with(id, (Instance i) -> i.withFence(false)));
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
    Server server = wanted.server(id);
    var actions = new ArrayList<Action>();
    if (wanted.isOurs(id)) {
      actions.add(Deeds.markOpened(host(), place));
    }
    actions.add(Deeds.unfence(host(), place));
    actions.add(
        new Sql(
            server,
            "postgres",
            Text.of("ALTER SYSTEM RESET default_transaction_read_only"),
            false));
    actions.add(Deeds.readFiles(server));
    actions.addAll(
        ClientPath.of(briefing)
            .open(wanted.addresses().getOrDefault(id.host(), id.host()), place.port()));
    actions.addAll(Deeds.boot(host(), place, Boot.AUTO));
    return List.copyOf(actions);
  }
}
