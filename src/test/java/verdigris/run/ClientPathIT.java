package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import verdigris.action.PoolerAction.ArmSwitch;
import verdigris.action.PoolerAction.CheckPools;
import verdigris.action.PoolerAction.DisarmSwitch;
import verdigris.action.PoolerAction.OpenPools;
import verdigris.action.PoolerAction.Pause;
import verdigris.action.PoolerAction.Pools;
import verdigris.action.PoolerAction.RequirePaused;
import verdigris.action.PoolerAction.RoutePools;
import verdigris.lab.LabHost;
import verdigris.problem.Kind;
import verdigris.problem.Problem;

/** Keeping clients out, leading them elsewhere, letting them in; and all that can go wrong. */
class ClientPathIT extends PoolersOfALab {
  @Test
  void aPauseHoldsClientsWithoutAnErrorAndLetsTransactionsEnd() throws SQLException {
    try (var writer = writer();
        Connection held = client("proxy2");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      held.setAutoCommit(false);
      insert(held, 1);
      var closed = CompletableFuture.runAsync(() -> close(ORDERS, LONG, LONG.plus(LONG)), threads);
      await(() -> isPaused("proxy2", "orders"));
      assertThat(closed).isNotDone();
      insert(held, 2);
      held.commit();
      closed.join();

      allPaused(true);
      assertThat(
              lab.host("blue")
                  .sql(
                      5432,
                      "postgres",
                      "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app'"))
          .isEqualTo("0");
      perform(new RequirePaused(ORDERS), new DisarmSwitch(ORDERS));
      perform(new OpenPools(ORDERS, "blue", 5432));
      allPaused(false);
      noSwitchIsLeft();
      wentOnWithoutAnError(writer);
    }
    assertThat(
            lab.host("blue")
                .sql(5432, "orders", "SELECT count(*) FROM written WHERE writer = 'held'"))
        .isEqualTo("2");
  }

  @Test
  void aTransactionThatDoesNotEndInTimeLetsEverybodyInAgainOnAllPoolers() throws SQLException {
    try (var writer = writer();
        Connection held = client("proxy2")) {
      held.setAutoCommit(false);
      insert(held, 1);
      Problem problem = problem(() -> close(ORDERS, SHORT, LONG));

      assertThat(problem.kind()).isEqualTo(Kind.CLIENTS_NOT_CLOSED);
      assertThat(problem.where()).hasToString("proxy2");
      assertThat(problem.detail())
          .contains("1 server connections of orders are in use on proxy2 (transaction pooling)");
      assertThat(problem.evidence())
          .singleElement()
          .asString()
          .matches("proxy2: app from [0-9.]+:\\d+ in orders holds server process \\d+");
      allPaused(false);
      noSwitchIsLeft();
      insert(held, 2);
      held.rollback();
      wentOnWithoutAnError(writer);
    }
  }

  @Test
  void aPoolerThatDoesNotAnswerLetsNobodyBePaused() {
    lab.host("proxy2").must("systemctl", "stop", "pgbouncer");
    Problem problem = problem(() -> perform(new Pause(ORDERS, SHORT, Optional.empty())));
    assertThat(problem.where()).hasToString("proxy2");
    assertThat(isPaused("proxy", "orders")).isFalse();

    lab.host("proxy2").script("systemctl start pgbouncer; pkill -STOP -x pgbouncer");
    problem(() -> perform(new Pause(ORDERS, SHORT, Optional.empty())));
    assertThat(isPaused("proxy", "orders")).isFalse();
    lab.host("proxy2").must("pkill", "-CONT", "-x", "pgbouncer");
  }

  @Test
  void aDatabaseThatAPoolerDoesNotKnowIsPausedOnNone() {
    lab.host("proxy")
        .script(
            "sed -i 's/^orders.*/&\\nbooks = host=blue dbname=orders/' /etc/pgbouncer/pgbouncer.ini");
    console("proxy", "RELOAD");
    Pools both = pools("orders", "books");

    Problem refused = problem(() -> perform(new CheckPools(both)));
    assertThat(refused.kind()).isEqualTo(Kind.UNMANAGEABLE);
    assertThat(refused.where()).hasToString("proxy2");

    Problem failed = problem(() -> perform(new Pause(both, LONG, Optional.empty())));
    assertThat(failed.kind()).isEqualTo(Kind.CLIENTS_NOT_CLOSED);
    assertThat(failed.detail()).contains("PAUSE books").contains("no such database");
    allPaused(false);
    assertThat(isPaused("proxy", "books")).isFalse();
  }

  @Test
  void manyDatabasesArePausedAndOpenedTogether() {
    for (LabHost host : poolers()) {
      host.script(
          "for d in a b c-d E; do sed -i \"s/^orders.*/&\\n$d = host=blue port=5432 dbname=orders/\""
              + " /etc/pgbouncer/pgbouncer.ini; done");
      console(host.name(), "RELOAD");
    }
    String[] names = {"orders", "a", "b", "c-d", "E"};
    close(pools(names), LONG, LONG.plus(LONG));
    assertThat(names).allMatch(n -> isPaused("proxy", n) && isPaused("proxy2", n));
    perform(new DisarmSwitch(pools(names)), new OpenPools(pools(names), "blue", 5433));
    assertThat(names).noneMatch(n -> isPaused("proxy", n) || isPaused("proxy2", n));
    assertThat(console("proxy2", "SHOW DATABASES").lines().filter(l -> l.contains("|5433|")))
        .hasSize(5);
  }

  @Test
  void clientsAreLedToAnotherServerWithoutAnError() {
    try (var writer = writer()) {
      close(ORDERS, LONG, LONG.plus(LONG));
      perform(new DisarmSwitch(ORDERS));
      perform(new RoutePools(ORDERS, lab.host("blue").address(), 5433));
      allPaused(true);
      assertThat(console("proxy", "SHOW DATABASES")).contains("orders|blue|5432|");
      perform(new OpenPools(ORDERS, lab.host("blue").address(), 5433));
      wentOnWithoutAnError(writer);
    }
    for (String pooler : POOLERS) {
      assertThat(console(pooler, "SHOW DATABASES"))
          .contains("orders|" + lab.host("blue").address() + "|5433|");
      assertThat(lab.host(pooler).read("/etc/pgbouncer/pgbouncer.ini").lines().toList())
          .contains(
              "orders = host=%s port=5433 dbname=orders".formatted(lab.host("blue").address()))
          .hasSameSizeAs(lab.host(pooler).read("/root/pgbouncer.ini").lines().toList());
    }
    assertThat(lab.host("blue").must("systemctl", "is-active", "other-port.service"))
        .isEqualTo("active");
    perform(new OpenPools(ORDERS, "blue", 5432));
    assertThat(lab.host("proxy").read("/etc/pgbouncer/pgbouncer.ini"))
        .isEqualTo(lab.host("proxy").read("/root/pgbouncer.ini"));
  }

  @Test
  void theSwitchLetsClientsInWhenNobodyIsLeftToDoIt() {
    try (var writer = writer()) {
      close(ORDERS, SOON.minusSeconds(5), SOON);
      theEngineIsGone();
      await(() -> POOLERS.stream().noneMatch(p -> isPaused(p, "orders")));
      wentOnWithoutAnError(writer);
    }
    Problem problem = problem(() -> perform(new DisarmSwitch(ORDERS)));
    assertThat(problem.kind()).isEqualTo(Kind.CLIENTS_LET_IN);
    assertThat(problem.detail()).contains("its timer verdigris-resume-orders has let them in");
  }

  @Test
  void aSwitchThatFiredOnOnePoolerLetsClientsInOnTheOtherToo() {
    close(ORDERS, SHORT, LONG);
    lab.host("proxy2").script("cd " + SWITCH + " && mv armed-* fired-x");
    console("proxy2", "RESUME orders");
    assertThat(problem(() -> perform(new DisarmSwitch(ORDERS))).where()).hasToString("proxy2");
    allPaused(false);
    noSwitchIsLeft();
  }

  @Test
  void aDisarmedSwitchDoesNothingWhenItsTimeComes() {
    close(ORDERS, SHORT, SOON);
    perform(new DisarmSwitch(ORDERS));
    for (LabHost host : poolers()) {
      await(
          () ->
              host.must("systemctl", "list-units", "--all", "--no-legend", "verdigris-*")
                  .isEmpty());
    }
    perform(new RequirePaused(ORDERS), new DisarmSwitch(ORDERS));
    allPaused(true);
    perform(new OpenPools(ORDERS, "blue", 5432));
    noSwitchIsLeft();
  }

  @Test
  void closingAgainReplacesTheSwitchOfARunThatDied() {
    close(ORDERS, SHORT, SOON);
    close(ORDERS, SHORT, LONG.plus(LONG));
    // Later than the first switch would have been, by the same clock.
    for (LabHost host : poolers()) {
      host.must(
          "systemd-run",
          "--quiet",
          "--unit=later",
          "--on-active=" + (SOON.toSeconds() + 2),
          "--timer-property=AccuracySec=100ms",
          "touch",
          "/root/later");
    }
    poolers().forEach(h -> await(() -> h.has("/root/later")));
    poolers().forEach(h -> h.must("rm", "/root/later"));
    allPaused(true);
    perform(new DisarmSwitch(ORDERS), new OpenPools(ORDERS, "blue", 5432));
    allPaused(false);
  }

  @Test
  void aPoolerThatWasRestartedDuringThePauseIsNoticed() {
    try (var writer = writer()) {
      close(ORDERS, LONG, LONG.plus(LONG));
      lab.host("proxy2").must("systemctl", "restart", "pgbouncer");
      Problem noticed = problem(() -> perform(new RequirePaused(ORDERS)));
      assertThat(noticed.kind()).isEqualTo(Kind.CLIENTS_LET_IN);
      assertThat(noticed.where()).hasToString("proxy2");
      assertThat(isPaused("proxy", "orders")).isTrue();

      assertThat(problem(() -> perform(new DisarmSwitch(ORDERS))).where()).hasToString("proxy2");
      allPaused(false);
      writer.awaitRows(50, LONG);
    }
  }

  @Test
  void sessionPoolingMeetsItsDeadline() throws SQLException {
    for (LabHost host : poolers()) {
      host.script("sed -i 's/^pool_mode.*/pool_mode = session/' /etc/pgbouncer/pgbouncer.ini");
      console(host.name(), "RELOAD");
    }
    try (Connection idle = client("proxy")) {
      insert(idle, 1);
      Problem problem = problem(() -> close(ORDERS, SHORT, LONG));
      assertThat(problem.detail()).contains("in use on proxy (session pooling)");
      assertThat(problem.remedy()).contains("holdouts: terminate");
      allPaused(false);
      insert(idle, 2);
    }
  }

  @Test
  void clientsThatHoldOutAreTerminatedWhenThatIsDeclaredAndTheOthersSeeNothing()
      throws SQLException {
    try (var writer = writer();
        Connection held = client("proxy2")) {
      held.setAutoCommit(false);
      insert(held, 1);
      perform(new ArmSwitch(ORDERS, LONG), new Pause(ORDERS, SHORT, Optional.of(BLUE)));
      allPaused(true);
      perform(new DisarmSwitch(ORDERS), new OpenPools(ORDERS, "blue", 5432));
      assertThatThrownBy(() -> insert(held, 2)).isInstanceOf(SQLException.class);
      wentOnWithoutAnError(writer);
    }
    assertThat(
            lab.host("blue")
                .sql(5432, "orders", "SELECT count(*) FROM written WHERE writer = 'held'"))
        .isEqualTo("0");
  }

  @Test
  void nobodyIsLetInWhereReloadDoesNotLeadToTheNewServer() {
    close(ORDERS, SHORT, LONG);
    lab.host("proxy2")
        .script("sed -i '1i a line that PgBouncer cannot read' /etc/pgbouncer/pgbouncer.ini");
    Problem problem = problem(() -> perform(new OpenPools(ORDERS, "green", 5433)));
    assertThat(problem.kind()).isEqualTo(Kind.CLIENTS_NOT_OPENED);
    allPaused(true);
  }
}
