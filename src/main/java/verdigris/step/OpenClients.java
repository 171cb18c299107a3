package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.action.Action;
import verdigris.action.Action.Server;
import verdigris.action.SmokeTest;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.resource.OwnMarker;
import verdigris.world.Clients;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Statistics;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Lets clients in: what never served is tried by the user's smoke test, then the fence goes, then
 * the client path leads to the instance and no longer holds anybody back. Whether that was ever
 * done is written down first: from here on older copies lack commits.
 *
 * @param id who serves from now on
 * @param isNew whether it is the declared primary, and another one than today's
 */
public record OpenClients(InstanceId id, boolean isNew) implements InstanceStep {
  private static final Duration LONGEST_SMOKE = Duration.ofSeconds(60);

  static final StepKind KIND =
      new StepKind(
          "open-clients",
          "Let clients in, after the smoke test: the fence goes, then the client path leads to the instance and holds nobody back.",
          "PgBouncer manual, admin console, RELOAD and RESUME; PostgreSQL manual, \"The pg_hba.conf File\".",
          target ->
              target.line().stream()
                  .map(
                      id ->
                          new OpenClients(
                              id, id.equals(target.primary()) && !id.equals(target.origin())))
                  .toList());

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
    Cost cost = Cost.ofOutage(isNew ? 1 + estimates.smokeSeconds() : 1);
    boolean endsWayBack =
        before.instances().stream().anyMatch(i -> i.hasAll() && i.id().major() < id.major());
    return endsWayBack ? cost.plus(new Cost(0, 1, 0, 0)) : cost;
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
    smokeTest(briefing, wanted).ifPresent(actions::add);
    actions.add(
        wanted.isOurs(id) ? Deeds.unfenceForClients(host(), place) : Deeds.unfence(host(), place));
    actions.add(Deeds.writableByDefault(server));
    actions.add(Deeds.readFiles(server));
    actions.addAll(
        ClientPath.of(briefing)
            .open(wanted.addresses().getOrDefault(id.host(), id.host()), place.port()));
    actions.addAll(Deeds.boot(host(), place, Boot.AUTO));
    return List.copyOf(actions);
  }

  /** The last moment at which going back loses nothing. */
  private Optional<Action> smokeTest(Briefing briefing, Wanted wanted) {
    Place place = wanted.place(id);
    Server server = wanted.server(id);
    List<String> commands =
        briefing.declaration().clients().stream()
            .flatMap(c -> c.smoke().stream())
            .map(c -> wanted.filled(c, id))
            .toList();
    if (!isNew || commands.isEmpty()) {
      return Optional.empty();
    }
    Duration quarter =
        Duration.ofSeconds(Math.max(1, briefing.declaration().limits().outageSeconds() / 4));
    return Optional.of(
        new SmokeTest(
            server,
            place.placement().paths().hba(),
            place.data() + "/" + OwnMarker.NAME,
            commands,
            quarter.compareTo(LONGEST_SMOKE) < 0 ? quarter : LONGEST_SMOKE,
            List.of(
                Deeds.fence(host(), place),
                Deeds.writableByDefault(server),
                Deeds.readFiles(server),
                Deeds.expelled(server, id))));
  }
}
