package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;

/**
 * The engine died in the outage, and Green with it. Nobody can ask Green what became of it, so
 * Verdigris does not let clients in by itself; a person who knows that Green never served declares
 * what is left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GoneForGoodIT {
  private static final String UPGRADE = "upgrade green:15/main";
  private static final int KILLED = 137;
  private static final int SHUT_OUT = 6;

  private final Cutover cutover = Cutover.to15("gone-for-good");
  private final Clients clients = cutover.underLoad(Kind.SHORT, Kind.HELD, Kind.BYPASS);

  @AfterAll
  void labIsGone() {
    clients.close();
    cutover.close();
  }

  @Test
  @Order(1)
  void whoAppliesAgainIsToldThatClientsAreShutOut() {
    cutover.prepared();
    clients.awaitRows(5);
    Ended killed = cutover.killedAfter("action-started", UPGRADE, "--through", "cutover");
    assertThat(killed.exit()).as(killed.output()).isEqualTo(KILLED);
    cutover.green().isolate();

    Ended stopped = cutover.apply("--through", "cutover");

    assertThat(stopped.exit()).as(stopped.output()).isEqualTo(SHUT_OUT);
    assertThat(stopped.output())
        .contains("green", "CLIENTS ARE SHUT OUT, by what runs/orders tells");
    assertThat(cutover.serverOf(cutover.blue(), 11).isPrimary()).isFalse();
  }

  @Test
  @Order(2)
  void whoDeclaresBlueAloneLetsThemInThere() {
    cutover.declareBlueAlone();

    Ended served = cutover.apply("--through", "cutover");

    assertThat(served.exit()).as(served.output()).isZero();
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.blue(), 11));
    clients.awaitRows(5);
  }

  @Test
  @Order(3)
  void greenComesBackShutAndCanBeMadeAnew() {
    cutover.green().reconnect();
    assertThat(List.of(11, 15))
        .noneMatch(v -> cutover.serverOf(cutover.green(), v).letsTheApplicationIn());
    cutover.declare("15", "");

    cutover.prepared();
    Ended done = cutover.apply("--through", "cutover");

    assertThat(done.exit()).as(done.output()).isZero();
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 15));
    clients.awaitRows(5);
    Cutover.requireSound(cutover.judge(clients));
  }
}
