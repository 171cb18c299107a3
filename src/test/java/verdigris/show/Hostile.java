package verdigris.show;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.PartDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.plan.Prospect;
import verdigris.plan.Prospect.Need;

/** A plan in which every text is the same one. */
final class Hostile {
  private Hostile() {}

  static PlanDocument plan(String text) {
    var pair = new LinkedHashMap<String, String>();
    pair.put(text, text + "\n+" + text);
    var step =
        new StepDocument(
            text,
            text,
            text,
            text,
            "prepare",
            List.of(),
            3,
            List.of(text),
            List.of(text),
            pair,
            new Prospect(1, List.of(new Need(text, "")), List.of(text), text, text, text));
    List<String> world = List.of("h:11/" + text + " " + text, text);
    return new PlanDocument(
        text,
        text,
        pair,
        world,
        text,
        pair,
        Collections.nCopies(1, step),
        world,
        3,
        text,
        text,
        List.of(new PartDocument("prepare", 1, 1, 3, List.of(text))),
        List.of(text));
  }
}
