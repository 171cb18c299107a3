package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import verdigris.plan.Part;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.StepDocument;

/** What is asked before a part of a plan: what it costs, and what cannot be had back after it. */
public final class PartQuestion {
  private PartQuestion() {}

  /** One question, with all that the one who answers it must know. */
  public static String of(PlanDocument plan, Part part) {
    List<StepDocument> steps =
        plan.steps().stream().filter(s -> s.part().equals(part.word())).toList();
    var text = new ArrayList<String>();
    if (steps.stream().anyMatch(s -> s.key().equals(plan.pointOfNoReturn()))) {
      text.add(PlanWords.pointOfNoReturn(plan));
    }
    List<String> destroyed = steps.stream().flatMap(s -> s.destroys().stream()).toList();
    if (!destroyed.isEmpty()) {
      text.add("This destroys for good:");
      destroyed.forEach(d -> text.add("  " + Visible.line(d)));
      text.add("After it there is no way back without a backup.");
    }
    int outage = steps.stream().mapToInt(StepDocument::outageSeconds).sum();
    text.add(
        "Do the %s of the part \"%s\" (%s)?"
            .formatted(
                PlanWords.count(steps.size(), "step"),
                part.word(),
                outage == 0
                    ? "no outage"
                    : "clients cannot commit for " + PlanWords.duration(outage)));
    return String.join("\n", text);
  }
}
