package verdigris.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
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
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** Reads a record file. */
public final class RecordReading {
  /** The version of the format; keys may be added in it, never removed or changed. */
  public static final int FORMAT = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String file;

  private RecordReading(String file) {
    this.file = file;
  }

  /**
   * Reads it.
   *
   * @param file its name, for problems
   * @param text its content
   * @throws ProblemException RECORD_FILE
   */
  public static RunRecord of(String file, String text) {
    var reading = new RecordReading(file);
    try {
      return reading.record(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw reading.unusable("it is not JSON: " + e.getOriginalMessage());
    }
  }

  private ProblemException unusable(String why) {
    return Problem.of(
            Kind.RECORD_FILE,
            new Where.InFile(file),
            "It holds no record of a run: " + why + ".",
            "See what is wrong with the history:\n  verdigris history verify")
        .asException();
  }

  private RunRecord record(JsonNode node) {
    int format = node.path("format").asInt();
    if (format != FORMAT) {
      throw unusable("its format is %d, and this version reads %d".formatted(format, FORMAT));
    }
    JsonNode exit = value(node, "exit");
    return new RunRecord(
        text(node, "run"),
        text(node, "topology"),
        text(node, "by"),
        time(node, "started"),
        maybeTime(node, "ended"),
        time(node, "last"),
        text(node, "engine"),
        plan(value(node, "plan")),
        text(node, "outcome"),
        exit.isNull() ? Optional.empty() : Optional.of(number(exit, "exit")),
        list(node, "problems", this::problem),
        list(node, "steps", this::step),
        list(node, "outages", this::outage),
        list(node, "clients", this::client),
        list(node, "lag", this::lag),
        look(value(node, "facts")),
        text(node, "journal"),
        new Head(text(node, "previous_run"), text(node, "previous")));
  }

  private AppliedPlan plan(JsonNode node) {
    return new AppliedPlan(
        text(node, "file"),
        text(node, "sha256"),
        text(node, "commit"),
        text(node, "review"),
        value(node, "unreviewed").asBoolean());
  }

  private KeptProblem problem(JsonNode node) {
    return new KeptProblem(
        text(node, "kind"), text(node, "where"), text(node, "detail"), texts(node, "evidence"));
  }

  private StepRun step(JsonNode node) {
    return new StepRun(
        text(node, "key"),
        text(node, "title"),
        value(node, "retreat").asBoolean(),
        time(node, "started"),
        maybeTime(node, "ended"),
        text(node, "outcome"),
        list(node, "actions", this::action));
  }

  private ActionRun action(JsonNode node) {
    JsonNode exit = value(node, "exit");
    return new ActionRun(
        text(node, "host"),
        texts(node, "does"),
        time(node, "started"),
        maybeTime(node, "ended"),
        text(node, "outcome"),
        exit.isNull() ? Optional.empty() : Optional.of(number(exit, "exit")),
        texts(node, "output"));
  }

  private OutageRun outage(JsonNode node) {
    return new OutageRun(
        text(node, "on"),
        time(node, "began"),
        maybeTime(node, "ended"),
        node.path("inherited").asBoolean(false));
  }

  private ClientSight client(JsonNode node) {
    if (node.has("unmeasured")) {
      return new Unmeasured(text(node, "path"), text(node, "unmeasured"));
    }
    return new Measured(
        text(node, "path"),
        count(node, "commits"),
        value(node, "gap_seconds").asDouble(),
        time(node, "gap_from"),
        count(node, "failed"),
        count(node, "retried"),
        count(node, "lost"),
        count(node, "duplicated"),
        count(node, "untold"));
  }

  private LagSample lag(JsonNode node) {
    SequencedMap<String, Long> bytes = new LinkedHashMap<>();
    value(node, "bytes").properties().forEach(e -> bytes.put(e.getKey(), e.getValue().asLong()));
    return new LagSample(time(node, "at"), bytes);
  }

  private LastLook look(JsonNode node) {
    return new LastLook(maybeTime(node, "at"), texts(node, "world"));
  }

  private JsonNode value(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      throw unusable("the key \"" + key + "\" is missing");
    }
    return value;
  }

  private String text(JsonNode node, String key) {
    JsonNode value = value(node, key);
    if (!value.isTextual()) {
      throw unusable("\"" + key + "\" is no text");
    }
    return value.asText();
  }

  private int count(JsonNode node, String key) {
    return number(value(node, key), key);
  }

  private int number(JsonNode value, String key) {
    if (!value.isInt()) {
      throw unusable("\"" + key + "\" is no number");
    }
    return value.asInt();
  }

  private Instant time(JsonNode node, String key) {
    return maybeTime(node, key).orElseThrow(() -> unusable("\"" + key + "\" is no time"));
  }

  private Optional<Instant> maybeTime(JsonNode node, String key) {
    JsonNode value = value(node, key);
    if (value.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(value.asText()));
    } catch (DateTimeParseException e) {
      throw unusable("\"" + key + "\" is no time");
    }
  }

  private List<String> texts(JsonNode node, String key) {
    var texts = new ArrayList<String>();
    array(node, key).forEach(t -> texts.add(t.asText()));
    return texts;
  }

  private <T> List<T> list(JsonNode node, String key, Function<JsonNode, T> read) {
    var items = new ArrayList<T>();
    array(node, key).forEach(n -> items.add(read.apply(n)));
    return items;
  }

  private JsonNode array(JsonNode node, String key) {
    JsonNode value = value(node, key);
    if (!value.isArray()) {
      throw unusable("\"" + key + "\" is no list");
    }
    return value;
  }
}
