package verdigris.action;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One thing to do on all poolers (PgBouncer) of a topology at once: on all of them or on none. What
 * clients see of it is in {@code docs/client-path.md}.
 */
public sealed interface PoolerAction extends Action {

  /**
   * A running PgBouncer.
   *
   * @param host inventory name
   * @param socketDirectory of its Unix socket, on which its admin console answers
   * @param port in the socket's name
   * @param configFile its pgbouncer.ini
   */
  record Pooler(String host, String socketDirectory, int port, String configFile) {}

  /**
   * Poolers and the databases that they lead to the primary.
   *
   * @param poolers in the order of the playbook; at least one
   * @param databases as the poolers name them; at least one
   * @param unit of the dead man's switch, without suffix, such as {@code verdigris-resume-orders}
   */
  record Pools(List<Pooler> poolers, List<String> databases, String unit) {
    public Pools {
      poolers = List.copyOf(poolers);
      databases = List.copyOf(databases);
      if (poolers.isEmpty() || databases.isEmpty()) {
        throw new IllegalArgumentException("a pooler and a database are needed");
      }
    }

    private List<String> forEach(Function<Pooler, Stream<String>> lines) {
      return poolers.stream().flatMap(lines).toList();
    }

    private List<String> commands(String verb) {
      return forEach(p -> databases.stream().map(d -> console(p, verb + " " + identifier(d))));
    }
  }

  /** Which poolers, which databases. */
  Pools pools();

  @Override
  default String host() {
    return pools().poolers().getFirst().host();
  }

  /** A database as PgBouncer's console takes it. */
  static String identifier(String database) {
    return database.matches("[a-z0-9_]+") ? database : '"' + database.replace("\"", "\"\"") + '"';
  }

  private static String console(Pooler pooler, String command) {
    return "pgbouncer " + pooler.host() + "> " + command;
  }

  /**
   * See, before anybody is shut out, that every pooler answers, knows the databases, and that its
   * configuration can lead them elsewhere. Changes nothing.
   */
  record CheckPools(Pools pools) implements PoolerAction {
    @Override
    public List<String> lines() {
      return pools.forEach(
          p ->
              Stream.of(
                  "require that %s on %s can lead %s to another server"
                      .formatted(p.configFile(), p.host(), String.join(", ", pools.databases()))));
    }
  }

  /**
   * Arm the dead man's switch on every pooler's host: a timer of the host's own that resumes the
   * databases if nobody disarms it. One that was armed before is replaced.
   *
   * @param pools where
   * @param after from now on
   */
  record ArmSwitch(Pools pools, Duration after) implements PoolerAction {
    @Override
    public List<String> lines() {
      return pools.forEach(
          p ->
              pools.databases().stream()
                  .map(
                      d ->
                          "timer %s.timer on %s: in %d s, unless disarmed, RESUME %s"
                              .formatted(
                                  pools.unit(), p.host(), after.toSeconds(), identifier(d))));
    }
  }

  /**
   * Pause the databases on all poolers, or on none: each lets transactions (in session pooling:
   * sessions) that hold a server connection end and keeps everybody else waiting. At the deadline,
   * or when one pooler cannot, all are resumed.
   *
   * @param pools where
   * @param patience how long clients may take to let go
   * @param holdouts server on which the sessions of those that do not let go in time are
   *     terminated; empty: everybody is let in again
   */
  record Pause(Pools pools, Duration patience, Optional<Server> holdouts) implements PoolerAction {
    @Override
    public Duration limit() {
      return patience;
    }

    @Override
    public List<String> lines() {
      List<String> lines = new ArrayList<>(pools.commands("PAUSE"));
      String seconds = "after " + patience.toSeconds() + " s, ";
      lines.add(
          holdouts
              .map(s -> seconds + "terminate on " + s + " the sessions that still hold it up")
              .orElse(seconds + "or when one fails, RESUME all and stop"));
      return lines;
    }
  }

  /** See that all are paused and no server connection is in use: a restarted PgBouncer forgets. */
  record RequirePaused(Pools pools) implements PoolerAction {
    @Override
    public List<String> lines() {
      return pools.forEach(
          p ->
              Stream.of(
                  "require of SHOW DATABASES and SHOW POOLS on %s: %s paused, sv_active = 0"
                      .formatted(p.host(), String.join(", ", pools.databases()))));
    }
  }

  /**
   * Take the dead man's switch back on every pooler's host, and see that it has not fired and that
   * all are still paused; otherwise all are resumed.
   */
  record DisarmSwitch(Pools pools) implements PoolerAction {
    @Override
    public List<String> lines() {
      return pools.forEach(
          p ->
              Stream.of(
                  "disarm %s.timer on %s; require that it has not fired and that %s is paused"
                      .formatted(pools.unit(), p.host(), String.join(", ", pools.databases()))));
    }
  }

  /**
   * Lead the databases to another server in the poolers' configuration files; no pooler reads them
   * yet, unless it is restarted. All else in the files stays.
   *
   * @param pools where
   * @param address of the server, as the poolers reach it
   * @param port of the server
   */
  record RoutePools(Pools pools, String address, int port) implements PoolerAction {
    @Override
    public List<String> lines() {
      return pools.forEach(
          p ->
              pools.databases().stream()
                  .map(
                      d ->
                          "put %s on %s (%s: host=%s port=%d; all else stays)"
                              .formatted(p.configFile(), p.host(), d, address, port)));
    }
  }

  /**
   * Let clients in: the configuration files lead to the server (written now where they do not yet),
   * RELOAD on all poolers, and when all have taken it, RESUME on all.
   *
   * @param pools where
   * @param address of the server, as the poolers reach it
   * @param port of the server
   */
  record OpenPools(Pools pools, String address, int port) implements PoolerAction {
    @Override
    public List<String> lines() {
      List<String> lines = new ArrayList<>(new RoutePools(pools, address, port).lines());
      lines.addAll(pools.forEach(p -> Stream.of(console(p, "RELOAD"))));
      lines.add("require of SHOW DATABASES: host = %s, port = %d on all".formatted(address, port));
      lines.addAll(pools.commands("RESUME"));
      lines.add("require of SHOW DATABASES: paused = 0 on all");
      return lines;
    }
  }
}
