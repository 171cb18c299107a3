package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import verdigris.action.Action.Server;
import verdigris.action.PoolerAction;
import verdigris.action.PoolerAction.ArmSwitch;
import verdigris.action.PoolerAction.CheckPools;
import verdigris.action.PoolerAction.Pause;
import verdigris.action.PoolerAction.Pooler;
import verdigris.action.PoolerAction.Pools;
import verdigris.lab.Judgement;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.lab.Load;
import verdigris.lab.Recorded;
import verdigris.lab.Rows;
import verdigris.lab.Writer;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/** Real PgBouncers in front of a real server, clients that use both, and what is done to them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PoolersOfALab {
  static final Duration LONG = Duration.ofMinutes(2);
  static final Duration SHORT = Duration.ofSeconds(2);

  /** Enough for a busy machine to act before a switch fires, and short enough to wait for that. */
  static final Duration SOON = Duration.ofSeconds(20);

  static final Server BLUE = new Server("blue", "/var/run/postgresql", 5432);
  static final List<String> POOLERS = List.of("proxy", "proxy2");
  static final String SWITCH = "/var/lib/postgresql/.verdigris/switch/resume-orders";

  final Lab lab = Lab.start("blue", "proxy", "proxy2:proxy");
  private final AskedLab asked = new AskedLab(lab);
  private Connections connections = connect();
  @TempDir Path scratch;

  @BeforeAll
  void rememberTheConfiguration() {
    poolers().forEach(h -> h.script("cp -p /etc/pgbouncer/pgbouncer.ini /root/pgbouncer.ini"));
    // The same server under another port, as another server would be.
    lab.host("blue")
        .must(
            "systemd-run",
            "--quiet",
            "--unit=other-port",
            "--socket-property=ListenStream=5433",
            "/lib/systemd/systemd-socket-proxyd",
            "127.0.0.1:5432");
  }

  @BeforeEach
  void everyPoolerIsAsItWas() {
    theEngineIsGone();
    lab.host("blue").sql(5432, "orders", "DELETE FROM written WHERE writer = 'held'");
    poolers()
        .forEach(
            h ->
                h.script(
                    """
                    pkill -CONT -x pgbouncer || true
                    systemctl stop 'verdigris-*' 2>/dev/null || true
                    rm -rf /var/lib/postgresql/.verdigris
                    cp -p /root/pgbouncer.ini /etc/pgbouncer/pgbouncer.ini
                    systemctl restart pgbouncer"""));
  }

  /** Its connections are; what it started on hosts is left to itself. */
  void theEngineIsGone() {
    connections.close();
    connections = connect();
  }

  @AfterAll
  void hostsAreGone() {
    connections.close();
    lab.close();
  }

  Connections connect() {
    return new Connections(
        List.of("blue", "proxy", "proxy2"),
        name -> asked.address(name, lab.host(name).address(), 60));
  }

  List<LabHost> poolers() {
    return POOLERS.stream().map(lab::host).toList();
  }

  static Pools pools(String... databases) {
    return new Pools(
        POOLERS.stream()
            .map(h -> new Pooler(h, "/var/run/postgresql", 6432, "/etc/pgbouncer/pgbouncer.ini"))
            .toList(),
        List.of(databases),
        "verdigris-resume-orders");
  }

  static final Pools ORDERS = pools("orders");

  void perform(PoolerAction... actions) {
    var interpreter =
        new HostInterpreter(
            connections,
            secret -> {
              throw new IllegalArgumentException("no secret is needed: " + secret);
            },
            "run-1",
            scratch);
    Stream.of(actions).forEach(a -> interpreter.perform(a, Interpreter.Watcher.NOBODY));
  }

  void close(Pools pools, Duration patience, Duration untilResumed) {
    perform(
        new CheckPools(pools),
        new ArmSwitch(pools, untilResumed),
        new Pause(pools, patience, Optional.empty()));
  }

  Problem problem(Runnable work) {
    ProblemException thrown = catchThrowableOfType(ProblemException.class, work::run);
    assertThat(thrown).isNotNull();
    return thrown.problems().getFirst();
  }

  Writer writer() {
    Writer writer =
        Writer.start(
            new Load(
                POOLERS.stream().map(this::url).toList(),
                Load.Login.APP,
                8,
                200,
                Duration.ZERO,
                0,
                false),
            scratch.resolve("rows"));
    writer.awaitRows(50, LONG);
    return writer;
  }

  void wentOnWithoutAnError(Writer writer) {
    writer.awaitRows(50, LONG);
    assertThat(writer.stop().errors()).isEmpty();
    assertThat(
            Judgement.of(
                List.of(Recorded.read(scratch.resolve("rows"))),
                Rows.seenAt(url("proxy"), Load.Login.APP)))
        .matches(Judgement::isComplete, "is complete");
  }

  String url(String pooler) {
    return "jdbc:postgresql://%s:6432/orders?prepareThreshold=0"
        .formatted(lab.host(pooler).address());
  }

  Connection client(String pooler) throws SQLException {
    return DriverManager.getConnection(url(pooler), "app", Lab.APP_PASSWORD);
  }

  static void insert(Connection client, int id) throws SQLException {
    try (Statement statement = client.createStatement()) {
      statement.execute("INSERT INTO written (writer, id) VALUES ('held', " + id + ")");
    }
  }

  String console(String pooler, String command) {
    return lab.host(pooler)
        .must(
            "runuser",
            "-u",
            "postgres",
            "--",
            "psql",
            "-XAt",
            "-p",
            "6432",
            "-U",
            "pgbouncer",
            "-d",
            "pgbouncer",
            "-c",
            command);
  }

  /** The twelfth column of SHOW DATABASES in 1.18 is paused. */
  boolean isPaused(String pooler, String database) {
    return console(pooler, "SHOW DATABASES")
        .lines()
        .map(l -> l.split("[|]", -1))
        .filter(c -> c[0].equals(database))
        .anyMatch(c -> c[11].equals("1"));
  }

  void allPaused(boolean paused) {
    assertThat(POOLERS).allMatch(p -> isPaused(p, "orders") == paused);
  }

  void noSwitchIsLeft() {
    for (LabHost host : poolers()) {
      assertThat(host.must("systemctl", "list-units", "--all", "--no-legend", "verdigris-*"))
          .isEmpty();
      assertThat(host.has(SWITCH)).isFalse();
    }
  }

  static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to be so within " + LONG);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
    }
  }
}
