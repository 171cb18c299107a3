package verdigris.run;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import verdigris.problem.ProblemException;
import verdigris.run.Beat.Outcome;
import verdigris.world.Declaration;

/**
 * A client of our own on the clients' path, so that what an outage was for clients is measured and
 * not reckoned. Each beat is a transaction that writes to no table: {@code txid_current} gives it
 * an id, and a logical message makes its commit one that the server writes to disk before it says
 * so. Whatever becomes of it changes nothing of the run.
 */
public final class Canary implements Reporter, AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration WARM = Duration.ofSeconds(5);
  private static final Duration LAST = Duration.ofSeconds(15);
  private static final int FIRST_BEATS = 3;
  private static final int LAST_BEATS = 10;
  private static final String BEGIN =
      "BEGIN; SELECT txid_current(), pg_logical_emit_message(true, 'verdigris-canary', '')";

  private final Declaration.Canary declared;
  private final Supplier<String> secret;
  private final Duration patience;
  private final Reporter reporter;
  private final InstantSource clock;
  private final List<Beat> beats = new ArrayList<>();
  private final CountDownLatch warm = new CountDownLatch(FIRST_BEATS);
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

  /** Whether its one outcome was told: what it saw, or why it saw nothing. */
  private final AtomicBoolean told = new AtomicBoolean();

  private String password = "";
  private volatile boolean alive;
  private volatile String trouble = "";
  private volatile @Nullable Connection connection;

  /**
   * @param declared how it connects
   * @param secret gives the password when it begins; throws a problem when that cannot be had
   * @param patience how long it waits for an answer: longer than clients are ever held back
   * @param reporter told what it saw
   */
  public Canary(
      Declaration.Canary declared,
      Supplier<String> secret,
      Duration patience,
      Reporter reporter,
      InstantSource clock) {
    this.declared = declared;
    this.secret = secret;
    this.patience = patience;
    this.reporter = reporter;
    this.clock = clock;
  }

  /** Begins, and waits until a few commits were acknowledged; says so when they are not. */
  public void begin() {
    try {
      password = secret.get();
    } catch (ProblemException e) {
      absent(e.problems().getFirst().detail());
      return;
    }
    alive = true;
    Thread.ofVirtual().name("canary").start(this::live);
    try {
      if (!warm.await(WARM.toMillis(), TimeUnit.MILLISECONDS)) {
        absent(withTrouble("no %d commits within %d s".formatted(FIRST_BEATS, WARM.toSeconds())));
        alive = false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void absent(String why) {
    if (told.compareAndSet(false, true)) {
      reporter.hear(new Event.CanaryAbsent(declared.at(), why));
    }
  }

  private String withTrouble(String what) {
    return trouble.isEmpty() ? what : "%s (%s)".formatted(what, trouble);
  }

  /** An outage that is over is measured when clients have committed a little longer. */
  @Override
  public void hear(Event event) {
    if (event instanceof Event.OutageEnded && alive) {
      left.set(LAST_BEATS);
    }
  }

  private void live() {
    try {
      while (alive && left.get() > 0) {
        Optional<Beat> beat = beat();
        beat.ifPresent(this::remember);
        Thread.sleep(PAUSE);
      }
      if (alive) {
        ClientView view = ClientView.of(beats, states());
        if (told.compareAndSet(false, true)) {
          reporter.hear(new Event.ClientsSaw(declared.at(), view));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
      over.countDown();
    }
  }

  private void remember(Beat beat) {
    beats.add(beat);
    if (beat.outcome() == Outcome.ACKNOWLEDGED) {
      warm.countDown();
      if (left.get() != Integer.MAX_VALUE) {
        left.decrementAndGet();
      }
    }
  }

  /** One transaction; none while nobody can log in before the first has succeeded. */
  private Optional<Beat> beat() {
    long transaction = 0;
    boolean committing = false;
    try {
      Connection session = session();
      try (Statement statement = session.createStatement()) {
        transaction = begun(statement);
        committing = true;
        statement.execute("COMMIT");
      }
      var beat = new Beat(transaction, clock.instant(), Outcome.ACKNOWLEDGED);
      leave(session);
      return Optional.of(beat);
    } catch (SQLException e) {
      trouble = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      end();
      return warm.getCount() > 0
          ? Optional.empty()
          : Optional.of(
              new Beat(
                  transaction, clock.instant(), committing ? Outcome.UNKNOWN : Outcome.FAILED));
    }
  }

  private static long begun(Statement statement) throws SQLException {
    boolean rows = statement.execute(BEGIN);
    while (!rows) {
      rows = statement.getMoreResults();
    }
    try (ResultSet row = statement.getResultSet()) {
      row.next();
      return row.getLong(1);
    }
  }

  private Connection session() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = DriverManager.getConnection(url(), properties());
      connection = open;
    }
    return open;
  }

  private String url() {
    return "jdbc:postgresql://%s/%s"
        .formatted(
            declared.at(),
            java.net.URLEncoder.encode(
                declared.database(), java.nio.charset.StandardCharsets.UTF_8));
  }

  private Properties properties() {
    var properties = new Properties();
    properties.setProperty("user", declared.user());
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "verdigris-canary");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", Long.toString(patience.toSeconds()));
    // A pooler that gives each transaction another server knows no prepared statements.
    properties.setProperty("preferQueryMode", "simple");
    // Settings with the first message: said later, one would stay with a server connection that
    // other clients get. PgBouncer must ignore extra_float_digits, as it must for any JDBC client.
    properties.setProperty("assumeMinServerVersion", "11");
    return properties;
  }

  /** What the server that serves now says; one that it has not come to yet is surely not there. */
  private Map<Long, String> states() {
    String ids =
        beats.stream()
            .map(Beat::transaction)
            .filter(id -> id > 0)
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    var states = new HashMap<Long, String>();
    try (Statement statement = session().createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT id, CASE WHEN id < txid_snapshot_xmax(txid_current_snapshot()) THEN txid_status(id) ELSE 'never' END
                FROM unnest('{%s}'::bigint[]) AS id"""
                    .formatted(ids))) {
      while (rows.next()) {
        String state = rows.getString(2);
        if (state != null) {
          states.put(rows.getLong(1), state);
        }
      }
    } catch (SQLException e) {
      trouble = String.valueOf(e.getMessage());
    }
    return states;
  }

  /** A client that stayed would keep a pooler in session mode from pausing. */
  private void leave(Connection session) {
    connection = null;
    try {
      session.close();
    } catch (SQLException e) {
      // What was acknowledged stays so.
    }
  }

  private void end() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        // It is broken already, which is as good.
      }
    }
  }

  /** Waits for what it has to say about an outage that is over; otherwise ends it at once. */
  @Override
  public void close() {
    try {
      if (left.get() != Integer.MAX_VALUE && !over.await(LAST.toMillis(), TimeUnit.MILLISECONDS)) {
        absent(
            withTrouble(
                "after the outage it had no %d commits within %d s"
                    .formatted(LAST_BEATS, LAST.toSeconds())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    alive = false;
    end();
  }
}
