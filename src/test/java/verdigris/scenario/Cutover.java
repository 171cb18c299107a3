package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.Lab;
import verdigris.lab.LabHost;
import verdigris.lab.Recorded;
import verdigris.lab.Rows;

/**
 * Blue serves on 11 through the pooler and Green is to take over, while clients write. What is read
 * aloud:
 *
 * <pre>
 * cutover.prepared();
 * try (var clients = cutover.underLoad(Kind.SHORT, Kind.HELD)) {
 *   cutover.apply("--through", "cutover");
 *   var verdict = cutover.judge(clients);
 * }
 * </pre>
 */
final class Cutover implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final String FROM_11_TO_13 =
      """
      set -e
      DEBIAN_FRONTEND=noninteractive apt-get -qq -y install postgresql-13 >/dev/null 2>&1
      cd /
      runuser -u postgres -- sh -c '/usr/lib/postgresql/13/bin/pg_dumpall -p 5432 | psql -Xq -p 5433' >/dev/null 2>&1
      pg_dropcluster --stop 11 main
      DEBIAN_FRONTEND=noninteractive apt-get -qq -y purge postgresql-11 postgresql-client-11 >/dev/null 2>&1
      pg_conftool 13 main set listen_addresses '*'
      pg_conftool 13 main set port 5432
      printf 'host %s 198.18.0.0/15 scram-sha-256\\n' 'orders app' 'orders report' >>/etc/postgresql/13/main/pg_hba.conf
      systemctl restart postgresql@13-main
      """;

  private final Scenario scenario;

  private Cutover(Scenario scenario) {
    this.scenario = scenario;
  }

  /** New hosts and the target: Green is the 15 primary, Blue a streaming standby of Green. */
  static Cutover to15(String name) {
    var cutover = new Cutover(Scenario.onNewHosts(name, "right-horse"));
    cutover.declare("15", "");
    return cutover;
  }

  /** New hosts and the target: Green is the 11 primary, Blue a streaming standby of Green. */
  static Cutover to11(String name) {
    var cutover = new Cutover(Scenario.onNewHosts(name, "right-horse"));
    cutover.declare("11", "");
    return cutover;
  }

  /**
   * New hosts on which Blue serves the same data on Debian's 13, and the target of {@link #to15}.
   */
  static Cutover from13To15(String name) {
    var cutover = new Cutover(Scenario.onNewHosts(name, "right-horse"));
    cutover.blue().script(FROM_11_TO_13);
    cutover.declare("15", "");
    return cutover;
  }

  /**
   * Writes the playbook, and a smoke test that fails while a file {@code smoke-fails} exists.
   *
   * @param version of both instances
   * @param more further top-level keys, whole lines; they replace those that are here
   */
  void declare(String version, String more) {
    declare("blue", version, more);
  }

  /**
   * The same from another source.
   *
   * @param source name of the host that serves today
   */
  void declare(String source, String version, String more) {
    scenario.write("smoke.sh", "#!/bin/sh\n! test -e smoke-fails\n");
    scenario.file("smoke.sh").toFile().setExecutable(true);
    var limits = more.contains("limits:") ? "" : "limits: { outage: 5m }\n";
    var rollback = more.contains("rollback:") ? "" : "rollback: { keep_old: 72h }\n";
    scenario.write(
        "orders.yml",
        """
        topology: orders
        hosts: orders
        source: { host: %5$s, instance: { name: main } }
        primary: { host: green, version: "%1$s" }
        standbys:
          - { host: blue, follows: green, version: "%1$s" }
        upgrade: { method: pg_upgrade, transfer: link, jobs: 2 }
        clients:
          via: pgbouncer
          on: [proxy]
          databases: [orders]
          smoke: ["./smoke.sh {{host}}"]
          canary: { at: "%6$s:6432", database: orders, user: app, password: { file: app.secret } }
        replication: { user: replicator, password: { file: replicator.secret } }
        %2$s%3$s%4$s"""
            .formatted(version, limits, rollback, more, source, proxy().address()));
    scenario.write("app.secret", Lab.APP_PASSWORD + "\n");
  }

  /** The playbook of what is left when Green is gone: Blue serves, on its 11. */
  void declareBlueAlone() {
    scenario.write(
        "orders.yml",
        """
        topology: orders
        hosts: orders
        source: { host: blue, instance: { name: main, major: 11 } }
        primary: { host: blue, version: "11" }
        clients:
          via: pgbouncer
          on: [proxy]
          databases: [orders]
        limits: { outage: 5m }
        """);
  }

  // ---- the program ---------------------------------------------------------------------------

  /** {@code verdigris apply orders.yml --yes}, with these options, to its end. */
  Ended apply(String... options) {
    return scenario.startApply(options).end(LIMIT);
  }

  /** {@code verdigris plan orders.yml}, with these options, to its end. */
  Ended plan(String... options) {
    return scenario.plan(options);
  }

  /** The same of a plan file. */
  Ended applyPlan(String file, String... options) {
    return scenario.applyPlan(file, options);
  }

  /** {@code verdigris} with these words, to its end. */
  Ended program(String... words) {
    return scenario.program(words);
  }

  /** Begins an apply. */
  Running start(String... options) {
    return scenario.startApply(options);
  }

  /** {@code verdigris rehearse orders.yml} to its end. */
  Ended rehearse() {
    return startRehearsal().end(LIMIT);
  }

  /** Begins a rehearsal. */
  Running startRehearsal() {
    return scenario.startRehearsal();
  }

  /** Waits until Green has replayed all that Blue has written until now. */
  void awaitCatchUp() {
    scenario.awaitCatchUp();
  }

  /** Everything up to the gate of the cutover; must succeed. */
  void prepared() {
    Ended prepared = apply("--through", "prepare");
    if (prepared.exit() != 0) {
      throw new AssertionError(
          "prepare ended with %d: %s".formatted(prepared.exit(), prepared.output()));
    }
  }

  /** What is in the journals of all runs until now. */
  List<JournalEvent> events() {
    return JournalEvent.in(scenario.journals());
  }

  /**
   * Applies with these options and kills the program with SIGKILL as soon as its journal has such
   * an event of this run.
   *
   * @param event such as {@code step-done}
   * @param step its key, or empty for any
   * @return how it ended: exit code 137 when it was killed, else the event never came
   */
  Ended killedAfter(String event, String step, String... options) {
    int before = events().size();
    return killedWhen(
        () -> events().stream().skip(before).anyMatch(found -> found.is(event, step)), options);
  }

  /**
   * The same after so many lines of the journal, whatever they say: with 1, 2, 3 … until a run ends
   * by itself, the program was killed at every event.
   */
  Ended killedAfterEvents(int number, String... options) {
    int before = events().size();
    return killedWhen(() -> events().size() - before >= number, options);
  }

  private Ended killedWhen(java.util.function.BooleanSupplier reached, String... options) {
    try (var running = start(options)) {
      Scenario.await(
          "the event, or the end of the program",
          LIMIT,
          () -> reached.getAsBoolean() || !running.isAlive());
      return running.isAlive() ? running.killed() : running.end(LIMIT);
    }
  }

  /** Waits for an event of the run that is under way. */
  void await(Predicate<JournalEvent> event, int times) {
    Scenario.await(
        "%d such events".formatted(times),
        LIMIT,
        () -> events().stream().filter(event).count() >= times);
  }

  // ---- the hosts -----------------------------------------------------------------------------

  Lab lab() {
    return scenario.lab();
  }

  LabHost blue() {
    return scenario.blue();
  }

  LabHost green() {
    return scenario.green();
  }

  LabHost proxy() {
    return scenario.lab().host("proxy");
  }

  /** The instance of that version on a host. */
  Server serverOf(LabHost host, int major) {
    return new Server(host, major);
  }

  /** Those that run and are no standby. */
  List<Server> primaries() {
    return Stream.of(blue(), green())
        .flatMap(host -> Stream.of(11, 13, 15).map(major -> serverOf(host, major)))
        .filter(Server::isPrimary)
        .toList();
  }

  /** A file in the directory that the program runs in. */
  Path file(String name) {
    return scenario.file(name);
  }

  /** Writes a file there; what is executable stays so. */
  void write(String name, String text) {
    scenario.write(name, text);
  }

  /** From now on the smoke test fails. */
  void smokeFails() {
    scenario.write("smoke-fails", "");
  }

  // ---- the clients ---------------------------------------------------------------------------

  /** Clients of these kinds write until they are closed. */
  Clients underLoad(Kind... kinds) {
    return Clients.start(lab(), scenario.file(""), kinds);
  }

  /** Ends the clients, and judges by the rows that the server has whom the pooler leads to. */
  Judgement judge(Clients clients) {
    return Judgement.of(
        clients.stop(), Rows.seenAt(lab().applicationUrl(), verdigris.lab.Load.Login.APP));
  }

  /** Every acknowledged row is there once, and nobody wrote beside another. */
  static void requireSound(Judgement judgement) {
    System.out.println(judgement);
    assertThat(judgement)
        .matches(Judgement::isComplete, "is complete")
        .matches(Judgement::hadOneWriterAtATime, "had one writer at a time");
  }

  /** The same recordings against the rows of one server, such as a standby that has caught up. */
  Judgement judge(List<Recorded> recordings, Server server) {
    return Judgement.of(recordings, Rows.on(server.host(), 5432));
  }

  @Override
  public void close() {
    scenario.close();
  }
}
