package verdigris.planfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import verdigris.input.LocatedYaml;
import verdigris.input.SourceText;
import verdigris.input.YamlNode;
import verdigris.input.YamlNode.Mapping;
import verdigris.input.YamlNode.Scalar;
import verdigris.plan.Part;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.PartDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.plan.Prospect;
import verdigris.plan.Prospect.Need;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/** Reads what {@link PlanWriter} wrote, and says where a text is something else. */
final class PlanReader {
  static final String PLAN_AGAIN =
      "Make the plan again rather than edit it:\nverdigris plan -o FILE";

  private static final Pattern VERSION = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?");

  static final List<String> DOCUMENT_KEYS =
      List.of(
          "format",
          "topology",
          "target",
          "source",
          "outage_seconds",
          "rehearsed",
          "point_of_no_return",
          "parts",
          "inputs",
          "from",
          "facts",
          "steps",
          "to",
          "unmanaged");

  static final List<String> PART_KEYS =
      List.of("part", "steps", "work_seconds", "outage_seconds", "confirm");

  static final List<String> INPUT_KEYS = List.of("file", "sha256");
  static final List<String> FACT_KEYS = List.of("fact", "value");
  static final List<String> NEED_KEYS = List.of("what", "by");
  static final List<String> CHANGE_KEYS = List.of("of", "diff");

  static final List<String> STEP_KEYS =
      List.of(
          "step",
          "title",
          "why",
          "host",
          "part",
          "after",
          "needs",
          "makes",
          "without",
          "undo",
          "way_back",
          "work_seconds",
          "outage_seconds",
          "destroys",
          "does",
          "changes");

  private final SourceText source;
  private final List<Problem> problems = new ArrayList<>();

  /** Whether a higher minor version wrote it, so that keys may be new. */
  private boolean newer;

  private PlanReader(SourceText source) {
    this.source = source;
  }

  static PlanDocument read(SourceText source) {
    return new PlanReader(source).read();
  }

  private PlanDocument read() {
    LocatedYaml yaml = LocatedYaml.parse(source);
    if (!yaml.problems().isEmpty()) {
      throw new ProblemException(
          Stream.concat(yaml.problems().stream(), cutOff().stream()).toList());
    }
    Mapping root = plan(yaml.root());
    problems.addAll(yaml.duplicateKeys());
    cutOff().ifPresent(problems::add);
    PlanDocument document = document(new PlanKeys(root, problems::add));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return document;
  }

  /** A mapping with a format that we can read; nothing else is worth a list of missing keys. */
  private Mapping plan(YamlNode root) {
    if (!(root instanceof Mapping mapping) || mapping.get("format").isEmpty()) {
      throw problem(
              root.at(),
              "This is not a plan: expected a mapping that begins with \"format: "
                  + PlanFile.FORMAT
                  + "\", found "
                  + root.described()
                  + (root instanceof Mapping ? " without it" : "")
                  + ".",
              "Name a file that \"verdigris plan -o FILE\" wrote.")
          .asException();
    }
    YamlNode format = mapping.get("format").orElseThrow();
    Matcher version = VERSION.matcher(format instanceof Scalar scalar ? scalar.text() : "");
    if (!version.matches() || Integer.parseInt(version.group(1)) != PlanFile.FORMAT) {
      throw problem(
              format.at(),
              "Expected a plan of format "
                  + PlanFile.FORMAT
                  + ", which is what this Verdigris reads, found "
                  + format.described()
                  + ".",
              "Use the Verdigris that wrote the file, or make the plan again:\nverdigris plan -o FILE")
          .asException();
    }
    newer = version.group(2) != null && Integer.parseInt(version.group(2)) > 0;
    return mapping;
  }

  private Optional<Problem> cutOff() {
    String text = source.text().stripTrailing();
    if (text.equals(PlanFile.END_MARK) || text.endsWith("\n" + PlanFile.END_MARK)) {
      return Optional.empty();
    }
    int lines = Math.max(1, (int) text.lines().count());
    return Optional.of(
        problem(
            new Where.Position(source.file(), lines, 1),
            "The plan is cut off: its last line must be \"" + PlanFile.END_MARK + "\".",
            PLAN_AGAIN));
  }

  private PlanDocument document(PlanKeys keys) {
    checkKeys(keys, DOCUMENT_KEYS);
    List<PlanKeys> stepKeys = keys.requiredMappings("steps");
    List<StepDocument> steps = stepKeys.stream().map(this::step).toList();
    checkOrder(stepKeys, steps);
    String pointOfNoReturn = keys.text("point_of_no_return");
    if (!pointOfNoReturn.isEmpty()
        && steps.stream().noneMatch(s -> s.key().equals(pointOfNoReturn))) {
      keys.wrong(
          "point_of_no_return", "The plan has no step \"" + pointOfNoReturn + "\".", PLAN_AGAIN);
    }
    return new PlanDocument(
        keys.text("topology"),
        keys.text("target"),
        pairs(keys.requiredMappings("inputs"), INPUT_KEYS),
        keys.requiredTexts("from"),
        keys.text("source"),
        pairs(keys.requiredMappings("facts"), FACT_KEYS),
        steps,
        keys.requiredTexts("to"),
        keys.requiredNumber("outage_seconds"),
        keys.optionalText("rehearsed"),
        pointOfNoReturn,
        keys.mappings("parts").stream().map(this::part).toList(),
        keys.requiredTexts("unmanaged"));
  }

  private PartDocument part(PlanKeys keys) {
    checkKeys(keys, PART_KEYS);
    return new PartDocument(
        partWord(keys),
        keys.requiredNumber("steps"),
        keys.requiredNumber("work_seconds"),
        keys.requiredNumber("outage_seconds"),
        keys.texts("confirm"));
  }

  private static String partWord(PlanKeys keys) {
    String part = keys.text("part");
    List<String> parts = Stream.of(Part.values()).map(Part::word).toList();
    if (!part.isEmpty() && !parts.contains(part)) {
      keys.wrong(
          "part",
          "Expected one of " + String.join(", ", parts) + ", found \"" + part + "\".",
          PLAN_AGAIN);
    }
    return part;
  }

  private StepDocument step(PlanKeys keys) {
    checkKeys(keys, STEP_KEYS);
    return new StepDocument(
        keys.text("step"),
        keys.text("title"),
        keys.text("why"),
        keys.text("host"),
        partWord(keys),
        keys.texts("after"),
        keys.number("outage_seconds"),
        keys.texts("destroys"),
        keys.texts("does"),
        pairs(keys.mappings("changes"), CHANGE_KEYS),
        prospect(keys));
  }

  private Prospect prospect(PlanKeys keys) {
    return new Prospect(
        keys.number("work_seconds"),
        keys.mappings("needs").stream().map(this::need).toList(),
        keys.texts("makes"),
        keys.optionalText("undo"),
        keys.optionalText("way_back"),
        keys.optionalText("without"));
  }

  private Need need(PlanKeys keys) {
    checkKeys(keys, NEED_KEYS);
    return new Need(keys.text("what"), keys.optionalText("by"));
  }

  private SequencedMap<String, String> pairs(List<PlanKeys> items, List<String> names) {
    String key = names.getFirst();
    var pairs = new LinkedHashMap<String, String>();
    for (PlanKeys item : items) {
      checkKeys(item, names);
      String name = item.text(key);
      if (pairs.put(name, item.text(names.getLast())) != null) {
        item.wrong(key, "\"" + name + "\" is listed twice.", PLAN_AGAIN);
      }
    }
    return pairs;
  }

  /** Every step once, and after the steps that it needs. */
  private static void checkOrder(List<PlanKeys> keys, List<StepDocument> steps) {
    var seen = new ArrayList<String>();
    for (int i = 0; i < steps.size(); i++) {
      StepDocument step = steps.get(i);
      if (seen.contains(step.key())) {
        keys.get(i).wrong("step", "The step \"" + step.key() + "\" is listed twice.", PLAN_AGAIN);
      }
      for (String earlier : step.after()) {
        if (!seen.contains(earlier)) {
          keys.get(i)
              .wrong(
                  "after",
                  "The step comes after \"" + earlier + "\", which is not above it.",
                  PLAN_AGAIN);
        }
      }
      for (Need need : step.prospect().needs()) {
        if (!need.by().isEmpty() && !seen.contains(need.by())) {
          keys.get(i)
              .wrong(
                  "needs",
                  "What it needs is made by \"" + need.by() + "\", which is not above it.",
                  PLAN_AGAIN);
        }
      }
      seen.add(step.key());
    }
  }

  private void checkKeys(PlanKeys keys, List<String> known) {
    if (!newer) {
      keys.only(known);
    }
  }

  private static Problem problem(Where where, String detail, String remedy) {
    return Problem.of(Kind.PLAN_FILE, where, detail, remedy);
  }
}
