package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import verdigris.history.ChainCheck;
import verdigris.history.Head;
import verdigris.history.Journals;
import verdigris.history.RunRecord;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

class RecordsTest {
  @TempDir Path runs = Path.of("");

  private Path directory = Path.of("");
  private Records records = new Records(directory);

  @BeforeEach
  void anEmptyDirectory() throws IOException {
    directory = Files.createDirectories(runs.resolve("orders"));
    records = new Records(directory);
  }

  @Test
  void everyRunGetsARecordAndTheHeadNamesTheNewest() throws IOException {
    ran("r1");
    ran("r2");

    assertThat(result().problems()).isEmpty();
    assertThat(result().notes()).isEmpty();
    assertThat(result().proven()).extracting(Head::run).containsExactly("r2", "r1");
    assertThat(names())
        .containsExactlyInAnyOrder(
            ".lock", "head", "r1.jsonl", "r1.record.json", "r2.jsonl", "r2.record.json");
  }

  @Test
  void aRunThatWasKilledGetsItsRecordFromTheNextOneBeforeItsOwn() throws IOException {
    ran("r1");
    killed("r2");
    List<String> said = ran("r3");

    assertThat(said).anyMatch(s -> s.contains("Run r2 ended without a record"));
    assertThat(result().problems()).isEmpty();
    assertThat(result().proven()).extracting(Head::run).containsExactly("r3", "r2", "r1");
    assertThat(outcome("r2")).isEqualTo(RunRecord.UNKNOWN);
    assertThat(outcome("r3")).isEqualTo(RunRecord.DONE);
  }

  @Test
  void severalThatWereKilledGetThemInTheirOrder() throws IOException {
    killed("r2");
    killed("r1");

    assertThat(records.left()).containsExactly("r1", "r2");
    assertThat(records.settle()).hasSize(2);
    assertThat(records.left()).isEmpty();
    assertThat(result().proven()).extracting(Head::run).containsExactly("r2", "r1");
  }

  @Test
  void aRunThatIsAtWorkIsLeftAlone() throws IOException {
    try (Journal journal = Journal.open(directory, "r1", InstantSource.system(), Masks.NONE)) {
      journal.hear(started("r1"));

      assertThat(records.settle()).isEmpty();
      assertThat(records.left()).isEmpty();
      assertThat(names()).doesNotContain("r1.record.json");
    }
    assertThat(records.left()).containsExactly("r1");
  }

  @Test
  void aRehearsalGetsNone() {
    try (Journal journal = Journal.open(directory, "r1", InstantSource.system(), Masks.NONE)) {
      journal.hear(
          new Event.RunStarted("r1", "orders", "dana@ops1", "1", Optional.empty(), List.of()));
    }
    assertThat(records.settle()).isEmpty();
    assertThat(records.chain().links()).isEmpty();
  }

  @Test
  void aCrashBetweenARecordAndItsHeadIsHealedAndSaid() throws IOException {
    ran("r1");
    byte[] before = Files.readAllBytes(directory.resolve("head"));
    ran("r2");
    Files.write(directory.resolve("head"), before);

    assertThat(result().problems()).isEmpty();
    assertThat(records.settle()).singleElement().asString().contains("one record behind", "r2");
    assertThat(result().notes()).isEmpty();
    assertThat(result().proven()).hasSize(2);
  }

  @Test
  void aCrashBeforeTheFirstHeadIsHealedToo() throws IOException {
    ran("r1");
    Files.delete(directory.resolve("head"));

    assertThat(records.settle()).hasSize(1);
    assertThat(result().proven()).extracting(Head::run).containsExactly("r1");
  }

  @Test
  void theCrashIsHealedBeforeTheNextRecordIsAdded() throws IOException {
    ran("r1");
    byte[] before = Files.readAllBytes(directory.resolve("head"));
    ran("r2");
    Files.write(directory.resolve("head"), before);
    ran("r3");

    assertThat(result().problems()).isEmpty();
    assertThat(result().proven()).extracting(Head::run).containsExactly("r3", "r2", "r1");
  }

  @Test
  void aRecordThatWasRemovedIsNotMadeAgainFromItsJournal() throws IOException {
    ran("r1");
    ran("r2");
    Files.delete(directory.resolve("r1.record.json"));

    assertThat(records.settle()).isEmpty();
    assertThat(result().problems())
        .singleElement()
        .extracting(p -> p.where().toString())
        .asString()
        .endsWith("r1.record.json");
  }

  @Test
  void anAlteredHistoryStopsNoRunAndStaysAltered() throws IOException {
    ran("r1");
    ran("r2");
    Files.writeString(directory.resolve("r1.record.json"), "{}");
    ran("r3");

    assertThat(result().problems())
        .singleElement()
        .extracting(p -> p.where().toString())
        .asString()
        .endsWith("r1.record.json");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsAProblemWithARemedy() throws IOException {
    Files.write(directory.resolve("r1.jsonl"), Journals.small("r1"));
    Files.createDirectories(directory.resolve(".lock"));

    assertThatThrownBy(() -> records.add("r1"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::kind)
                    .containsExactly(Kind.FILE_UNWRITABLE));
  }

  @Test
  void whereNothingRanThereIsNothingToSettle() {
    assertThat(new Records(runs.resolve("nothing")).settle()).isEmpty();
    assertThat(runs.resolve("nothing")).doesNotExist();
  }

  private static Event started(String run) {
    var origin = new Origin("p.yaml", "", "", "no policy", false);
    return new Event.RunStarted(run, "orders", "dana@ops1", "1", Optional.of(origin), List.of());
  }

  private List<String> ran(String run) throws IOException {
    try (Journal journal = Journal.open(directory, run, InstantSource.system(), Masks.NONE)) {
      journal.hear(started(run));
      journal.hear(new Event.RunEnded(run, "done", 0, List.of()));
    }
    return records.add(run);
  }

  /** The last line is only half on the disk. */
  private void killed(String run) throws IOException {
    Files.write(
        directory.resolve(run + ".jsonl"),
        (Journals.start(run) + "{\"at\":\"2026-11-28T04:00").getBytes(StandardCharsets.UTF_8));
  }

  private String outcome(String run) {
    return records.chain().links().stream()
        .flatMap(l -> l.run().stream())
        .filter(r -> r.run().equals(run))
        .map(RunRecord::outcome)
        .findFirst()
        .orElseThrow();
  }

  private ChainCheck.Result result() {
    return ChainCheck.of(directory.toString(), records.chain(), records.journals(), List.of());
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
