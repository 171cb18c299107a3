package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import verdigris.plan.Part;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.PartDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.plan.Prospect;
import verdigris.show.Style.Ink;

/**
 * A plan as a terminal shows it: short by default, with commands and diffs when asked for. Reads
 * from top to bottom without colour, without box drawing, without columns that must be seen.
 */
public final class PlanText {
  private final PlanDocument plan;
  private final View view;
  private final List<String> out = new ArrayList<>();

  private PlanText(PlanDocument plan, View view) {
    this.plan = plan;
    this.view = view;
  }

  /** The whole text, every line ended. */
  public static String of(PlanDocument plan, View view) {
    var text = new PlanText(plan, view);
    text.write();
    return text.out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private void write() {
    if (plan.isEmpty()) {
      prose(Ink.GOOD, "", "Nothing to do: " + plan.target() + ".");
      unmanaged();
      return;
    }
    prose(Ink.STRONG, "", plan.topology() + ": " + plan.target());
    out.add("");
    boolean headings = PlanWords.parts(plan).size() > 1;
    String part = "";
    for (StepDocument step : plan.steps()) {
      if (headings && !step.part().equals(part)) {
        heading(step.part(), part.isEmpty());
        part = step.part();
      }
      step(step);
    }
    if (!view.details()) {
      out.add("");
    }
    prose(plan.outageSeconds() > 0 ? Ink.OUTAGE : Ink.STRONG, "", PlanWords.summary(plan));
    if (view.details()) {
      parts();
    }
    unmanaged();
  }

  private void heading(String part, boolean first) {
    if (!first) {
      out.add("");
    }
    for (Part known : Part.values()) {
      if (known.word().equals(part)) {
        Ink ink =
            switch (known) {
              case PREPARE -> Ink.STRONG;
              case CUTOVER -> Ink.OUTAGE;
              case FINISH -> Ink.DANGER;
            };
        prose(ink, "", PlanWords.heading(plan, known));
      }
    }
  }

  private void step(StepDocument step) {
    String number = PlanWords.number(plan, step.key());
    String host = Visible.line(step.host());
    String start = " ".repeat(Math.max(0, 3 - number.length())) + number + "  ";
    String column = host + " ".repeat(Math.max(0, hostColumn() - host.length())) + "  ";
    String indent = " ".repeat(start.length() + column.length());
    List<String> title = Wrap.prose(step.title(), view.width() - indent.length());
    out.add(start + paint(Ink.DIM, column) + title.getFirst());
    title.stream().skip(1).forEach(l -> out.add(indent + l));
    prose(Ink.DIM, indent, "because " + PlanWords.because(plan, step));
    if (step.outageSeconds() > 0) {
      prose(
          Ink.OUTAGE,
          indent,
          "OUTAGE: clients cannot commit for " + PlanWords.duration(step.outageSeconds()));
    }
    step.destroys().forEach(d -> prose(Ink.DANGER, indent, "DESTROYS " + d));
    if (view.details()) {
      details(step, indent);
    }
    if (step.key().equals(plan.pointOfNoReturn())) {
      prose(Ink.DANGER, "     ", PlanWords.pointOfNoReturn(plan));
    }
  }

  private void details(StepDocument step, String indent) {
    if (!step.after().isEmpty()) {
      String numbers =
          step.after().stream()
              .map(k -> PlanWords.number(plan, k))
              .collect(Collectors.joining(", "));
      prose(Ink.DIM, indent, "after " + numbers);
    }
    Prospect prospect = step.prospect();
    item(indent, "needs: ", String.join("; ", PlanWords.needs(plan, step)));
    prospect.makes().forEach(m -> item(indent, "makes: ", m));
    item(indent, "without it: ", PlanWords.without(plan, step));
    item(indent, "undo: ", prospect.undo());
    item(indent, "way back after it: ", prospect.wayBack());
    if (prospect.workSeconds() > 0) {
      item(indent, "work: ", PlanWords.duration(prospect.workSeconds()));
    }
    for (String action : step.does()) {
      List<String> lines = Visible.lines(action);
      lines.stream().limit(1).forEach(l -> out.add(indent + "> " + l));
      lines.stream().skip(1).forEach(l -> out.add(indent + "  " + l));
    }
    for (Map.Entry<String, String> change : step.changes().sequencedEntrySet()) {
      out.add(indent + paint(Ink.STRONG, "~ " + Visible.line(change.getKey())));
      Visible.lines(change.getValue())
          .forEach(l -> out.add((indent + "  " + diff(l)).stripTrailing()));
    }
    out.add("");
  }

  private void item(String indent, String name, String text) {
    if (!text.isEmpty()) {
      prose(Ink.DIM, indent, name + text);
    }
  }

  private String diff(String line) {
    if (line.startsWith("+")) {
      return paint(Ink.ADDED, line);
    }
    if (line.startsWith("-")) {
      return paint(Ink.REMOVED, line);
    }
    return line.startsWith("@@") ? paint(Ink.PLACE, line) : line;
  }

  private void parts() {
    for (PartDocument part : plan.parts()) {
      out.add("");
      prose(Ink.STRONG, "", "To confirm %s (%s):".formatted(part.part(), PlanWords.cost(part)));
      part.confirm().forEach(c -> prose(Ink.DIM, "  ", c));
    }
  }

  private void unmanaged() {
    if (plan.unmanaged().isEmpty()) {
      return;
    }
    if (!view.details()) {
      prose(
          Ink.DIM,
          "",
          "Left alone: "
              + PlanWords.count(plan.unmanaged().size(), "thing")
              + " that the playbook does not name (--diff shows them).");
      return;
    }
    out.add("");
    prose(Ink.STRONG, "", "Left alone, because the playbook does not name it:");
    plan.unmanaged().forEach(u -> prose(Ink.DIM, "  ", u));
  }

  private int hostColumn() {
    return plan.steps().stream()
        .mapToInt(s -> Math.min(20, Visible.line(s.host()).length()))
        .max()
        .orElse(0);
  }

  private void prose(Ink ink, String indent, String text) {
    Wrap.prose(text, view.width() - indent.length()).forEach(l -> out.add(indent + paint(ink, l)));
  }

  private String paint(Ink ink, String text) {
    return view.style().paint(ink, text);
  }
}
