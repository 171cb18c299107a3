package verdigris.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import verdigris.action.Action.Server;
import verdigris.action.PoolerAction;
import verdigris.action.PoolerAction.Pause;
import verdigris.action.PoolerAction.Pooler;
import verdigris.facts.PgBouncerFacts.Link;
import verdigris.host.Host;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Pauses databases on all poolers at once, or on none. PAUSE answers when no server connection of
 * the database is in use any more; from its beginning nobody gets a new one.
 *
 * @param poolers on which
 * @param pause what, and how long clients may take
 */
record Pausing(Poolers poolers, Pause pause) {
  /** How long a terminated session may take to be gone. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Consoles in which PAUSE waits, for each pooler: one connection carries only so many. */
  private static final int LANES = 3;

  /**
   * A console in which PAUSE is said for some databases, one after the other.
   *
   * @param console to be closed
   * @param databases in order
   */
  private record Lane(PoolerConsole console, List<String> databases) {
    Optional<Problem> pause() {
      for (String database : databases) {
        String command = "PAUSE " + PoolerAction.identifier(database);
        try {
          console.say(command);
        } catch (SQLException e) {
          return Optional.of(console.problem(Kind.CLIENTS_NOT_CLOSED, command, e));
        }
      }
      return Optional.empty();
    }
  }

  void perform() {
    try {
      pauseAll();
    } catch (ProblemException e) {
      throw new Resuming(poolers).after(e.problems());
    } catch (RuntimeException bug) {
      bug.addSuppressed(new Resuming(poolers).after(List.of()));
      throw bug;
    }
  }

  private void pauseAll() {
    List<PoolerConsole> watching = poolers.consoles();
    List<Lane> lanes = new ArrayList<>();
    try {
      // A pooler that does not answer is noticed here, while nobody is paused yet.
      lanes.addAll(lanes());
      awaitAll(start(lanes), lanes.size(), watching);
      poolers.requirePaused(watching);
      watching.forEach(PoolerConsole::succeeded);
    } finally {
      // Those that still wait would do so for as long as their transactions last.
      lanes.forEach(lane -> lane.console().abort());
      watching.forEach(PoolerConsole::close);
    }
  }

  /** All are open before PAUSE is said in any. */
  private List<Lane> lanes() {
    List<Lane> opened = Collections.synchronizedList(new ArrayList<>());
    List<String> databases = poolers.pools().databases();
    int each = Math.min(LANES, databases.size());
    List<Integer> numbers =
        IntStream.range(0, each * poolers.pools().poolers().size()).boxed().toList();
    try {
      return SideBySide.all(
          numbers,
          number -> {
            Pooler pooler = poolers.pools().poolers().get(number / each);
            List<String> some =
                IntStream.range(0, databases.size())
                    .filter(d -> d % each == number % each)
                    .mapToObj(databases::get)
                    .toList();
            var lane = new Lane(poolers.console(pooler), some);
            opened.add(lane);
            lane.console().patience(pause.patience().plus(GRACE).plus(GRACE));
            return lane;
          });
    } catch (ProblemException e) {
      opened.forEach(lane -> lane.console().close());
      throw e;
    }
  }

  private static BlockingQueue<Optional<Problem>> start(List<Lane> lanes) {
    BlockingQueue<Optional<Problem>> ended = new LinkedBlockingQueue<>();
    lanes.forEach(lane -> Thread.ofVirtual().start(() -> ended.add(lane.pause())));
    return ended;
  }

  private void awaitAll(
      BlockingQueue<Optional<Problem>> ended, int all, List<PoolerConsole> watching) {
    long deadline = System.nanoTime() + pause.patience().toNanos();
    boolean terminated = pause.holdouts().isEmpty();
    for (int done = 0; done < all; ) {
      Optional<Optional<Problem>> one = next(ended, deadline);
      if (one.isPresent()) {
        one.get()
            .ifPresent(
                problem -> {
                  throw problem.asException();
                });
        done++;
      } else if (!terminated) {
        terminate(pause.holdouts().orElseThrow(), watching);
        terminated = true;
        deadline = System.nanoTime() + GRACE.toNanos();
      } else {
        throw new Holdouts(poolers.pools(), pause.patience()).problem(watching).asException();
      }
    }
  }

  /** What came of the next lane; empty: nothing did until the deadline. */
  private static Optional<Optional<Problem>> next(
      BlockingQueue<Optional<Problem>> ended, long deadline) {
    try {
      return Optional.ofNullable(ended.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(
              Kind.INTERRUPTED, new Where.Anywhere(), "Pausing the poolers was interrupted.", "")
          .asException();
    }
  }

  /**
   * Ends the sessions behind the server connections that are still in use. A process is known by
   * its id and by the port that PgBouncer came from, so that no other is hit.
   */
  private void terminate(Server server, List<PoolerConsole> watching) {
    var socket = new Host.Socket(server.socketDirectory(), server.port());
    Host host = poolers.connections().host(server.host());
    try (Connection session = host.connect(socket, "postgres", "postgres");
        PreparedStatement terminate =
            session.prepareStatement(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE pid = ? AND client_port = ?")) {
      for (PoolerConsole console : watching) {
        for (Link held : new Holdouts(poolers.pools(), pause.patience()).held(console)) {
          terminate.setInt(1, held.pid());
          terminate.setInt(2, held.localPort());
          terminate.execute();
        }
      }
    } catch (SQLException e) {
      throw Problem.of(
              Kind.CLIENTS_NOT_CLOSED,
              new Where.OnHost(server.host()),
              "The sessions that hold it up could not be terminated: " + e.getMessage(),
              "Run again.")
          .asException();
    }
  }
}
