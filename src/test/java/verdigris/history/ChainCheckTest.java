package verdigris.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import verdigris.problem.Kind;
import verdigris.problem.Problem;

class ChainCheckTest {
  private final SequencedMap<String, byte[]> files = Journals.chain("r1", "r2", "r3");
  private final String head = Journals.head(files).line();
  private final SequencedMap<String, String> journals = new LinkedHashMap<>();

  @Test
  void aChainIsSoundAndNoChainIs() {
    assertThat(problems(files, head)).isEmpty();
    assertThat(check(files, head).proven()).extracting(Head::run).containsExactly("r3", "r2", "r1");
    assertThat(problems(new LinkedHashMap<>(), "")).isEmpty();
  }

  @Test
  void aChangedByteIsFoundWhereverItIs() {
    for (String file : files.sequencedKeySet()) {
      byte[] bytes = bytes(file);
      for (int i = 0; i < bytes.length; i++) {
        byte[] changed = bytes.clone();
        changed[i] ^= 1;
        assertThat(where(with(file, changed), head))
            .as("byte %d of %s", i, file)
            .isEqualTo("runs/orders/" + file);
      }
    }
  }

  @Test
  void aByteMoreOrLessIsFound() {
    byte[] longer = (text("r2.record.json") + "\n").getBytes(StandardCharsets.UTF_8);

    assertThat(where(with("r2.record.json", longer), head)).isEqualTo("runs/orders/r2.record.json");
    assertThat(where(with("r2.record.json", new byte[0]), head))
        .isEqualTo("runs/orders/r2.record.json");
  }

  @Test
  void aChangedByteOfTheHeadIsFound() {
    byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertThat(problems(files, new String(changed, StandardCharsets.UTF_8)))
          .as("byte %d", i)
          .hasSize(1);
    }
  }

  @Test
  void aRemovedRecordIsNamed() {
    for (String file : files.sequencedKeySet()) {
      SequencedMap<String, byte[]> fewer = new LinkedHashMap<>(files);
      fewer.remove(file);
      assertThat(where(fewer, head)).isEqualTo("runs/orders/" + file);
    }
  }

  @Test
  void aRemovedHeadIsNamed() {
    assertThat(where(files, "")).isEqualTo("runs/orders/head");
  }

  @Test
  void twoRecordsThatWereSwappedAreFound() {
    SequencedMap<String, byte[]> swapped = new LinkedHashMap<>(files);
    swapped.put("r1.record.json", bytes("r2.record.json"));
    swapped.put("r2.record.json", bytes("r1.record.json"));

    assertThat(where(swapped, head)).isEqualTo("runs/orders/r2.record.json");
  }

  @Test
  void anAddedRecordIsNamed() {
    SequencedMap<String, byte[]> more = new LinkedHashMap<>(files);
    more.putAll(Journals.after(new Head("r1", Sha256.of(bytes("r1.record.json"))), "r4"));

    assertThat(where(more, head)).isEqualTo("runs/orders/r4.record.json");
  }

  @Test
  void aCopyUnderAnotherNameIsNamed() {
    SequencedMap<String, byte[]> more = new LinkedHashMap<>(files);
    more.put("r9.record.json", bytes("r2.record.json"));

    assertThat(where(more, head)).isEqualTo("runs/orders/r9.record.json");
  }

  @Test
  void recordsOfAnotherTopologyAreFound() {
    Chain moved = Chain.of("invoices", files, head);

    assertThat(ChainCheck.of("runs/invoices", moved, journals, List.of()).problems()).hasSize(1);
  }

  @Test
  void aHeadThatIsOneBehindIsNoProblemButSaid() {
    String behind = new Head("r2", Sha256.of(bytes("r2.record.json"))).line();
    ChainCheck.Result result = check(files, behind);

    assertThat(result.problems()).isEmpty();
    assertThat(result.proven()).hasSize(3);
    assertThat(result.notes()).singleElement().asString().contains("one record behind", "r3");
  }

  @Test
  void aJournalThatWasChangedIsNamed() {
    journals.put("r2", Sha256.of(Journals.small("r2")));
    assertThat(problems(files, head)).isEmpty();

    journals.put("r2", Sha256.of(Journals.small("x2")));
    assertThat(where(files, head)).isEqualTo("runs/orders/r2.jsonl");
  }

  @Test
  void aChainThatWasRewrittenAsAWholeIsFoundThroughAHeadOfGit() {
    Head committed = new Head("r2", Sha256.of(bytes("r2.record.json")));
    SequencedMap<String, byte[]> rewritten = Journals.chain("r0", "r2", "r3");
    var seen = new SeenHead("0123456789", "HEAD", true, committed.line(), List.of());

    assertThat(ChainCheck.of("runs/orders", chain(files, head), journals, List.of(seen)).problems())
        .isEmpty();
    assertThat(
            ChainCheck.of(
                    "runs/orders",
                    chain(rewritten, Journals.head(rewritten).line()),
                    journals,
                    List.of(seen))
                .problems())
        .singleElement()
        .satisfies(p -> assertThat(p.detail()).contains("0123456789", committed.sha256()))
        .satisfies(p -> assertThat(p.remedy()).contains("git restore --source 0123456789"));
  }

  @Test
  void aBranchThatIsAheadIsNoProblemAndOneThatPartedIs() {
    SequencedMap<String, byte[]> all = Journals.chain("r1", "r2", "r3", "r4", "r5");
    Head newest = Journals.head(all);
    var ahead = new SeenHead("0123456789", "origin/main", false, newest.line(), texts(all));
    ChainCheck.Result result =
        ChainCheck.of("runs/orders", chain(files, head), journals, List.of(ahead));

    assertThat(result.problems()).isEmpty();
    assertThat(result.notes())
        .containsExactly("origin/main is 2 records ahead of this directory (commit 0123456789).");

    SequencedMap<String, byte[]> parted = Journals.chain("r1", "r2", "r8");
    var other =
        new SeenHead(
            "0123456789", "origin/main", false, Journals.head(parted).line(), texts(parted));
    assertThat(
            ChainCheck.of("runs/orders", chain(files, head), journals, List.of(other)).problems())
        .singleElement()
        .satisfies(p -> assertThat(p.detail()).contains("two clones"));
  }

  private static List<String> texts(SequencedMap<String, byte[]> files) {
    return files.values().stream().map(b -> new String(b, StandardCharsets.UTF_8)).toList();
  }

  private byte[] bytes(String file) {
    return files.getOrDefault(file, new byte[0]);
  }

  private String text(String file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  private SequencedMap<String, byte[]> with(String file, byte[] bytes) {
    SequencedMap<String, byte[]> changed = new LinkedHashMap<>(files);
    changed.put(file, bytes);
    return changed;
  }

  private static Chain chain(SequencedMap<String, byte[]> files, String head) {
    return Chain.of("orders", files, head);
  }

  private ChainCheck.Result check(SequencedMap<String, byte[]> files, String head) {
    return ChainCheck.of("runs/orders", chain(files, head), journals, List.of());
  }

  private List<Problem> problems(SequencedMap<String, byte[]> files, String head) {
    return check(files, head).problems();
  }

  private String where(SequencedMap<String, byte[]> files, String head) {
    List<Problem> problems = problems(files, head);
    assertThat(problems).singleElement().extracting(Problem::kind).isEqualTo(Kind.HISTORY_ALTERED);
    return problems.getFirst().where().toString();
  }
}
