package verdigris.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.history.RunRecord.AppliedPlan;
import verdigris.history.RunRecord.ClientSight;
import verdigris.history.RunRecord.KeptProblem;
import verdigris.history.RunRecord.LagSample;
import verdigris.history.RunRecord.LastLook;
import verdigris.history.RunRecord.Measured;
import verdigris.history.RunRecord.OutageRun;
import verdigris.history.RunRecord.Unmeasured;

/**
 * Makes a record of a journal. The same journal gives the same record, whoever makes it and when: a
 * run that was killed gets its record from the next one. Lines that cannot be read are passed over;
 * a loss of power leaves such a one at the end.
 */
public final class JournalReading {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode start;
  private final StepRuns steps = new StepRuns();
  private final List<KeptProblem> problems = new ArrayList<>();
  private final List<OutageRun> outages = new ArrayList<>();
  private final List<ClientSight> clients = new ArrayList<>();
  private final List<LagSample> lag = new ArrayList<>();
  private LastLook facts = new LastLook(Optional.empty(), List.of());
  private Instant last;
  private Optional<JsonNode> end = Optional.empty();

  private JournalReading(JsonNode start) {
    this.start = start;
    this.last = at(start);
  }

  /**
   * Makes the record.
   *
   * @param journal bytes of the file
   * @param previous the record that it comes after
   * @return empty: it is no journal of a run that applied something
   */
  public static Optional<RunRecord> of(byte[] journal, Head previous) {
    List<JsonNode> lines =
        new String(journal, StandardCharsets.UTF_8)
            .lines()
            .flatMap(l -> parse(l).stream())
            .toList();
    if (lines.isEmpty() || !isStart(lines.getFirst())) {
      return Optional.empty();
    }
    var reading = new JournalReading(lines.getFirst());
    lines.forEach(reading::read);
    return Optional.of(reading.record(Sha256.of(journal), previous));
  }

  private static boolean isStart(JsonNode line) {
    return event(line).equals("run-started") && line.path("plan").isObject();
  }

  private static Optional<JsonNode> parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return node.isObject() && isTime(node.path("at").asText())
          ? Optional.of(node)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static boolean isTime(String text) {
    try {
      return Instant.parse(text).isAfter(Instant.MIN);
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static Instant at(JsonNode line) {
    return Instant.parse(line.path("at").asText());
  }

  private static String event(JsonNode line) {
    return line.path("event").asText();
  }

  private void read(JsonNode line) {
    last = at(line);
    switch (event(line)) {
      case "step-started" -> steps.begins(line.path("step").asText(), title(line), last);
      case "step-done" -> steps.ends(line.path("step").asText(), last, RunRecord.DONE);
      case "step-failed" -> {
        steps.ends(line.path("step").asText(), last, RunRecord.FAILED);
        problems.addAll(problems(line));
      }
      case "action-started" ->
          steps.acts(
              line.path("step").asText(),
              line.path("host").asText(),
              texts(line.path("does")),
              last);
      case "action-ended" ->
          steps.acted(
              line.path("step").asText(),
              last,
              line.path("outcome").asText(),
              number(line.path("exit")),
              texts(line.path("output")));
      case "retreat-started" -> steps.retreats();
      case "looked" -> looked(line);
      case "outage-began" ->
          outages.add(
              new OutageRun("", time(line.path("began")), Optional.empty(), isInherited(line)));
      case "outage-ended" -> outageEnded(line);
      case "clients-saw" -> clients.add(measured(line));
      case "canary-absent" ->
          clients.add(new Unmeasured(line.path("path").asText(), line.path("why").asText()));
      case "run-ended" -> end = Optional.of(line);
      default -> {
        // Of a newer version, or of no interest here.
      }
    }
  }

  private static String title(JsonNode line) {
    return line.path("title").asText();
  }

  private void looked(JsonNode line) {
    facts = new LastLook(Optional.of(last), texts(line.path("world")));
    SequencedMap<String, Long> bytes = new LinkedHashMap<>();
    line.path("lag").properties().forEach(e -> bytes.put(e.getKey(), e.getValue().asLong()));
    if (!bytes.isEmpty()) {
      lag.add(new LagSample(last, bytes));
    }
  }

  /** A run that goes on with an outage of an earlier one says no earlier that it began. */
  private void outageEnded(JsonNode line) {
    Instant began = time(line.path("began"));
    long millis = Math.round(line.path("seconds").asDouble() * 1000);
    outages.removeIf(o -> o.ended().isEmpty());
    outages.add(
        new OutageRun(
            line.path("on").asText(),
            began,
            Optional.of(began.plusMillis(millis)),
            isInherited(line)));
  }

  private static boolean isInherited(JsonNode line) {
    return line.path("inherited").asBoolean(false);
  }

  private static Measured measured(JsonNode line) {
    return new Measured(
        line.path("path").asText(),
        line.path("commits").asInt(),
        line.path("gap_seconds").asDouble(),
        time(line.path("gap_from")),
        line.path("failed").asInt(),
        line.path("retried").asInt(),
        line.path("lost").asInt(),
        line.path("duplicated").asInt(),
        line.path("untold").asInt());
  }

  private static Instant time(JsonNode node) {
    return isTime(node.asText()) ? Instant.parse(node.asText()) : Instant.EPOCH;
  }

  private static Optional<Integer> number(JsonNode node) {
    return node.isInt() ? Optional.of(node.asInt()) : Optional.empty();
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(t -> texts.add(t.asText()));
    return texts;
  }

  private static List<KeptProblem> problems(JsonNode line) {
    var problems = new ArrayList<KeptProblem>();
    line.path("problems")
        .forEach(
            p ->
                problems.add(
                    new KeptProblem(
                        p.path("kind").asText(),
                        p.path("where").asText(),
                        p.path("detail").asText(),
                        texts(p.path("evidence")))));
    return problems;
  }

  private RunRecord record(String journal, Head previous) {
    JsonNode plan = start.path("plan");
    return new RunRecord(
        start.path("run").asText(),
        start.path("topology").asText(),
        start.path("by").asText(),
        at(start),
        end.map(JournalReading::at),
        last,
        start.path("engine").asText(),
        new AppliedPlan(
            plan.path("file").asText(),
            plan.path("sha256").asText(),
            plan.path("commit").asText(),
            plan.path("review").asText(),
            plan.path("unreviewed").asBoolean()),
        end.map(e -> e.path("outcome").asText()).orElse(RunRecord.UNKNOWN),
        end.flatMap(e -> number(e.path("exit"))),
        end.map(JournalReading::problems).orElseGet(() -> problems.stream().distinct().toList()),
        steps.all(),
        outages,
        clients,
        lag,
        facts,
        journal,
        previous);
  }
}
