package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A standby that went its own way is neither waited for nor overwritten. */
class DivergedIT {

  @Test
  void aStandbyThatWasPromotedByMistakeIsNamedAndItsRemedyWorks() {
    try (Scenario scenario = Scenario.given("diverged", "right-horse")) {
      Ended made = scenario.apply();
      assertThat(made.exit()).as(made.output()).isZero();
      promoteByMistake(scenario);

      Ended planned = scenario.plan();
      assertThat(planned.exit()).as(planned.output()).isEqualTo(4);
      assertThat(planned.output().replaceAll("\\s+", " "))
          .contains("green:11/main has diverged from blue:11/main and can never follow it")
          .contains("timeline 2");
      assertThat(scenario.green().sql(5432, "orders", "SELECT count(*) FROM stray")).isEqualTo("1");

      scenario.green().must("pg_dropcluster", "--stop", "11", "main");
      Ended again = scenario.apply();
      assertThat(again.exit()).as(again.output()).isZero();
      assertThat(scenario.stepsLeft()).isEmpty();
    }
  }

  /** Promoted, written to, and made a standby again as if nothing had been. */
  private static void promoteByMistake(Scenario scenario) {
    scenario.green().must("pg_ctlcluster", "11", "main", "promote");
    Scenario.await(
        "green takes writes",
        Duration.ofMinutes(1),
        () -> scenario.green().sql(5432, "orders", "SELECT pg_is_in_recovery()").equals("f"));
    scenario.green().sql(5432, "orders", "CREATE TABLE stray AS SELECT 1 AS row");
    scenario
        .green()
        .script(
            """
            cd /var/lib/postgresql/11/main
            systemctl stop postgresql@11-main
            mv recovery.done recovery.conf
            systemctl start postgresql@11-main
            """);
  }
}
