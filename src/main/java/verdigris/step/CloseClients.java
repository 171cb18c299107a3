package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.action.Action;
import verdigris.action.Action.Server;
import verdigris.action.Action.Sql;
import verdigris.action.Text;
import verdigris.world.Clients;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.World;

/**
 * Shuts clients out of the serving primary in a way that no session can override: the client path
 * holds them back, then pg_hba.conf rejects them, then their sessions end. What takes over next is
 * closed before, so that nobody writes to it too early.
 *
 * @param id the serving primary
 * @param next instances that may take over, and run
 * @param then how it will be marked as a standby; what that needs beforehand is made while clients
 *     are still served
 */
public record CloseClients(InstanceId id, List<InstanceId> next, Optional<Demote> then)
    implements InstanceStep {
  public CloseClients {
    next = List.copyOf(next);
  }

  static final StepKind KIND =
      new StepKind(
          "close-clients",
          "Shut clients out of the serving primary: the client path holds them back, pg_hba.conf rejects them, their sessions end.",
          "PgBouncer manual, admin console, PAUSE; PostgreSQL manual, \"The pg_hba.conf File\" (rules are for new connections) and pg_terminate_backend.",
          target ->
              target.line().stream()
                  .map(
                      id ->
                          new CloseClients(
                              id,
                              target.line().stream().filter(n -> !n.equals(id)).toList(),
                              Demote.of(target).filter(d -> d.id().equals(id))))
                  .toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  private boolean closesToo(Instance instance) {
    return next.contains(instance.id()) && instance.isRunning();
  }

  @Override
  public String title() {
    return "shut clients out of " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.isWritable(id),
        new Condition(
            "clients reach " + id + ", or are not held back",
            w ->
                !w.instance(id).fenced()
                    || w.clients().filter(verdigris.world.Clients::letIn).isPresent()));
  }

  @Override
  public World after(World before) {
    return before
        .withAll(i -> i.id().equals(id) || closesToo(i) ? i.withFence(true) : i)
        .withClients(c -> new Clients(c.host(), false));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofOutage(1);
  }

  @Override
  public List<World> wreckage(World before) {
    return List.of(
        before.withClients(c -> new Clients(c.host(), false)),
        before.with(id, (Instance i) -> i.withFence(true)));
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
    then.ifPresent(d -> actions.addAll(d.beforehand(briefing)));
    for (InstanceId other : next) {
      if (briefing.running().contains(other)) {
        actions.add(Deeds.fence(other.host(), wanted.place(other)));
        actions.add(Deeds.readFiles(wanted.server(other)));
        actions.add(Deeds.expelled(wanted.server(other), other));
      }
    }
    // The less there is to write, the sooner the server stops.
    actions.add(new Sql(server, "postgres", Text.of("CHECKPOINT"), false));
    ClientPath path = ClientPath.of(briefing);
    long outage = briefing.declaration().limits().outageSeconds();
    Duration patience = Duration.ofSeconds(Math.max(1, outage / 2));
    actions.addAll(path.close(server, patience, patience.plusSeconds(Math.max(10, outage / 2))));
    actions.addAll(path.disarm());
    actions.add(Deeds.fence(host(), place));
    actions.add(
        new Sql(
            server,
            "postgres",
            Text.of("ALTER SYSTEM SET default_transaction_read_only = on"),
            false));
    actions.add(Deeds.readFiles(server));
    actions.add(Deeds.expelled(server, id));
    return List.copyOf(actions);
  }
}
