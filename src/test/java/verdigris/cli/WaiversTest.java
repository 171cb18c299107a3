package verdigris.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import verdigris.problem.Problem;
import verdigris.world.Declaration.Waiver;

class WaiversTest {
  private static final Path PLAYBOOK = Path.of("orders.yml");

  private static List<String> warnings(String until) {
    Waiver waiver = new Waiver("unlogged-tables", "cache", until);
    return Waivers.warnings(PLAYBOOK, List.of(waiver), LocalDate.of(2026, 11, 24)).stream()
        .map(Problem::detail)
        .toList();
  }

  @Test
  void aWaiverThatHasNoEffectIsSaidToHaveNone() {
    assertThat(warnings("2026-11-24"))
        .containsExactly(
            "accept: \"unlogged-tables\" is not used yet: this version has no check that can be waived.");
  }

  @Test
  void aWaiverWhoseLastDayIsPastIsSaidToBeOver() {
    assertThat(warnings("2026-11-23"))
        .singleElement()
        .asString()
        .endsWith("It would be over anyway, since 2026-11-23.");
  }
}
