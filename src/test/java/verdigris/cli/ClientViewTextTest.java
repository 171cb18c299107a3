package verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import verdigris.run.ClientView;

/** One line for a person. */
class ClientViewTextTest {
  private static ClientView view(int untold) {
    return new ClientView(412, Duration.ofMillis(1840), Instant.EPOCH, 1, 1, 0, 0, untold);
  }

  @Test
  void itSaysAllThatWasSeen() {
    assertThat(ClientViewText.of("db:6432", view(0)))
        .isEqualTo(
            "A client through db:6432 saw 1.8 s between two commits at most: 412 committed, 1 failed, 1 retried, 0 lost, 0 duplicated.");
    assertThat(ClientViewText.of("db:6432", view(3))).endsWith("0 duplicated, 3 untold.");
  }

  @Test
  void aPoolerThatRefusesJdbcClientsIsToldWhatItNeeds() {
    assertThat(
            ClientViewText.absent(
                "db:6432", "FATAL: unsupported startup parameter: extra_float_digits"))
        .endsWith(
            "PgBouncer needs ignore_startup_parameters = extra_float_digits, as for any JDBC client.");
  }

  @Test
  void whyNothingIsMeasuredIsSaidInOneSentence() {
    assertThat(ClientViewText.absent("db:6432", "The environment has no variable APP."))
        .isEqualTo(
            "What clients see is not measured through db:6432: The environment has no variable APP.");
  }
}
