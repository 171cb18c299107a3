package verdigris.show;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import verdigris.history.RunRecord;
import verdigris.history.RunRecord.ActionRun;
import verdigris.history.RunRecord.StepRun;

/** The steps of a run, with what each did folded beneath it. */
final class RunStepsHtml {
  private final RunRecord run;
  private final List<String> out = new ArrayList<>();

  private RunStepsHtml(RunRecord run) {
    this.run = run;
  }

  static List<String> of(RunRecord run) {
    var html = new RunStepsHtml(run);
    html.write();
    return html.out;
  }

  private void write() {
    out.add("<section><h2>Steps</h2>");
    if (run.steps().isEmpty()) {
      out.add("<p>No step began.</p></section>");
      return;
    }
    out.add("<ol class=\"run\">");
    for (int i = 0; i < run.steps().size(); i++) {
      step(i + 1, run.steps().get(i));
    }
    out.add("</ol></section>");
  }

  private void step(int number, StepRun step) {
    // What failed is what one comes to see.
    boolean open = !step.outcome().equals(RunRecord.DONE);
    out.add("<li><details%s><summary>".formatted(open ? " open" : ""));
    out.add(
        "<span>%d</span><span class=\"step-title\">%s</span>"
            .formatted(number, Html.text(step.title())));
    out.add("<div class=\"quiet\">");
    if (!step.host().isEmpty()) {
      out.add(Html.element("span", "", step.host()));
    }
    out.add(Html.element("span", "", RunWords.clock(step.started())));
    out.add(
        Html.element(
            "span",
            "",
            step.ended().map(e -> RunWords.span(step.started(), e)).orElse("no end seen")));
    out.add(outcome(step.outcome()));
    if (run.outages().stream().anyMatch(o -> RunWords.isIn(o, step.started(), step.ended()))) {
      out.add("<span class=\"held-word\">in the outage</span>");
    }
    if (step.retreat()) {
      out.add("<span class=\"danger\">↩ on the way back</span>");
    }
    out.add("</div></summary>");
    actions(step);
    out.add("</details></li>");
  }

  private static String outcome(String outcome) {
    return switch (outcome) {
      case RunRecord.DONE -> "<span class=\"good-word\">✓ done</span>";
      case RunRecord.FAILED -> "<span class=\"danger\">✗ failed</span>";
      default -> Html.element("span", "danger", "? " + outcome);
    };
  }

  private void actions(StepRun step) {
    if (step.actions().isEmpty()) {
      out.add("<p class=\"quiet\">It had nothing to do: what it promises held already.</p>");
      return;
    }
    out.add("<ol class=\"actions\">");
    step.actions().forEach(a -> action(step.started(), a));
    out.add("</ol>");
  }

  private void action(Instant begin, ActionRun action) {
    out.add("<li><div class=\"quiet\">");
    out.add(Html.element("span", "", action.host()));
    out.add(Html.element("span", "", offset(begin, action.started())));
    out.add(
        Html.element(
            "span",
            "",
            action.ended().map(e -> RunWords.span(action.started(), e)).orElse("no end seen")));
    if (!action.outcome().equals(RunRecord.DONE)) {
      out.add(outcome(action.outcome()));
    }
    action.exit().ifPresent(e -> out.add(Html.element("span", "", "exit status " + e)));
    out.add("</div>");
    out.add(Html.block(action.does()));
    if (!action.output().isEmpty()) {
      out.add("<div class=\"quiet\">printed, at its end:</div>");
      out.add("<div class=\"output\">" + Html.block(action.output()) + "</div>");
    }
    out.add("</li>");
  }

  private static String offset(Instant begin, Instant at) {
    return String.format(Locale.ROOT, "+%.2f s", Duration.between(begin, at).toMillis() / 1000.0);
  }
}
