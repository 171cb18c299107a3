package verdigris.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import verdigris.problem.Problem;
import verdigris.run.Executor;
import verdigris.run.Interpreter;
import verdigris.run.Locks;
import verdigris.run.NotedLook;
import verdigris.run.Outage;
import verdigris.run.Reporter;
import verdigris.run.Retreat;

/**
 * The way out of an outage that a run is in: it acts on a host while that host's own lock is held,
 * whatever the others do.
 *
 * @param workplace whose hosts
 * @param locks of all of them
 * @param hands that act
 * @param reporter hears of everything
 */
record WayOut(Workplace workplace, Locks locks, Interpreter hands, Reporter reporter) {
  private static final Duration PAUSE = Duration.ofSeconds(3);

  /**
   * Takes it.
   *
   * @param problems why the run cannot go on
   */
  Runs.End from(Outage outage, Executor.Failure failure, List<Problem> problems) {
    return switch (retreat().from(outage, failure)) {
      case Retreat.End.Served(var on, List<String> _) ->
          on.equals(outage.last())
              ? new Runs.End(
                  ExitCode.RETREATED,
                  problems,
                  "Retreated: clients are served by %s again. No acknowledged commit was lost."
                      .formatted(on))
              : new Runs.End(
                  ExitCode.ERROR,
                  problems,
                  "Clients are served by %s. To do what is left, run the same command again."
                      .formatted(on));
      case Retreat.End.TakenOver(List<Problem> more) ->
          new Runs.End(
              ExitCode.LOCKED,
              both(problems, more),
              "Another run has taken over: it lets clients in. This one does nothing more.");
      case Retreat.End.ShutOut(List<Problem> more) ->
          new Runs.End(
              ExitCode.CLIENTS_SHUT_OUT,
              both(problems, more),
              "CLIENTS ARE SHUT OUT. Correct what is said above and run the same command again; it goes on from here.");
    };
  }

  private Retreat retreat() {
    Interpreter careful = new Checked(hands, a -> locks.check(a.host()));
    return new Retreat(
        locks::renew,
        (gone, known) -> NotedLook.noted(workplace.topology().observe(gone, known), reporter),
        () ->
            new Executor(
                new NotedLook(workplace.topology(), reporter),
                careful,
                reporter,
                InstantSource.system()),
        reporter,
        PAUSE);
  }

  private static List<Problem> both(List<Problem> problems, List<Problem> more) {
    return Stream.concat(problems.stream(), more.stream()).distinct().toList();
  }
}
