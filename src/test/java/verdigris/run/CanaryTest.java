package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import verdigris.action.Secret;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.world.Declaration;

/** Whatever becomes of the canary ends no run, and is said once. */
class CanaryTest {
  private final List<Event> heard = Collections.synchronizedList(new ArrayList<>());

  private Canary canary(String at, Supplier<String> secret) {
    return new Canary(
        new Declaration.Canary(at, "orders", "app", new Secret("app")),
        secret,
        Duration.ofSeconds(5),
        heard::add,
        InstantSource.system());
  }

  @Test
  void aPasswordThatCannotBeHadIsSaid() {
    try (Canary canary =
        canary(
            "127.0.0.1:1",
            () -> {
              throw Problem.of(
                      Kind.SECRET_UNAVAILABLE, new Where.Anywhere(), "There is no app.", "")
                  .asException();
            })) {
      canary.begin();
      canary.hear(new Event.OutageEnded("green:15/main", Instant.EPOCH, 1, false));
    }
    assertThat(heard).containsExactly(new Event.CanaryAbsent("127.0.0.1:1", "There is no app."));
  }

  @Test
  void oneThatWasNotBegunHasNothingToSay() {
    try (Canary canary = canary("127.0.0.1:1", () -> "app")) {
      canary.hear(new Event.OutageEnded("green:15/main", Instant.EPOCH, 1, false));
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void whoCannotConnectSaysWhy() throws IOException {
    int nobody;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    String at = "127.0.0.1:" + nobody;
    try (Canary canary = canary(at, () -> "app")) {
      canary.begin();
      canary.hear(new Event.OutageEnded("green:15/main", Instant.EPOCH, 1, false));
    }
    assertThat(heard)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.CanaryAbsent.class,
            e ->
                assertThat(e.why())
                    .startsWith("no 3 commits within 5 s (")
                    .contains(at, "refused"));
  }
}
