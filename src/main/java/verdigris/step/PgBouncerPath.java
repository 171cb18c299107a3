package verdigris.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.Server;
import verdigris.action.PoolerAction.ArmSwitch;
import verdigris.action.PoolerAction.CheckPools;
import verdigris.action.PoolerAction.DisarmSwitch;
import verdigris.action.PoolerAction.OpenPools;
import verdigris.action.PoolerAction.Pause;
import verdigris.action.PoolerAction.Pooler;
import verdigris.action.PoolerAction.Pools;
import verdigris.action.PoolerAction.RequirePaused;
import verdigris.action.PoolerAction.RoutePools;
import verdigris.facts.HostFacts;
import verdigris.facts.PgBouncerFacts;
import verdigris.facts.PgBouncerFacts.ConfigValue;
import verdigris.facts.PgBouncerFacts.Console;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.world.Declaration.Clients;
import verdigris.world.Declaration.Holdouts;

/**
 * One or several PgBouncers (pgbouncer manual, "Admin console": PAUSE, RELOAD, RESUME). They are
 * never restarted.
 *
 * @param pools which, and which databases
 * @param holdouts what becomes of clients that do not let go in time
 * @param holds how long clients can be kept waiting before the poolers give them an error
 */
record PgBouncerPath(Pools pools, Holdouts holdouts, Optional<Duration> holds)
    implements ClientPath {
  /** Each ends a client's wait with an error; 0 is never. */
  private static final List<String> ENDS_WAITING =
      List.of("query_wait_timeout", "client_login_timeout");

  static PgBouncerPath of(Briefing briefing, Clients clients) {
    List<PgBouncerFacts> found = clients.on().stream().map(h -> facts(briefing, h)).toList();
    List<Pooler> poolers =
        Stream.iterate(0, i -> i < found.size(), i -> i + 1)
            .map(i -> pooler(clients.on().get(i), found.get(i)))
            .toList();
    String unit =
        "verdigris-resume-" + briefing.declaration().topology().replaceAll("[^A-Za-z0-9_.-]", "-");
    return new PgBouncerPath(
        new Pools(poolers, clients.databases(), unit),
        clients.holdouts(),
        found.stream().flatMap(PgBouncerPath::patience).min(Duration::compareTo));
  }

  private static PgBouncerFacts facts(Briefing briefing, String host) {
    return briefing
        .facts()
        .host(host)
        .flatMap((HostFacts h) -> h.pgbouncer().known())
        .flatMap(p -> p)
        .orElseThrow(
            () ->
                Problem.of(
                        Kind.REFUSED,
                        new Where.OnHost(host),
                        "The playbook says that clients come through PgBouncer on "
                            + host
                            + ", but no PgBouncer was found there.",
                        "Correct clients.on, or let its configuration be readable for postgres.")
                    .asException());
  }

  private static Pooler pooler(String host, PgBouncerFacts facts) {
    return new Pooler(host, facts.socketDirectory(), facts.port(), facts.configFile());
  }

  private static Stream<Duration> patience(PgBouncerFacts facts) {
    return facts.running().known().flatMap(c -> c).stream()
        .map(Console::settings)
        .flatMap(List::stream)
        .filter(s -> ENDS_WAITING.contains(s.key()))
        .map(ConfigValue::value)
        .filter(v -> v.matches("\\d{1,9}([.]\\d+)?"))
        .map(v -> Duration.ofMillis((long) (Double.parseDouble(v) * 1000)))
        .filter(Duration::isPositive);
  }

  @Override
  public List<Action> close(Server serving, Duration patience, Duration untilResumed) {
    if (untilResumed.compareTo(patience) <= 0) {
      throw new IllegalArgumentException("the switch would fire while clients are waited for");
    }
    Optional<Server> terminateOn =
        switch (holdouts) {
          case REFUSE -> Optional.empty();
          case TERMINATE -> Optional.of(serving);
        };
    return List.of(
        new CheckPools(pools),
        new ArmSwitch(pools, untilResumed),
        new Pause(pools, patience, terminateOn));
  }

  @Override
  public List<Action> disarm() {
    return List.of(new DisarmSwitch(pools));
  }

  @Override
  public List<Action> requireClosed() {
    return List.of(new RequirePaused(pools));
  }

  @Override
  public List<Action> route(String address, int port) {
    return List.of(new RoutePools(pools, address, port));
  }

  @Override
  public List<Action> open(String address, int port) {
    return List.of(new OpenPools(pools, address, port));
  }

  @Override
  public List<String> hosts() {
    return pools.poolers().stream().map(Pooler::host).toList();
  }
}
