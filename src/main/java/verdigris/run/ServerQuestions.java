package verdigris.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.Contents;
import verdigris.facts.ServerFacts.Database;
import verdigris.facts.ServerReading;
import verdigris.facts.SqlResult;
import verdigris.host.Host;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Asks one running server: one session for what concerns all of it, and one short session in each
 * further database.
 */
record ServerQuestions(
    Host host, InstanceFacts instance, ExecutorService threads, Semaphore sessions) {
  private static final String ROLE = "postgres";

  /**
   * @throws ProblemException when the server cannot be asked
   */
  ServerFacts ask() {
    try (SqlSession session = connectAnywhere()) {
      int major = session.major();
      First first = first(session, major);
      SequencedMap<String, Future<Reading<Contents>>> further = new LinkedHashMap<>();
      for (Database database : first.server().databases()) {
        if (database.allowsConnections() && !database.name().equals(session.database())) {
          further.put(
              database.name(), Gather.start(threads, () -> contents(database.name(), major)));
        }
      }
      SequencedMap<String, Long> sizes = sizes(session, major);
      SequencedMap<String, Reading<Contents>> contents = new LinkedHashMap<>();
      contents.put(session.database(), first.contents());
      further.forEach((name, reading) -> contents.put(name, Gather.await(reading)));
      return ServerReading.withDatabases(first.server(), sizes, contents);
    } catch (SQLException e) {
      throw SqlSession.problem(where(), e);
    }
  }

  private Where where() {
    return new Where.OnInstance(host.name(), instance.label());
  }

  private SqlSession connect(String database) {
    Host.Socket socket = new Host.Socket(instance.paths().socketDirectory(), instance.port());
    return new SqlSession(host.connect(socket, ROLE, database), where(), database);
  }

  /** The database postgres may have been dropped; template1 is always there. */
  private SqlSession connectAnywhere() {
    try {
      return connect("postgres");
    } catch (ProblemException first) {
      if (first.problems().stream().noneMatch(p -> p.detail().contains("3D000"))) {
        throw first;
      }
      return connect("template1");
    }
  }

  /** What the first round trip tells. */
  private record First(ServerFacts server, Reading<Contents> contents) {}

  private First first(SqlSession session, int major) throws SQLException {
    try {
      return first(session, major, true);
    } catch (SQLException e) {
      if (SqlSession.isDenied(e)) {
        return first(session, major, false);
      }
      if (SqlSession.isCancelled(e)) {
        return withoutContents(session, major, e);
      }
      throw e;
    }
  }

  private First first(SqlSession session, int major, boolean superuser) throws SQLException {
    List<String> server = ServerReading.queries(major, superuser);
    List<String> all = new ArrayList<>(server);
    all.addAll(ServerReading.contentsQueries(major));
    List<SqlResult> results = session.ask(all);
    int split = Math.min(server.size(), results.size());
    return new First(
        ServerReading.read(where(), superuser, results.subList(0, split)),
        Reading.of(ServerReading.readContents(where(), results.subList(split, results.size()))));
  }

  /** Somebody may have locked a catalog of this database only. */
  private First withoutContents(SqlSession session, int major, SQLException because)
      throws SQLException {
    List<SqlResult> results = session.ask(ServerReading.queries(major, true));
    return new First(
        ServerReading.read(where(), true, results),
        Reading.unknown(Gather.sentence(SqlSession.problem(where(), because))));
  }

  /** Empty when it takes too long or the role may not: sizes are never worth a failure. */
  private SequencedMap<String, Long> sizes(SqlSession session, int major) throws SQLException {
    try {
      return ServerReading.readSizes(
          session.ask(List.of(ServerReading.sizesQuery(major))).getFirst());
    } catch (SQLException e) {
      if (!SqlSession.isCancelled(e) && !SqlSession.isDenied(e)) {
        throw e;
      }
      return new LinkedHashMap<>();
    }
  }

  private Reading<Contents> contents(String database, int major) {
    sessions.acquireUninterruptibly();
    try (SqlSession session = connect(database)) {
      List<SqlResult> results = session.ask(ServerReading.contentsQueries(major));
      return Reading.of(ServerReading.readContents(where(), results));
    } catch (SQLException e) {
      return Reading.unknown(Gather.sentence(SqlSession.problem(where(), e)));
    } catch (ProblemException e) {
      return Reading.unknown(Gather.sentence(e));
    } finally {
      sessions.release();
    }
  }
}
