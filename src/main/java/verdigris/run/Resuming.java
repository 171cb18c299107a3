package verdigris.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.action.PoolerAction;
import verdigris.action.PoolerAction.Pooler;
import verdigris.facts.PgBouncerFacts.RoutedDatabase;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Lets clients in again where they were, on every pooler, whatever is the matter with the others.
 *
 * @param poolers on which
 */
record Resuming(Poolers poolers) {
  private static final int ATTEMPTS = 3;

  /**
   * Resumes all after something failed.
   *
   * @param problems what failed
   * @return to be thrown: those problems, and what could not be resumed
   */
  ProblemException after(List<Problem> problems) {
    List<Optional<Problem>> failures = poolers.each(this::tryAgain);
    List<Problem> all = new ArrayList<>(problems);
    failures.forEach(f -> f.ifPresent(all::add));
    // Where it failed, the switch is all that is left.
    poolers.forgetSwitches(p -> failures.get(poolers.pools().poolers().indexOf(p)).isEmpty());
    return new ProblemException(all);
  }

  private Optional<Problem> tryAgain(Pooler pooler) {
    String last = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (PoolerConsole console = poolers.console(pooler)) {
        resume(console);
        return Optional.empty();
      } catch (SQLException e) {
        last = String.valueOf(e.getMessage());
      } catch (ProblemException e) {
        last = e.problems().getFirst().detail();
      }
      HostInterpreter.pause();
    }
    return Optional.of(
        Problem.of(
            Kind.CLIENTS_NOT_OPENED,
            new Where.OnHost(pooler.host()),
            "They may still be paused there: " + last,
            "The timer %s on %s resumes them, if it was armed. To do it now, there:\n  sudo -u postgres psql -h %s -p %d -U pgbouncer pgbouncer -c RESUME"
                .formatted(
                    poolers.pools().unit(),
                    pooler.host(),
                    pooler.socketDirectory(),
                    pooler.port())));
  }

  /** What is not paused is resumed already; the timer may have been faster. */
  void resume(PoolerConsole console) throws SQLException {
    for (RoutedDatabase database : paused(console)) {
      try {
        console.say("RESUME " + PoolerAction.identifier(database.name()));
      } catch (SQLException e) {
        if (paused(console).stream().anyMatch(d -> d.name().equals(database.name()))) {
          throw e;
        }
      }
    }
    List<RoutedDatabase> left = paused(console);
    if (!left.isEmpty()) {
      throw new SQLException(left.getFirst().name() + " is still paused");
    }
  }

  private List<RoutedDatabase> paused(PoolerConsole console) throws SQLException {
    return console.databases().stream()
        .filter(RoutedDatabase::paused)
        .filter(d -> poolers.pools().databases().contains(d.name()))
        .toList();
  }
}
