package verdigris.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.facts.ConsoleReading;
import verdigris.facts.PgBouncerFacts;
import verdigris.facts.PgBouncerFacts.Console;
import verdigris.facts.Reading;
import verdigris.host.Host;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.run.Gather.Answer;

/** Asks a running PgBouncer's admin console. */
final class ConsoleQuestions {
  private ConsoleQuestions() {}

  static Answer<PgBouncerFacts> ask(Host host, PgBouncerFacts pgbouncer) {
    // Known empty: it does not run. A readable configuration is what tells where its socket is.
    if (pgbouncer.running().known().isPresent()) {
      return new Answer<>(pgbouncer, List.of());
    }
    Where where = new Where.OnHost(host.name());
    Host.Socket socket = new Host.Socket(pgbouncer.socketDirectory(), pgbouncer.port());
    try (PoolerConsole session = PoolerConsole.open(host, socket)) {
      List<ConsoleReading.Table> tables = new ArrayList<>();
      for (String command : ConsoleReading.COMMANDS) {
        tables.add(session.table(command));
      }
      Console console = ConsoleReading.read(where, tables);
      return new Answer<>(pgbouncer.withConsole(Reading.of(Optional.of(console))), List.of());
    } catch (SQLException e) {
      return unknown(pgbouncer, SqlSession.problem(where, e));
    } catch (ProblemException e) {
      return unknown(pgbouncer, e);
    }
  }

  private static Answer<PgBouncerFacts> unknown(PgBouncerFacts pgbouncer, ProblemException e) {
    return new Answer<>(pgbouncer.withConsole(Reading.unknown(Gather.sentence(e))), e.problems());
  }
}
