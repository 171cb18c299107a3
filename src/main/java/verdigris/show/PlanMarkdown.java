package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.PartDocument;
import verdigris.plan.PlanDocument.StepDocument;

/** A plan as the comment on a pull request: it stands on its own, and folds what is long. */
public final class PlanMarkdown {
  /** GitHub refuses a comment of more than 65 536 characters. */
  private static final int LONGEST = 60_000;

  private final PlanDocument plan;
  private final List<String> out = new ArrayList<>();
  private boolean leftOut;

  private PlanMarkdown(PlanDocument plan) {
    this.plan = plan;
  }

  /** The whole page, every line ended; what does not fit into a comment is left out and named. */
  public static String of(PlanDocument plan) {
    var markdown = new PlanMarkdown(plan);
    markdown.write();
    return markdown.out.stream().map(l -> l + "\n").collect(Collectors.joining());
  }

  private void write() {
    paragraph("## Plan for " + Markdown.text(plan.topology()));
    paragraph("**Target:** " + Markdown.text(plan.target()));
    if (plan.isEmpty()) {
      paragraph("**Nothing to do:** the hosts are in this state.");
      unmanaged();
      facts();
      inputs();
      return;
    }
    paragraph("**" + Markdown.text(PlanWords.summary(plan)) + "**");
    losses();
    table();
    paragraph("### Before and after");
    fit("The picture", Markdown.fenced("mermaid", PlanMermaid.of(plan).lines().toList()));
    parts();
    waysBack();
    actions();
    diffs();
    needs();
    unmanaged();
    facts();
    inputs();
    if (leftOut) {
      paragraph("What was left out for its size is in the plan file.");
    }
  }

  private void losses() {
    List<String> losses = PlanWords.losses(plan);
    if (losses.isEmpty()) {
      paragraph(
          "**What can be lost:** nothing. After every step there is a way back without loss.");
      return;
    }
    out.add("**What can be lost:**");
    out.add("");
    losses.forEach(l -> out.add("- " + Markdown.text(l)));
    out.add("");
  }

  private void table() {
    out.add("| # | Part | Host | Step | Because | Way back after it | Notes |");
    out.add("|--:|---|---|---|---|---|---|");
    for (StepDocument step : plan.steps()) {
      out.add(
          Stream.of(
                  PlanWords.number(plan, step.key()),
                  Markdown.text(step.part()),
                  Markdown.text(step.host()),
                  Markdown.text(step.title()),
                  Markdown.text(PlanWords.because(plan, step)),
                  wayBack(step),
                  notes(step))
              .collect(Collectors.joining(" | ", "| ", " |")));
    }
    out.add("");
    if (!plan.pointOfNoReturn().isEmpty()) {
      paragraph("**" + Markdown.text(PlanWords.pointOfNoReturn(plan)) + "**");
    }
  }

  private static String wayBack(StepDocument step) {
    String brief = Markdown.text(PlanWords.briefWayBack(step));
    boolean free = brief.isEmpty() || brief.startsWith("without loss");
    return free ? brief : "**" + brief + "**";
  }

  private void parts() {
    if (plan.parts().isEmpty()) {
      return;
    }
    paragraph("### Gates");
    for (PartDocument part : plan.parts()) {
      out.add("- **" + Markdown.text(part.part()) + "** (" + PlanWords.cost(part) + ")");
      part.confirm().forEach(c -> out.add("  - " + Markdown.text(c)));
    }
    out.add("");
  }

  private void needs() {
    List<String> lines =
        plan.steps().stream()
            .flatMap(
                s ->
                    Stream.of(
                            Stream.of(heading(s)),
                            PlanWords.needs(plan, s).stream().map(n -> "needs " + n),
                            s.prospect().makes().stream().map(m -> "makes " + m),
                            Stream.of(PlanWords.without(plan, s))
                                .filter(w -> !w.isEmpty())
                                .map(w -> "without it " + w))
                        .flatMap(l -> l))
            .map(Visible::line)
            .toList();
    folded("What each step needs and makes", "text", lines);
  }

  private void waysBack() {
    List<String> lines =
        plan.steps().stream()
            .filter(s -> !s.prospect().undo().isEmpty() || !s.prospect().wayBack().isEmpty())
            .flatMap(
                s ->
                    Stream.of(
                            heading(s),
                            labelled("undo ", s.prospect().undo()),
                            labelled("way back ", s.prospect().wayBack()))
                        .filter(l -> !l.isEmpty()))
            .map(Visible::line)
            .toList();
    if (!lines.isEmpty()) {
      folded("How to go back, step by step", "text", lines);
    }
  }

  private String heading(StepDocument step) {
    return "# " + PlanWords.number(plan, step.key()) + ". " + step.title();
  }

  private static String labelled(String label, String text) {
    return text.isEmpty() ? "" : label + text;
  }

  private String notes(StepDocument step) {
    var notes = new ArrayList<String>();
    if (step.outageSeconds() > 0) {
      notes.add("**outage, " + PlanWords.duration(step.outageSeconds()) + "**");
    }
    step.destroys().forEach(d -> notes.add("**destroys " + Markdown.text(d) + "**"));
    if (step.key().equals(plan.pointOfNoReturn())) {
      notes.add("**point of no return**");
    }
    return String.join("; ", notes);
  }

  private void actions() {
    List<String> lines =
        plan.steps().stream()
            .flatMap(
                s ->
                    Stream.concat(
                        Stream.of(Visible.line(heading(s))),
                        s.does().stream().flatMap(d -> Visible.lines(d).stream())))
            .toList();
    long count = plan.steps().stream().mapToLong(s -> s.does().size()).sum();
    if (count > 0) {
      folded("What will run (" + PlanWords.count((int) count, "action") + ")", "text", lines);
    }
  }

  private void diffs() {
    for (StepDocument step : plan.steps()) {
      for (Map.Entry<String, String> change : step.changes().sequencedEntrySet()) {
        folded(
            PlanWords.number(plan, step.key()) + ". " + Visible.line(change.getKey()),
            "diff",
            Visible.lines(change.getValue()));
      }
    }
  }

  private void unmanaged() {
    if (!plan.unmanaged().isEmpty()) {
      folded(
          "Left alone, because the playbook does not name it (" + plan.unmanaged().size() + ")",
          "text",
          plan.unmanaged().stream().map(Visible::line).toList());
    }
  }

  private void facts() {
    if (!plan.facts().isEmpty()) {
      folded(
          "Depends on these facts (" + plan.facts().size() + ")",
          "text",
          plan.facts().sequencedEntrySet().stream()
              .map(f -> Visible.line(f.getKey()) + ": " + Visible.line(f.getValue()))
              .toList());
    }
  }

  private void inputs() {
    if (!plan.inputs().isEmpty()) {
      folded(
          "Made from",
          "text",
          plan.inputs().sequencedEntrySet().stream()
              .map(i -> "sha256 " + Visible.line(i.getValue()) + "  " + Visible.line(i.getKey()))
              .toList());
    }
  }

  /** The summary is HTML, where backslashes do not escape. */
  private void folded(String summary, String language, List<String> lines) {
    var block = new ArrayList<String>();
    block.add("<details><summary>" + Html.text(summary) + "</summary>");
    block.add("");
    block.addAll(Markdown.fenced(language, lines));
    block.add("");
    block.add("</details>");
    fit(summary, block);
  }

  private void fit(String name, List<String> block) {
    int length = Stream.of(out, block).flatMap(List::stream).mapToInt(l -> l.length() + 1).sum();
    if (length > LONGEST) {
      leftOut = true;
      paragraph(Markdown.text(name) + ": left out.");
      return;
    }
    out.addAll(block);
    out.add("");
  }

  private void paragraph(String text) {
    out.add(text);
    out.add("");
  }
}
