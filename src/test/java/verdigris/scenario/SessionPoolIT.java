package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.Rows;

/** Clients of a pool of sessions and of a pool of transactions come through the same cutover. */
class SessionPoolIT {

  @Test
  void clientsThatLetTheirSessionsGoSeeNoErrorAndLoseNoRow() throws IOException {
    try (var cutover = Cutover.to15("session-pool")) {
      cutover.lab().addSessionPool();
      String playbook = Files.readString(cutover.file("orders.yml"));
      cutover.write(
          "orders.yml",
          playbook.replace("databases: [orders]", "databases: [orders, orders_session]"));
      cutover.prepared();
      try (var clients = cutover.underLoad(Kind.SHORT, Kind.SESSION)) {
        clients.awaitRows(5);
        assertThat(cutover.plan().output()).contains("check pool-mode");
        Ended applied = cutover.apply("--through", "cutover");
        assertThat(applied.exit()).as(applied.output()).isZero();
        clients.awaitRows(5);
        var judgement = Judgement.of(clients.stop(), Rows.on(cutover.green(), 5432));
        Cutover.requireSound(judgement);
        assertThat(judgement.failures()).isEqualTo(new Judgement.Failures(0, 0));
        assertThat(judgement.servers())
            .containsExactly(cutover.lab().server("blue", 11), cutover.lab().server("green", 15));
      }
    }
  }
}
