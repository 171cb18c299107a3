package verdigris.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import verdigris.history.Head;
import verdigris.history.JournalReading;
import verdigris.history.Journals;
import verdigris.history.RecordReading;
import verdigris.history.RunRecord;
import verdigris.history.RunRecord.ActionRun;
import verdigris.history.RunRecord.AppliedPlan;
import verdigris.history.RunRecord.ClientSight;
import verdigris.history.RunRecord.KeptProblem;
import verdigris.history.RunRecord.LagSample;
import verdigris.history.RunRecord.LastLook;
import verdigris.history.RunRecord.Measured;
import verdigris.history.RunRecord.OutageRun;
import verdigris.history.RunRecord.StepRun;
import verdigris.history.RunRecord.Unmeasured;
import verdigris.problem.Kind;
import verdigris.problem.ProblemException;

class RunJsonPropertyTest {

  @Property(tries = 300)
  void everyRecordComesBackAsItWas(@ForAll("records") RunRecord record) {
    String json = RunJson.of(record);

    RunRecord back = RecordReading.of("r.record.json", json);
    assertThat(back).isEqualTo(record);
    assertThat(RunJson.of(back)).isEqualTo(json);
    assertThat(json).matches("\\p{ASCII}*").endsWith("}\n");
  }

  @Property(tries = 100)
  void everyRecordThatWasCutOffIsRefused(@ForAll("records") RunRecord record) {
    String json = RunJson.of(record);
    for (int end = 0; end < json.length() - 2; end += Math.max(1, json.length() / 20)) {
      assertThat(kind(json.substring(0, end))).isEqualTo(Kind.RECORD_FILE);
    }
  }

  /** A journal is whatever somebody has on the disk. */
  @Property(tries = 300)
  void everyTextInAJournalGivesARecordThatIsItself(@ForAll("texts") String text) {
    String journal =
        Journals.start("r")
            + text
            + """

            {"at":"2026-11-28T04:00:01Z","event":"step-started","step":"s","title":%s}
            """
                .formatted(quoted(text));
    RunRecord record =
        JournalReading.of(journal.getBytes(java.nio.charset.StandardCharsets.UTF_8), Head.NONE)
            .orElseThrow();
    assertThat(RecordReading.of("r", RunJson.of(record))).isEqualTo(record);
    assertThat(RunHtml.of(record)).endsWith("</html>\n");
  }

  private static String quoted(String text) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
  }

  private static Kind kind(String text) {
    try {
      RecordReading.of("r.record.json", text);
    } catch (ProblemException e) {
      return e.problems().getFirst().kind();
    }
    throw new AssertionError("it was read: " + text);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(15),
        Arbitraries.of("\"", "\\", "\n", "{", "</pre><script>", "\u001b[31m", "\ud800", "null"));
  }

  private static Arbitrary<Instant> times() {
    return Arbitraries.longs().between(0, 4_000_000_000L).map(Instant::ofEpochMilli);
  }

  private Arbitrary<List<String>> lines() {
    return texts().list().ofMaxSize(3);
  }

  @Provide
  Arbitrary<RunRecord> records() {
    Arbitrary<AppliedPlan> plans =
        Combinators.combine(texts(), texts(), Arbitraries.of(true, false))
            .as((a, b, flag) -> new AppliedPlan(a, b, a, b, flag));
    Arbitrary<List<KeptProblem>> problems =
        Combinators.combine(texts(), lines())
            .as((t, l) -> new KeptProblem(t, t, t, l))
            .list()
            .ofMaxSize(2);
    Arbitrary<LastLook> looks = Combinators.combine(times().optional(), lines()).as(LastLook::new);
    return Combinators.combine(
            texts(),
            Combinators.combine(times(), times().optional(), times()).as(Times::new),
            plans,
            Arbitraries.integers().optional(),
            problems,
            steps(),
            measurements(),
            looks)
        .as(
            (t, at, plan, exit, problem, steps, measured, look) ->
                new RunRecord(
                    t,
                    t,
                    t,
                    at.first(),
                    at.maybe(),
                    at.second(),
                    t,
                    plan,
                    t,
                    exit,
                    problem,
                    steps,
                    measured.outages(),
                    measured.clients(),
                    measured.lag(),
                    look,
                    t,
                    new Head(t, t)));
  }

  private record Times(Instant first, Optional<Instant> maybe, Instant second) {}

  private record Measurements(
      List<OutageRun> outages, List<ClientSight> clients, List<LagSample> lag) {}

  private Arbitrary<Measurements> measurements() {
    Arbitrary<OutageRun> outages =
        Combinators.combine(texts(), times(), times().optional(), Arbitraries.of(true, false))
            .as(OutageRun::new);
    Arbitrary<Integer> numbers = Arbitraries.integers();
    Arbitrary<ClientSight> clients =
        Arbitraries.oneOf(
            texts().map(t -> new Unmeasured(t, t)),
            Combinators.combine(texts(), numbers, Arbitraries.doubles(), times())
                .as((t, n, d, at) -> new Measured(t, n, d, at, n, n, n, n, n)));
    Arbitrary<SequencedMap<String, Long>> bytes =
        Combinators.combine(Arbitraries.strings().ascii().ofMaxLength(9), Arbitraries.longs())
            .as(
                (t, n) -> {
                  SequencedMap<String, Long> map = new LinkedHashMap<>();
                  map.put(t, n);
                  map.put(t + "2", n);
                  return map;
                });
    Arbitrary<LagSample> lag = Combinators.combine(times(), bytes).as(LagSample::new);
    return Combinators.combine(
            outages.list().ofMaxSize(2), clients.list().ofMaxSize(2), lag.list().ofMaxSize(2))
        .as(Measurements::new);
  }

  private Arbitrary<List<StepRun>> steps() {
    Arbitrary<ActionRun> actions =
        Combinators.combine(
                texts(), lines(), times(), times().optional(), Arbitraries.integers().optional())
            .as((t, l, at, end, exit) -> new ActionRun(t, l, at, end, t, exit, l));
    return Combinators.combine(
            texts(),
            Arbitraries.of(true, false),
            times(),
            times().optional(),
            actions.list().ofMaxSize(2))
        .as((t, flag, at, end, a) -> new StepRun(t, t, flag, at, end, t, a))
        .list()
        .ofMaxSize(2);
  }
}
