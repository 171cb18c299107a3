package verdigris.lab;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import picocli.CommandLine;

/**
 * A client that commits single rows all the time and remembers each one that was acknowledged.
 *
 * <p>An id is sent once: when its commit fails, its fate is unknown and it is given up, as an
 * application would see it. Run by hand as {@code Writer write …} and {@code Writer verify …}; see
 * {@link WriterCommand}.
 */
public final class Writer implements AutoCloseable {
  private final Load load;
  private final String name;
  private final Recording recording;
  private final AtomicLong ids = new AtomicLong();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads;
  private volatile boolean stopping;

  private Writer(Load load, Path file) {
    this.load = load;
    this.name = "writer-" + Instant.now().toEpochMilli();
    this.recording = Recording.create(file, name);
    this.threads =
        IntStream.range(0, load.connections())
            .mapToObj(
                number ->
                    Thread.ofPlatform().daemon().name("writer-" + number).unstarted(this::write))
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
  static Properties properties(String user, String password) {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "130");
    properties.setProperty("socketTimeout", "130");
    properties.setProperty("ApplicationName", "verdigris-writer");
    return properties;
  }

  private void write() {
    long pause = 1_000_000_000L * load.connections() / load.rate();
    for (int attempt = 0; !stopping; attempt++) {
      var url = load.urls().get(attempt % load.urls().size());
      try (var connection =
          DriverManager.getConnection(url, properties(load.user(), load.password()))) {
        open.add(connection);
        writeRows(connection, pause);
      } catch (SQLException e) {
        if (!stopping) {
          recording.failed(message(e));
          LockSupport.parkNanos(20_000_000);
        }
      }
    }
  }

  private void writeRows(Connection connection, long pause) throws SQLException {
    try (var insert =
        connection.prepareStatement("INSERT INTO written (writer, id) VALUES (?, ?)")) {
      long next = System.nanoTime();
      while (!stopping) {
        long id = ids.incrementAndGet();
        insert.setString(1, name);
        insert.setLong(2, id);
        insert.executeUpdate();
        recording.acknowledged(id);
        // After a stall it goes on at its rate and does not catch up.
        next = Math.max(next + pause, System.nanoTime());
        LockSupport.parkNanos(next - System.nanoTime());
      }
    } finally {
      open.remove(connection);
    }
  }

  private static String message(SQLException e) {
    var text = String.valueOf(e.getMessage());
    return "%s %s".formatted(e.getSQLState(), text.lines().findFirst().orElse(""));
  }
}
