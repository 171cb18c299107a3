package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.show.Style.Ink;
import verdigris.step.StepKind;

/** Why a step is in a plan, as a terminal shows it. */
public final class WhyText {
  private final Why why;
  private final View view;
  private final List<String> out = new ArrayList<>();

  private WhyText(Why why, View view) {
    this.why = why;
    this.view = view;
  }

  /** The whole text, every line ended. */
  public static String of(Why why, View view) {
    var text = new WhyText(why, view);
    text.write();
    return text.out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private void write() {
    StepDocument step = why.step();
    prose(Ink.STRONG, "", "Step %s: %s".formatted(why.number(), step.title()));
    prose(Ink.DIM, "", "%s; on %s; part %s".formatted(step.key(), step.host(), step.part()));
    list("It is there because", why.reasons());
    list("What rests on it", why.serves());
    list("Found on the hosts", why.found());
    list("It needs", PlanWords.needs(why.plan(), step));
    list("It makes", step.prospect().makes());
    list("It destroys", step.destroys());
    if (step.outageSeconds() > 0) {
      list("Clients cannot commit for", List.of(PlanWords.duration(step.outageSeconds())));
    }
    sentence("Without it", PlanWords.without(why.plan(), step));
    sentence("Undo", orElse(step.prospect().undo(), "nothing to undo: it takes nothing away"));
    sentence(
        "Way back after it",
        orElse(step.prospect().wayBack(), "clients are served where they were before the plan"));
    if (step.key().equals(why.plan().pointOfNoReturn())) {
      sentence("Point of no return", PlanWords.pointOfNoReturn(why.plan()));
    }
    sentence("Rule", why.kind().map(StepKind::purpose).orElse(unknown()));
    sentence("Source", why.kind().map(StepKind::source).orElse(""));
  }

  private static String unknown() {
    return "This Verdigris does not know this kind of step: use the one that wrote the plan.";
  }

  private static String orElse(String text, String other) {
    return text.isEmpty() ? other : text;
  }

  private void sentence(String title, String text) {
    list(title, text.isEmpty() ? List.of() : List.of(text));
  }

  private void list(String title, List<String> items) {
    if (items.isEmpty()) {
      return;
    }
    out.add("");
    prose(Ink.STRONG, "", title + ":");
    items.forEach(i -> prose(Ink.DIM, "  ", i));
  }

  private void prose(Ink ink, String indent, String text) {
    Wrap.prose(text, view.width() - indent.length())
        .forEach(l -> out.add(indent + view.style().paint(ink, l)));
  }
}
