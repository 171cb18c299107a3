package verdigris.lab;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import picocli.CommandLine;
import verdigris.lab.Attempt.Outcome;

/**
 * A client that commits single rows all the time and remembers what became of each, and which
 * server said so.
 *
 * <p>An id is sent once: when its commit fails, its fate is unknown and it is given up, as an
 * application would see it. Run by hand as {@code Writer write …} and {@code Writer verify …}; see
 * {@link WriterCommand}.
 */
public final class Writer implements AutoCloseable {
  private static final long RETRY = Duration.ofMillis(20).toNanos();

  /** Says which server wrote the row, and when by its clock, in microseconds. */
  private static final String INSERT =
      """
      INSERT INTO written (writer, id) VALUES (?, ?)
      RETURNING host(inet_server_addr()) || '/' || current_setting('server_version_num')::int / 10000,
        (extract(epoch FROM at) * 1000000)::bigint""";

  private final Load load;
  private final String name;
  private final Recording recording;
  private final AtomicLong ids = new AtomicLong();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads;
  private volatile boolean stopping;

  private Writer(Load load, Path file) {
    this.load = load;
    this.name = "writer-" + UUID.randomUUID();
    this.recording = Recording.create(file, name, load.bypass());
    this.threads =
        IntStream.range(0, load.connections())
            .mapToObj(
                number ->
                    Thread.ofPlatform()
                        .daemon()
                        .name("writer-" + number)
                        .unstarted(() -> write(number)))
            .toList();
  }

  /** The command line of this client. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new WriterCommand()).execute(arguments));
  }

  /** Starts to write and to record into a new file. */
  public static Writer start(Load load, Path recording) {
    var writer = new Writer(load, recording);
    writer.threads.forEach(Thread::start);
    return writer;
  }

  /** What was seen until now. */
  public Summary summary() {
    return recording.summary();
  }

  /** Waits until this many rows more are acknowledged; fails when that takes too long. */
  public void awaitRows(int rows, Duration limit) {
    long goal = summary().acknowledged() + rows;
    long end = System.nanoTime() + limit.toNanos();
    while (summary().acknowledged() < goal) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "no %d rows within %s: %s".formatted(rows, limit, summary()));
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Stops, gives statements under way a few seconds, and says what was seen. */
  public Summary stop() {
    stopping = true;
    threads.forEach(LockSupport::unpark);
    if (!ended(Duration.ofSeconds(5))) {
      // A pooler may hold a client for minutes; what it does with the row then is open, as after a
      // crash.
      open.forEach(Writer::abort);
      ended(Duration.ofSeconds(5));
    }
    recording.close();
    return recording.summary();
  }

  private boolean ended(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (threads.stream().anyMatch(Thread::isAlive) && System.nanoTime() < end) {
      LockSupport.parkNanos(5_000_000);
    }
    return threads.stream().noneMatch(Thread::isAlive);
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException _) {
      // It is broken already, which is as good.
    }
  }

  @Override
  public void close() {
    if (!stopping) {
      stop();
    }
  }

  /** No server-side prepared statements: a pooler in transaction mode before 1.21 loses them. */
  static Properties properties(Load.Login login) {
    var properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "130");
    properties.setProperty("socketTimeout", "130");
    properties.setProperty("ApplicationName", "verdigris-writer");
    return properties;
  }

  private void write(int number) {
    long pause = 1_000_000_000L * load.connections() / load.rate();
    for (int attempt = number; !stopping; attempt++) {
      var url = load.urls().get(attempt % load.urls().size());
      long began = Attempt.now();
      try (var connection = DriverManager.getConnection(url, properties(load.login()))) {
        open.add(connection);
        visit(connection, pause);
      } catch (SQLException e) {
        note(new Attempt(0, Outcome.REFUSED, Attempt.NOWHERE, began, Attempt.now()), e);
        LockSupport.parkNanos(RETRY);
      }
    }
  }

  /** Writes until a row fails, or as many rows as this connection is meant to live for. */
  private void visit(Connection connection, long pause) throws SQLException {
    connection.setAutoCommit(load.hold().isZero() && !load.bypass());
    try (var insert = connection.prepareStatement(INSERT)) {
      long next = System.nanoTime();
      for (int row = 0; !stopping && (row < load.visit() || load.visit() == 0); row++) {
        if (!written(connection, insert)) {
          LockSupport.parkNanos(RETRY);
          return;
        }
        // After a stall it goes on at its rate and does not catch up.
        next = Math.max(next + pause, System.nanoTime());
        LockSupport.parkNanos(next - System.nanoTime());
      }
    } finally {
      open.remove(connection);
    }
  }

  /** Whether the commit of one more row was acknowledged. */
  private boolean written(Connection connection, PreparedStatement insert) throws SQLException {
    long id = ids.incrementAndGet();
    long began = Attempt.now();
    var server = Attempt.NOWHERE;
    boolean committing = connection.getAutoCommit();
    try {
      if (load.bypass()) {
        overrideReadOnly(connection);
      }
      insert.setString(1, name);
      insert.setLong(2, id);
      try (var row = insert.executeQuery()) {
        row.next();
        server = row.getString(1);
        // A statement that waited in the pooler was not committed before the server had it.
        began = Math.max(began, row.getLong(2));
      }
      if (!committing) {
        LockSupport.parkNanos(load.hold().toNanos());
        began = Attempt.now();
        committing = true;
        connection.commit();
      }
      recording.acknowledged(new Attempt(id, Outcome.ACKNOWLEDGED, server, began, Attempt.now()));
      return true;
    } catch (SQLException e) {
      note(new Attempt(id, fate(e, committing), server, began, Attempt.now()), e);
      return false;
    }
  }

  /** What default_transaction_read_only cannot forbid. */
  private static void overrideReadOnly(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET transaction_read_only = off");
    }
  }

  /**
   * Before COMMIT was sent nothing can have been committed. After that only an error that the
   * server reports in a connection that lives on says so: class 08 and 57P are its end.
   */
  private static Outcome fate(SQLException e, boolean committing) {
    var state = String.valueOf(e.getSQLState());
    boolean isAnswer = !state.equals("null") && !state.startsWith("08") && !state.startsWith("57P");
    return committing && !isAnswer ? Outcome.UNKNOWN : Outcome.FAILED;
  }

  private void note(Attempt attempt, SQLException e) {
    if (stopping) {
      return;
    }
    var text = String.valueOf(e.getMessage());
    recording.failed(
        attempt, "%s %s".formatted(e.getSQLState(), text.lines().findFirst().orElse("")));
  }
}
