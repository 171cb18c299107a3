package verdigris.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import verdigris.action.PoolerAction;
import verdigris.action.PoolerAction.ArmSwitch;
import verdigris.action.PoolerAction.CheckPools;
import verdigris.action.PoolerAction.DisarmSwitch;
import verdigris.action.PoolerAction.OpenPools;
import verdigris.action.PoolerAction.Pause;
import verdigris.action.PoolerAction.Pooler;
import verdigris.action.PoolerAction.Pools;
import verdigris.action.PoolerAction.RequirePaused;
import verdigris.action.PoolerAction.RoutePools;
import verdigris.facts.PgBouncerFacts.RoutedDatabase;
import verdigris.host.DeadMansSwitch;
import verdigris.host.Host;
import verdigris.host.Jobs;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * The poolers of a topology, which are acted on all at once.
 *
 * @param connections to their hosts
 * @param pools which, and which databases
 * @param run id under which previous versions of files are kept
 */
record Poolers(Connections connections, Pools pools, String run) {

  static void perform(Connections connections, PoolerAction action, String run) {
    var poolers = new Poolers(connections, action.pools(), run);
    switch (action) {
      case CheckPools _ -> poolers.check();
      case ArmSwitch arm -> poolers.arm(arm);
      case Pause pause -> new Pausing(poolers, pause).perform();
      case RequirePaused _ -> poolers.requirePaused();
      case DisarmSwitch _ -> poolers.disarm();
      case RoutePools route ->
          poolers.each(p -> poolers.file(p).route(route.address(), route.port()));
      case OpenPools open -> new Opening(poolers, open).perform();
    }
  }

  /** The same for every pooler, side by side. */
  <T> List<T> each(Function<Pooler, T> work) {
    return SideBySide.all(pools.poolers(), work);
  }

  Host host(Pooler pooler) {
    return connections.host(pooler.host());
  }

  PoolerFile file(Pooler pooler) {
    return new PoolerFile(host(pooler), pooler, pools.databases(), run);
  }

  DeadMansSwitch deadMansSwitch(Pooler pooler) {
    return new DeadMansSwitch(host(pooler), Jobs.name(pools.unit()));
  }

  PoolerConsole console(Pooler pooler) {
    return PoolerConsole.lend(
        connections, pooler.host(), new Host.Socket(pooler.socketDirectory(), pooler.port()));
  }

  /** One console a pooler, in their order; to be closed by the caller. None when one fails. */
  List<PoolerConsole> consoles() {
    List<PoolerConsole> opened = java.util.Collections.synchronizedList(new ArrayList<>());
    try {
      return each(
          p -> {
            PoolerConsole console = console(p);
            opened.add(console);
            return console;
          });
    } catch (ProblemException e) {
      opened.forEach(PoolerConsole::close);
      throw e;
    }
  }

  private void check() {
    each(
        p -> {
          console(p).close();
          file(p).check();
          return p;
        });
  }

  private void arm(ArmSwitch arm) {
    List<String> commands =
        pools.databases().stream().map(d -> "RESUME " + PoolerAction.identifier(d)).toList();
    String id = run + "-" + Long.toString(System.nanoTime(), 36);
    try {
      each(
          p -> {
            var console = new Host.Socket(p.socketDirectory(), p.port());
            deadMansSwitch(p).arm(id, arm.after(), console, commands);
            return p;
          });
    } catch (ProblemException e) {
      forgetSwitches(_ -> true);
      throw e;
    }
  }

  /** One that cannot be reached now will resume what is not paused, which does nothing. */
  void forgetSwitches(Predicate<Pooler> where) {
    each(
        p -> {
          try {
            if (where.test(p)) {
              deadMansSwitch(p).forget();
            }
          } catch (ProblemException e) {
            return false;
          }
          return true;
        });
  }

  private void requirePaused() {
    List<PoolerConsole> consoles = consoles();
    try {
      requirePaused(consoles);
      consoles.forEach(PoolerConsole::succeeded);
    } finally {
      consoles.forEach(PoolerConsole::close);
    }
  }

  /** Of consoles in the order of the poolers. */
  void requirePaused(List<PoolerConsole> consoles) {
    SideBySide.all(
        consoles,
        console -> {
          try {
            requirePaused(console);
            return console;
          } catch (SQLException e) {
            throw console.problem(Kind.CLIENTS_LET_IN, "SHOW DATABASES", e).asException();
          }
        });
  }

  private void requirePaused(PoolerConsole console) throws SQLException {
    List<String> paused =
        console.databases().stream()
            .filter(RoutedDatabase::paused)
            .map(RoutedDatabase::name)
            .toList();
    for (String database : pools.databases()) {
      if (!paused.contains(database)) {
        throw letIn(
            console.where(),
            "%s is not paused any more on %s: PgBouncer was restarted, or somebody resumed it."
                .formatted(database, console.where()));
      }
    }
    int active =
        console.pools().stream()
            .filter(p -> pools.databases().contains(p.database()))
            .mapToInt(p -> p.serversActive())
            .sum();
    if (active > 0) {
      throw letIn(
          console.where(),
          "%d server connections are in use on %s although it is paused."
              .formatted(active, console.where()));
    }
  }

  private static ProblemException letIn(Where where, String detail) {
    return Problem.of(
            Kind.CLIENTS_LET_IN,
            where,
            detail,
            "Run again when nobody else works on PgBouncer there.")
        .asException();
  }

  /**
   * The rename that disarms comes before the look: what resumed before is seen, and nothing resumes
   * after.
   */
  private void disarm() {
    try {
      each(
          p -> {
            if (deadMansSwitch(p).disarm() == DeadMansSwitch.Found.FIRED) {
              throw letIn(
                  new Where.OnHost(p.host()),
                  "The time that clients were to be kept out on %s is over, and its timer %s has let them in."
                      .formatted(p.host(), pools.unit()));
            }
            return p;
          });
      requirePaused();
    } catch (ProblemException e) {
      throw new Resuming(this).after(e.problems());
    }
  }
}
