package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;

/**
 * The engine died in the outage, and before somebody applies the reviewed plan again somebody else
 * has changed what it starts from. The plan is refused; clients are not left shut out for that.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StalePlanInOutageIT {
  private static final String UPGRADE = "upgrade green:15/main";
  private static final int KILLED = 137;
  private static final int RETREATED = 5;
  private static final int SHUT_OUT = 6;

  private final Cutover cutover = Cutover.to15("stale-in-outage");
  private final Clients clients = cutover.underLoad(Kind.SHORT, Kind.HELD, Kind.BYPASS);

  @AfterAll
  void labIsGone() {
    clients.close();
    cutover.close();
  }

  @Test
  @Order(1)
  void whoAsksForLessThanTheCutoverIsToldThatClientsAreShutOut() {
    cutover.prepared();
    assertThat(cutover.plan("-o", "plan.yaml").exit()).isZero();
    clients.awaitRows(5);
    Ended killed = cutover.killedAfter("action-started", UPGRADE, "--through", "cutover");
    assertThat(killed.exit()).as(killed.output()).isEqualTo(KILLED);
    cutover.green().script("echo \"work_mem = '77MB'\" >>/etc/postgresql/15/main/postgresql.conf");

    Ended refused = cutover.applyPlan("plan.yaml");

    assertThat(refused.exit()).as(refused.output()).isEqualTo(SHUT_OUT);
    assertThat(refused.output())
        .contains("[stale-plan]", "CLIENTS ARE SHUT OUT, by an earlier run.")
        .containsPattern("not\\s+in\\s+the\\s+reviewed\\s+plan:\\s+configure\\s+green:15/main");
    assertThat(cutover.primaries()).isEmpty();
  }

  @Test
  @Order(2)
  void whoAsksForTheCutoverLetsThemInWhereTheyWereServedLast() {
    Ended retreated = cutover.applyPlan("plan.yaml", "--through", "cutover");

    assertThat(retreated.exit()).as(retreated.output()).isEqualTo(RETREATED);
    assertThat(retreated.output())
        .contains("[stale-plan]", "Retreated: clients are served by blue:11/main again.");
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.blue(), 11));
    clients.awaitRows(5);
  }

  @Test
  @Order(3)
  void theRunThatLetThemInHasARecord() {
    assertThat(cutover.events()).anyMatch(e -> e.is("retreat-started", ""));
    Ended history = cutover.program("history", "orders");
    assertThat(history.output()).contains("retreated");
  }

  @Test
  @Order(4)
  void whatIsPlannedAnewLeadsToTheTarget() {
    Ended done = cutover.apply("--through", "cutover");

    assertThat(done.exit()).as(done.output()).isZero();
    clients.awaitRows(5);
    Judgement judgement = cutover.judge(clients);
    Cutover.requireSound(judgement);
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 15));
  }
}
