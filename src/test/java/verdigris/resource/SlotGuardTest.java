package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import verdigris.Golden;

class SlotGuardTest {
  private final SlotGuard guard =
      new SlotGuard(
          "orders",
          "verdigris_green",
          "/var/lib/postgresql",
          "/usr/lib/postgresql/11/bin/psql",
          "/var/run/postgresql",
          5432,
          "/var/lib/postgresql/11/main/pg_wal",
          20);

  @Test
  void itsFilesAreReviewed() throws IOException {
    Golden.assertMatches(
        "src/test/resources/golden/slot-guard.txt", ResourceHarness.printed(guard.changes()));
  }

  @Test
  void onlyServersWithoutALimitOfTheirOwnNeedIt() {
    assertThat(SlotGuard.isNeeded(12, false, false, 20)).isTrue();
    assertThat(SlotGuard.isNeeded(13, false, true, 20)).isFalse();
    assertThat(SlotGuard.isNeeded(13, true, false, 20)).isFalse();
    assertThat(SlotGuard.isNeeded(13, false, false, 100)).isFalse();
  }

  @Test
  void from13AServerThatOthersMadeIsGuardedSoThatTheirSlotsAreNotBounded() {
    assertThat(SlotGuard.isNeeded(13, false, false, 20)).isTrue();
  }

  @Test
  void itsNameIsAUnitName() {
    SlotGuard odd = new SlotGuard("Or ders/é", "verdigris_green", "/h", "/p", "/s", 5432, "/w", 20);
    assertThat(odd.name()).matches("[a-z0-9-]+");
  }

  @Test
  void pathsAreQuotedForTheShell() {
    SlotGuard odd =
        new SlotGuard("o", "verdigris_green", "/h", "/opt/my psql", "/s", 5432, "/w a/l", 20);
    assertThat(odd.script()).contains("wal='/w a/l'\n", "'/opt/my psql' -X ");
  }

  @Test
  void noSecretIsInIt() {
    assertThat(guard.script()).doesNotContainIgnoringCase("password");
  }
}
