package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.PartDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.show.Sketch.Arrow;
import verdigris.show.Sketch.Box;

/** A plan as one page that needs nothing else: no script, no font, no network. */
public final class PlanHtml {
  private static final String STYLE =
      """
      .worlds { display: flex; flex-wrap: wrap; gap: 1rem; }
      .worlds > section { flex: 1 1 20rem; border: 1px solid var(--line); border-radius: .5rem; padding: 0 1rem 1rem; }
      .host { border-left: 3px solid var(--line); padding-left: .75rem; margin-top: .75rem; }
      ol.steps { list-style: none; padding: 0; }
      ol.steps > li { border-top: 1px solid var(--line); padding: .6rem 0; }
      .number { display: inline-block; min-width: 2rem; font-weight: bold; }
      .why { opacity: .75; } .outage { color: var(--warn); font-weight: bold; }
      ins { color: var(--good); text-decoration: none; } del { color: var(--bad); text-decoration: none; }
      """;

  private final PlanDocument plan;
  private final List<String> out = new ArrayList<>();

  private PlanHtml(PlanDocument plan) {
    this.plan = plan;
  }

  /** The whole page. */
  public static String of(PlanDocument plan) {
    var html = new PlanHtml(plan);
    html.write();
    return Page.of("Plan for " + plan.topology(), STYLE, html.out);
  }

  private void write() {
    out.add("<h1>Plan for " + Html.text(plan.topology()) + "</h1>");
    out.add("<p><strong>Target:</strong> " + Html.text(plan.target()) + "</p>");
    if (plan.isEmpty()) {
      out.add("<p><strong>Nothing to do:</strong> the hosts are in this state.</p>");
    } else {
      String css = plan.outageSeconds() > 0 ? "outage" : "";
      out.add(Html.element("p", css, PlanWords.summary(plan)));
      out.add("<div class=\"worlds\">");
      world("Before", plan.from());
      world("After", plan.end());
      out.add("</div>");
      steps();
      gates();
    }
    list("Left alone, because the playbook does not name it", plan.unmanaged());
    list(
        "Made from",
        plan.inputs().sequencedEntrySet().stream()
            .map(i -> i.getKey() + " (sha256 " + i.getValue() + ")")
            .toList());
  }

  private void world(String title, List<String> lines) {
    Sketch sketch = Sketch.of(lines);
    out.add("<section><h2>" + title + "</h2>");
    for (String host : sketch.hosts()) {
      out.add("<div class=\"host\"><strong>" + Html.text(host) + "</strong><ul>");
      sketch.boxes().stream().filter(b -> b.host().equals(host)).forEach(b -> instance(sketch, b));
      out.add("</ul></div>");
    }
    out.add("</section>");
  }

  private void instance(Sketch sketch, Box box) {
    String streamsTo =
        sketch.arrows().stream()
            .filter(a -> a.streams() && a.from().equals(box.name()))
            .map(Arrow::to)
            .collect(Collectors.joining(", "));
    out.add(
        Html.element(
            "li",
            "",
            box.label()
                + ": "
                + box.state()
                + (streamsTo.isEmpty() ? "" : " → streams to " + streamsTo)));
  }

  private void steps() {
    boolean headings = PlanWords.parts(plan).size() > 1;
    for (var part : PlanWords.parts(plan)) {
      out.add("<h2>" + (headings ? Html.text(PlanWords.heading(plan, part)) : "Steps") + "</h2>");
      out.add("<ol class=\"steps\">");
      plan.steps().stream().filter(s -> s.part().equals(part.word())).forEach(this::step);
      out.add("</ol>");
    }
  }

  private void step(StepDocument step) {
    out.add(
        "<li><span class=\"number\">"
            + PlanWords.number(plan, step.key())
            + "</span> "
            + Html.text(step.title()));
    out.add(Html.element("div", "why", step.host() + ": because " + PlanWords.because(plan, step)));
    if (step.outageSeconds() > 0) {
      out.add(
          Html.element(
              "div",
              "outage",
              "Outage: clients cannot commit for " + PlanWords.duration(step.outageSeconds())));
    }
    step.destroys().forEach(d -> out.add(Html.element("div", "danger", "Destroys " + d)));
    String wayBack = PlanWords.briefWayBack(step);
    if (!wayBack.isEmpty()) {
      String css = wayBack.startsWith("without loss") ? "why" : "danger";
      out.add(Html.element("div", css, "Way back after it: " + wayBack));
    }
    prospect(step);
    if (!step.does().isEmpty()) {
      String lines =
          step.does().stream()
              .flatMap(d -> Visible.lines(d).stream())
              .map(Html::escape)
              .collect(Collectors.joining("\n"));
      out.add("<details><summary>What will run</summary><pre>" + lines + "</pre></details>");
    }
    for (Map.Entry<String, String> change : step.changes().sequencedEntrySet()) {
      String lines =
          Visible.lines(change.getValue()).stream()
              .map(PlanHtml::diff)
              .collect(Collectors.joining("\n"));
      out.add(
          "<details><summary>"
              + Html.text(change.getKey())
              + "</summary><pre>"
              + lines
              + "</pre></details>");
    }
    if (step.key().equals(plan.pointOfNoReturn())) {
      out.add(Html.element("div", "danger", PlanWords.pointOfNoReturn(plan)));
    }
    out.add("</li>");
  }

  private void prospect(StepDocument step) {
    List<String> lines =
        Stream.of(
                PlanWords.needs(plan, step).stream().map(n -> "Needs " + n),
                step.prospect().makes().stream().map(m -> "Makes " + m),
                labelled("Without it ", PlanWords.without(plan, step)),
                labelled("Undo ", step.prospect().undo()),
                labelled("Way back ", step.prospect().wayBack()))
            .flatMap(l -> l)
            .toList();
    if (!lines.isEmpty()) {
      out.add("<details><summary>Needs, effect and way back</summary><ul>");
      lines.forEach(l -> out.add(Html.element("li", "", l)));
      out.add("</ul></details>");
    }
  }

  private static Stream<String> labelled(String label, String text) {
    return text.isEmpty() ? Stream.empty() : Stream.of(label + text);
  }

  private void gates() {
    for (PartDocument part : plan.parts()) {
      list(
          "To confirm %s (%s)".formatted(Html.text(part.part()), PlanWords.cost(part)),
          part.confirm());
    }
  }

  private static String diff(String line) {
    String escaped = Html.escape(line);
    if (line.startsWith("+")) {
      return "<ins>" + escaped + "</ins>";
    }
    return line.startsWith("-") ? "<del>" + escaped + "</del>" : escaped;
  }

  private void list(String title, List<String> items) {
    if (!items.isEmpty()) {
      out.add("<h2>" + title + "</h2><ul>");
      items.forEach(i -> out.add(Html.element("li", "", i)));
      out.add("</ul>");
    }
  }
}
