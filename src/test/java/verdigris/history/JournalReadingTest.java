package verdigris.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.history.RunRecord.ActionRun;
import verdigris.history.RunRecord.Measured;
import verdigris.history.RunRecord.StepRun;
import verdigris.show.RunJson;

class JournalReadingTest {

  @Test
  void anUpgradeIsToldWithItsStepsAndItsOutage() {
    RunRecord run = Journals.record("upgrade");

    assertThat(run.by()).isEqualTo("dana@ops1");
    assertThat(run.plan().file()).isEqualTo("plans/orders.yaml");
    assertThat(run.outcome()).isEqualTo(RunRecord.DONE);
    assertThat(run.exit()).contains(0);
    assertThat(run.problems()).isEmpty();
    assertThat(run.steps()).hasSize(28).extracting(StepRun::outcome).containsOnly(RunRecord.DONE);
    assertThat(run.outages())
        .singleElement()
        .satisfies(o -> assertThat(o.on()).isEqualTo("green:15/main"))
        .satisfies(o -> assertThat(o.length()).contains(Duration.ofMillis(7_995)));
    assertThat(run.clients())
        .singleElement()
        .isInstanceOfSatisfying(Measured.class, m -> assertThat(m.gapSeconds()).isEqualTo(7.435));
    assertThat(run.facts().world()).contains("green:15/main primary, running");
  }

  @Test
  void anActionIsToldWithItsStatusAndWhatItPrinted() {
    assertThat(step("upgrade", "promote green:11/main").actions())
        .filteredOn(a -> a.does().getFirst().contains("pg_ctl promote"))
        .singleElement()
        .satisfies(a -> assertThat(a.exit()).contains(0))
        .satisfies(a -> assertThat(a.output()).endsWith("server promoted"))
        .satisfies(a -> assertThat(a.outcome()).isEqualTo(RunRecord.DONE));
  }

  @Test
  void lagIsToldBeforeAndAfterTheOutageAndNeverInIt() {
    RunRecord run = Journals.record("upgrade");
    var outage = run.outages().getFirst();

    assertThat(run.lag()).first().satisfies(s -> assertThat(s.at()).isBefore(outage.began()));
    assertThat(run.lag())
        .last()
        .satisfies(s -> assertThat(s.bytes()).containsOnlyKeys("blue:15/main"));
    assertThat(run.lag())
        .noneMatch(
            s -> s.at().isAfter(outage.began()) && s.at().isBefore(outage.ended().orElseThrow()));
  }

  @Test
  void aFailureIsToldWithItsEvidence() {
    RunRecord run = Journals.record("failed");

    assertThat(run.outcome()).isEqualTo(RunRecord.FAILED);
    assertThat(run.exit()).contains(1);
    assertThat(run.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.kind()).isEqualTo("job-failed"))
        .satisfies(p -> assertThat(p.where()).isEqualTo("green"))
        .satisfies(p -> assertThat(p.evidence()).anyMatch(l -> l.contains("No space left")));
    assertThat(run.outages()).isEmpty();
    assertThat(step("failed", "clone green:11/main").outcome()).isEqualTo(RunRecord.FAILED);
  }

  @Test
  void theStepsOfAWayBackAreTold() {
    RunRecord run = Journals.record("retreated");

    assertThat(run.exit()).contains(5);
    assertThat(run.steps())
        .filteredOn(StepRun::retreat)
        .extracting(StepRun::key)
        .containsExactly("start blue:11/main", "open-clients blue:11/main");
    assertThat(run.outages()).singleElement().matches(o -> o.ended().isPresent());
  }

  @Test
  void ofARunThatWasKilledItIsNotKnownHowItEnded() {
    RunRecord run = Journals.record("killed");

    assertThat(run.outcome()).isEqualTo(RunRecord.UNKNOWN);
    assertThat(run.exit()).isEmpty();
    assertThat(run.ended()).isEmpty();
    assertThat(run.outages()).singleElement().matches(o -> o.ended().isEmpty());
    assertThat(run.steps().getLast())
        .satisfies(s -> assertThat(s.key()).isEqualTo("upgrade green:15/main"))
        .satisfies(s -> assertThat(s.outcome()).isEqualTo(RunRecord.UNKNOWN))
        .satisfies(s -> assertThat(s.ended()).isEmpty());
  }

  @Test
  void whereverTheJournalEndsThereIsARecordAsSoonAsItsFirstLineIsWhole() {
    byte[] whole = Journals.recorded("retreated");
    int first = new String(whole, StandardCharsets.UTF_8).indexOf('\n');

    for (int end = 0; end < whole.length; end += 7) {
      Optional<RunRecord> record =
          JournalReading.of(java.util.Arrays.copyOf(whole, end), Head.NONE);
      assertThat(record.isPresent()).isEqualTo(end >= first);
    }
  }

  @Test
  void lossOfPowerMayLeaveZerosInTheMiddleToo() {
    String journal = new String(Journals.small("r1"), StandardCharsets.UTF_8);
    String torn = journal.replaceFirst("\n", "\n\0\0\0\0\n[1,2\n{\"at\":7}\n");

    assertThat(JournalReading.of(torn.getBytes(StandardCharsets.UTF_8), Head.NONE))
        .hasValueSatisfying(r -> assertThat(r.outcome()).isEqualTo(RunRecord.DONE));
  }

  @Test
  void aRehearsalAndTheRunOfAnOlderVersionHaveNoRecord() {
    String rehearsal =
        """
        {"at":"2026-11-28T04:00:00Z","event":"run-started","run":"r","topology":"orders","by":"x","engine":"1","steps":[]}
        """;

    assertThat(JournalReading.of(rehearsal.getBytes(StandardCharsets.UTF_8), Head.NONE)).isEmpty();
    assertThat(JournalReading.of(new byte[0], Head.NONE)).isEmpty();
  }

  @Test
  void theSameJournalGivesTheSameBytes() {
    for (String name : List.of("upgrade", "failed", "retreated", "killed")) {
      assertThat(RunJson.of(Journals.record(name))).isEqualTo(RunJson.of(Journals.record(name)));
    }
  }

  @Test
  void aStepThatIsDoneTwiceIsToldTwice() {
    String twice =
        Journals.start("r")
            + """
            {"at":"2026-11-28T04:00:01Z","event":"step-started","step":"s","title":"t"}
            {"at":"2026-11-28T04:00:02Z","event":"step-failed","step":"s","title":"t","problems":[]}
            {"at":"2026-11-28T04:00:03Z","event":"step-started","step":"s","title":"t"}
            {"at":"2026-11-28T04:00:04Z","event":"action-started","step":"s","host":"h","does":["x"]}
            {"at":"2026-11-28T04:00:05Z","event":"step-done","step":"s","title":"t","seconds":2}
            """;

    assertThat(JournalReading.of(twice.getBytes(StandardCharsets.UTF_8), Head.NONE).orElseThrow())
        .extracting(RunRecord::steps)
        .satisfies(
            steps ->
                assertThat(steps).extracting(StepRun::outcome).containsExactly("failed", "done"))
        .satisfies(
            steps ->
                assertThat(steps.getLast().actions())
                    .extracting(ActionRun::outcome)
                    .containsExactly(RunRecord.UNKNOWN));
  }

  private static StepRun step(String journal, String key) {
    return Journals.record(journal).steps().stream()
        .filter(s -> s.key().equals(key))
        .findFirst()
        .orElseThrow();
  }
}
