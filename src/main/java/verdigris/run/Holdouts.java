package verdigris.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.action.PoolerAction.Pools;
import verdigris.facts.PgBouncerFacts.Link;
import verdigris.facts.PgBouncerFacts.Pool;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * Clients that did not let go of their server connection in time.
 *
 * @param pools where
 * @param patience that they were given
 */
record Holdouts(Pools pools, Duration patience) {
  private static final int SHOWN = 10;

  /** Server connections that are in use on a pooler. */
  List<Link> held(PoolerConsole console) throws SQLException {
    return console.servers().stream()
        .filter(s -> pools.databases().contains(s.database()) && !s.link().isEmpty())
        .toList();
  }

  /** Who they are. */
  Problem problem(List<PoolerConsole> consoles) {
    List<String> sentences = new ArrayList<>();
    List<String> evidence = new ArrayList<>();
    Optional<Where> where = Optional.empty();
    boolean sessions = false;
    for (PoolerConsole console : consoles) {
      try {
        List<Link> held = held(console);
        if (held.isEmpty()) {
          continue;
        }
        where = where.or(() -> Optional.of(console.where()));
        List<Link> clients = console.clients();
        held.stream().limit(SHOWN).map(s -> line(console, s, clients)).forEach(evidence::add);
        for (String database : held.stream().map(Link::database).distinct().toList()) {
          String mode = mode(console, database);
          sessions |= mode.equals("session");
          sentences.add(
              "%d server connections of %s are in use on %s (%s pooling)"
                  .formatted(
                      held.stream().filter(s -> s.database().equals(database)).count(),
                      database,
                      console.where(),
                      mode));
        }
      } catch (SQLException e) {
        where = where.or(() -> Optional.of(console.where()));
        sentences.add("the console of %s does not answer any more".formatted(console.where()));
      }
    }
    String what = sentences.isEmpty() ? "PgBouncer did not say who" : String.join(", ", sentences);
    return new Problem(
        Kind.CLIENTS_NOT_CLOSED,
        where.orElse(new Where.Anywhere()),
        "After %d s clients still hold the old primary: %s.".formatted(patience.toSeconds(), what),
        remedy(sessions),
        evidence);
  }

  private static String mode(PoolerConsole console, String database) throws SQLException {
    return console.pools().stream()
        .filter(p -> p.database().equals(database))
        .map(Pool::mode)
        .findFirst()
        .orElse("unknown");
  }

  private static String line(PoolerConsole console, Link server, List<Link> clients) {
    String client =
        clients.stream()
            .filter(c -> c.id().equals(server.link()))
            .findFirst()
            .map(c -> "%s from %s:%d".formatted(c.user(), c.address(), c.port()))
            .orElse("a client that has gone");
    return "%s: %s in %s holds server process %d"
        .formatted(console.where(), client, server.database(), server.pid());
  }

  private static String remedy(boolean sessions) {
    return sessions
        ? "In session pooling a client lets go only when it disconnects. Let the application"
            + " disconnect, use pool_mode = transaction, or declare clients.holdouts: terminate."
        : "Wait for these transactions, or end them on the old primary with"
            + " pg_terminate_backend(PID), and run again; or declare clients.holdouts: terminate.";
  }
}
