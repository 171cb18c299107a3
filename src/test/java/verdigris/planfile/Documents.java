package verdigris.planfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import verdigris.plan.Part;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.PartDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.plan.Prospect;
import verdigris.plan.Prospect.Need;

/** Plans with any texts in them. */
final class Documents {
  private Documents() {}

  static Arbitrary<PlanDocument> any() {
    return Combinators.combine(
            text(),
            text().list().ofMaxSize(4),
            pairs(),
            steps(),
            Arbitraries.integers().greaterOrEqual(0))
        .as(
            (text, lines, inputs, steps, outage) ->
                new PlanDocument(
                    text,
                    lines.isEmpty() ? text : lines.getFirst(),
                    inputs,
                    lines,
                    text,
                    inputs,
                    steps,
                    lines.reversed(),
                    outage,
                    text,
                    steps.isEmpty() ? "" : steps.getLast().key(),
                    lines.stream()
                        .map(l -> new PartDocument("finish", outage, 0, outage, List.of(l, text)))
                        .toList(),
                    lines));
  }

  /** Texts of all characters, and texts made of what means something in YAML or in a diff. */
  static Arbitrary<String> text() {
    Arbitrary<String> characters = Arbitraries.strings().all().ofMaxLength(20);
    Arbitrary<String> meaningful =
        Arbitraries.of(
                "\n",
                " ",
                "\t",
                "-",
                "+",
                "@@",
                ":",
                ": ",
                "#",
                " #",
                "'",
                "\"",
                "\\",
                "|",
                ">",
                "%",
                "---",
                "...",
                "{",
                "}",
                "[",
                "]",
                "&a",
                "*a",
                "!t",
                "<<",
                "~",
                "null",
                "yes",
                "0x1F",
                "1_000",
                "2026-01-01",
                "\r",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "\uD800",
                "é",
                "\uD83D\uDE00",
                "\0")
            .list()
            .ofMaxSize(12)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(characters, meaningful);
  }

  private static Arbitrary<SequencedMap<String, String>> pairs() {
    return Combinators.combine(text(), text(), text())
        .as(
            (one, other, value) -> {
              SequencedMap<String, String> pairs = new LinkedHashMap<>();
              pairs.put(one, value);
              pairs.put(other, one);
              return pairs;
            });
  }

  private static Arbitrary<List<StepDocument>> steps() {
    return Combinators.combine(
            text().list().uniqueElements().ofMaxSize(4),
            text().list().ofMaxSize(3),
            pairs(),
            Arbitraries.of(Part.values()))
        .as(Documents::steps);
  }

  private static List<StepDocument> steps(
      List<String> keys, List<String> lines, SequencedMap<String, String> changes, Part part) {
    var steps = new ArrayList<StepDocument>();
    for (String key : keys) {
      List<String> after = steps.stream().map(StepDocument::key).toList();
      steps.add(
          new StepDocument(
              key,
              key,
              key,
              key,
              part.word(),
              after,
              steps.size(),
              lines,
              lines,
              changes,
              prospect(key, lines, after)));
    }
    return steps;
  }

  private static Prospect prospect(String key, List<String> lines, List<String> after) {
    List<Need> needs =
        lines.stream()
            .map(l -> new Need(l, lines.size() == 1 || after.isEmpty() ? "" : after.getLast()))
            .toList();
    return new Prospect(
        lines.size(),
        needs,
        lines,
        lines.isEmpty() ? "" : lines.getFirst(),
        lines.isEmpty() ? "" : lines.getLast(),
        after.isEmpty() ? "" : key);
  }
}
