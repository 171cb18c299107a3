package verdigris.run;

import java.sql.SQLException;
import java.util.List;
import verdigris.action.PoolerAction.OpenPools;
import verdigris.facts.PgBouncerFacts.RoutedDatabase;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/**
 * Leads clients to a server and lets them in. RELOAD comes last before RESUME: a client that
 * connects in between makes PgBouncer dial the new server, and if that does not answer yet, it is
 * not tried again for server_login_retry (15 s by default).
 *
 * @param poolers on which
 * @param open where to
 */
record Opening(Poolers poolers, OpenPools open) {

  void perform() {
    List<PoolerConsole> consoles = poolers.consoles();
    try {
      poolers.each(p -> poolers.file(p).route(open.address(), open.port()));
      SideBySide.all(consoles, this::reload);
      SideBySide.all(consoles, this::resume);
      consoles.forEach(PoolerConsole::succeeded);
    } finally {
      consoles.forEach(PoolerConsole::close);
    }
    poolers.forgetSwitches(_ -> true);
  }

  /** RELOAD says that it is done also when it passed over a line. */
  private PoolerConsole reload(PoolerConsole console) {
    try {
      console.say("RELOAD");
      for (String database : poolers.pools().databases()) {
        RoutedDatabase routed =
            console.databases().stream()
                .filter(d -> d.name().equals(database))
                .findFirst()
                .orElseThrow(() -> notRouted(console, database + " is not there"));
        if (!routed.host().equals(open.address()) || routed.port() != open.port()) {
          throw notRouted(
              console, "%s leads to %s port %d".formatted(database, routed.host(), routed.port()));
        }
      }
      return console;
    } catch (SQLException e) {
      throw console.problem(Kind.CLIENTS_NOT_OPENED, "RELOAD", e).asException();
    }
  }

  private ProblemException notRouted(PoolerConsole console, String found) {
    return Problem.of(
            Kind.CLIENTS_NOT_OPENED,
            console.where(),
            "After RELOAD, %s and not to %s port %d; nobody was let in."
                .formatted(found, open.address(), open.port()),
            "See PgBouncer's log on " + console.where() + ", and run again.")
        .asException();
  }

  private PoolerConsole resume(PoolerConsole console) {
    try {
      new Resuming(poolers).resume(console);
      return console;
    } catch (SQLException e) {
      throw console.problem(Kind.CLIENTS_NOT_OPENED, "RESUME", e).asException();
    }
  }
}
