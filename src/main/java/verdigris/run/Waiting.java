package verdigris.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.action.Action.Await;
import verdigris.action.Action.Server;
import verdigris.action.Action.Stall;
import verdigris.action.Command;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** Asks a server again and again until the answer is yes, the time is over, or it is in vain. */
final class Waiting {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final String NO_ANSWER = "it does not answer";

  private final Connections connections;
  private final Await await;
  private final long deadline;
  private final List<Watch> watches = new ArrayList<>();
  private final Patience patience = new Patience();
  private String last = "it has not answered yet";

  Waiting(Connections connections, Await await) {
    this.connections = connections;
    this.await = await;
    long now = System.nanoTime();
    this.deadline = now + await.limit().toNanos();
    await.stall().forEach(s -> watches.add(new Watch(s, new Standstill(s.patience(), now), now)));
  }

  /** What is watched, whether it stands still, and when it was last looked at. */
  private record Watch(Stall stall, Standstill standstill, long looked) {}

  /**
   * Waits.
   *
   * @throws ProblemException CONDITION_TIMEOUT, NO_PROGRESS, or what breaks the connection
   */
  void perform() {
    while (System.nanoTime() < deadline) {
      try (Sessions.Lent session =
          HostInterpreter.session(connections, await.server(), "postgres")) {
        if (answersTrue(session.connection())) {
          session.succeeded();
          return;
        }
        last = "the answer is no";
      } catch (SQLException e) {
        last = String.valueOf(e.getMessage());
      } catch (ProblemException e) {
        if (isFinal(e)) {
          throw e;
        }
        last = e.problems().getFirst().detail();
      }
      look();
      patience.pause();
    }
    throw new Problem(
            Kind.CONDITION_TIMEOUT,
            new Where.OnHost(await.host()),
            "Within %d s it did not come to be that %s; %s."
                .formatted(await.limit().toSeconds(), await.sentence(), last),
            "Look at the server's log on " + await.host() + ", and run again.",
            await.lines())
        .asException();
  }

  private static boolean isFinal(ProblemException e) {
    return e.problems().stream()
        .map(Problem::kind)
        .anyMatch(
            k -> k == Kind.CONNECTION_LOST || k == Kind.SUDO_REFUSED || k == Kind.NO_PROGRESS);
  }

  /** Asks again and again in one session, for as long as it lasts. */
  private boolean answersTrue(Connection session) throws SQLException {
    try (Statement statement = session.createStatement()) {
      while (System.nanoTime() < deadline) {
        try (ResultSet rows = statement.executeQuery(await.query())) {
          if (rows.next() && rows.getBoolean(1)) {
            return true;
          }
        }
        look();
        patience.pause();
      }
      return false;
    }
  }

  private void look() {
    for (int i = 0; i < watches.size(); i++) {
      Watch watch = watches.get(i);
      if (System.nanoTime() - watch.looked() < LOOK.toNanos()) {
        continue;
      }
      Optional<String> position = position(watch.stall());
      long now = System.nanoTime();
      Standstill standstill = watch.standstill().after(position, now);
      watches.set(i, new Watch(watch.stall(), standstill, now));
      if (standstill.isOver(now)) {
        throw inVain(watch.stall(), position.orElse("")).asException();
      }
    }
  }

  /** How far it is; empty as long as it surely goes on. */
  private Optional<String> position(Stall stall) {
    try (Sessions.Lent session = HostInterpreter.session(connections, stall.server(), "postgres");
        Statement statement = session.connection().createStatement();
        ResultSet rows = statement.executeQuery(stall.query())) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.of(NO_ANSWER);
    } catch (SQLException e) {
      return Optional.of(NO_ANSWER);
    } catch (ProblemException e) {
      if (isFinal(e)) {
        throw e;
      }
      return Optional.of(NO_ANSWER);
    }
  }

  private Problem inVain(Stall stall, String position) {
    return new Problem(
        Kind.NO_PROGRESS,
        new Where.OnHost(stall.server().host()),
        "It will not come to be that %s: for %d s %s (%s)."
            .formatted(await.sentence(), stall.patience().toSeconds(), stall.sentence(), position),
        "The server's log says why. Correct that, and plan again.",
        log(stall.server(), stall.log()));
  }

  /** The last lines of the server's log; without them it goes as well. */
  private List<String> log(Server server, String path) {
    if (path.isEmpty()) {
      return List.of();
    }
    try {
      Command tail = HostInterpreter.postgres(List.of("tail", "-n", "8", "--", path));
      return connections.host(server.host()).run(tail, LOOK).output().lines().toList();
    } catch (ProblemException e) {
      return List.of();
    }
  }
}
