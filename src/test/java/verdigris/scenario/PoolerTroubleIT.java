package verdigris.scenario;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The pooler fails while it holds the clients: they may see errors then, but they are served again,
 * by Blue or at the target, and none of their rows is lost.
 */
class PoolerTroubleIT {
  private static final String STOP = "stop-primary blue:11/main";

  /** It forgets the pause, and leads the clients to whom its file names. */
  @Test
  void aPoolerThatIsRestartedDuringThePauseKeepsNoClientWaitingForEver() {
    servedAgainAfter("pooler-restarted", c -> c.proxy().must("systemctl", "restart", "pgbouncer"));
  }

  @Test
  void aPoolerThatAnswersNobodyForAWhileKeepsNoClientWaitingForEver() {
    servedAgainAfter(
        "pooler-silent",
        c ->
            c.proxy()
                .must(
                    "sh",
                    "-c",
                    "pkill -STOP -x pgbouncer; (sleep 30; pkill -CONT -x pgbouncer) >/dev/null 2>&1 &"));
  }

  private static void servedAgainAfter(String name, Consumer<Cutover> trouble) {
    try (var cutover = Cutover.to15(name)) {
      cutover.prepared();
      new TroubledOutage(cutover).clientsAreServedAgainAfter(STOP, _ -> trouble.accept(cutover));
    }
  }
}
