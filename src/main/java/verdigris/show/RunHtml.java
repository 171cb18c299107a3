package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import verdigris.history.RunRecord;
import verdigris.history.RunRecord.ClientSight;
import verdigris.history.RunRecord.KeptProblem;
import verdigris.history.RunRecord.Measured;
import verdigris.history.RunRecord.OutageRun;
import verdigris.history.RunRecord.Unmeasured;

/** A run as one page that needs nothing else: {@code verdigris report}. */
public final class RunHtml {
  private final RunRecord run;
  private final Hosts hosts;
  private final List<String> out = new ArrayList<>();

  private RunHtml(RunRecord run) {
    this.run = run;
    this.hosts = Hosts.of(run);
  }

  /** The whole page. */
  public static String of(RunRecord run) {
    var html = new RunHtml(run);
    html.header();
    html.problems();
    html.outage();
    html.timeline();
    html.lag();
    html.out.addAll(RunStepsHtml.of(run));
    html.facts();
    html.footer();
    return Page.of("Run " + run.run() + " of " + run.topology(), RunStyle.CSS, html.out);
  }

  private void header() {
    out.add("<header>");
    out.add(Html.element("h1", "", "Run " + run.run() + " of " + run.topology()));
    out.add(
        "<p class=\"verdict\">"
            + Html.element("span", "badge " + tone(), sign() + " " + run.outcome())
            + " "
            + Html.text(RunWords.outcome(run))
            + "</p>");
    out.add("<dl>");
    String took =
        run.ended()
            .map(e -> " – %s (%s)".formatted(RunWords.clock(e), RunWords.span(run.started(), e)))
            .orElse(", last heard of at " + RunWords.clock(run.last()));
    term("When", RunWords.moment(run.started()) + took + ", UTC");
    term("Who", run.by());
    term("Applied", run.plan().file());
    term("Commit", run.plan().commit().isEmpty() ? "none: not committed" : run.plan().commit());
    review();
    term("Exit code", run.exit().map(e -> Integer.toString(e)).orElse("not known"));
    term("Engine", "verdigris " + run.engine());
    out.add("</dl>");
    out.add("</header>");
  }

  private void review() {
    String words = run.plan().review();
    out.add(
        "<dt>Reviewed</dt><dd>"
            + (run.plan().unreviewed() ? Html.element("strong", "danger", "UNREVIEWED") + " " : "")
            + Html.text(words)
            + "</dd>");
  }

  private String tone() {
    return switch (run.outcome()) {
      case RunRecord.DONE -> "good";
      case RunRecord.FAILED, "shut-out" -> "bad";
      default -> "warn";
    };
  }

  private String sign() {
    return switch (run.outcome()) {
      case RunRecord.DONE -> "✓";
      case RunRecord.FAILED, "shut-out" -> "✗";
      case "retreated" -> "↩";
      case "interrupted" -> "■";
      default -> "?";
    };
  }

  private void term(String name, String value) {
    out.add("<dt>" + name + "</dt>" + Html.element("dd", "", value));
  }

  private void problems() {
    if (run.problems().isEmpty()) {
      return;
    }
    out.add("<section><h2>Problems</h2>");
    run.problems().forEach(this::problem);
    out.add("</section>");
  }

  private void problem(KeptProblem problem) {
    out.add("<div class=\"problem\">");
    out.add(
        Html.element("strong", "", problem.kind())
            + (problem.where().isEmpty() ? "" : " " + Html.text("on " + problem.where())));
    out.add(Html.element("div", "", problem.detail()));
    if (!problem.evidence().isEmpty()) {
      out.add(Html.block(problem.evidence()));
    }
    out.add("</div>");
  }

  private void outage() {
    out.add("<section><h2>Outage</h2>");
    if (run.outages().isEmpty()) {
      out.add("<p>None: nothing of this run could hold a client back.</p></section>");
      return;
    }
    out.add("<div class=\"numbers\">");
    for (OutageRun outage : run.outages()) {
      number(outage.length().map(RunWords::span).orElse("not ended"), words(outage));
    }
    run.clients().forEach(this::client);
    out.add("</div>");
    if (run.clients().isEmpty()) {
      out.add("<p class=\"quiet\">What a client saw was not measured (clients.canary).</p>");
    }
    out.add("</section>");
  }

  private static String words(OutageRun outage) {
    if (outage.ended().isEmpty()) {
      return "clients were shut out from %s%s, and this run did not let them in again"
          .formatted(RunWords.clock(outage.began()), outage.inherited() ? " or before" : "");
    }
    return (outage.inherited()
            ? "after the run began to end an outage that was there before it, clients could commit on %s"
            : "clients were held back at most, as the engine measured it; they commit on %s since")
        .formatted(outage.on());
  }

  private void client(ClientSight sight) {
    switch (sight) {
      case Measured seen -> {
        number(
            String.format(Locale.ROOT, "%.2f s", seen.gapSeconds()),
            "between two commits at most, as our own client saw it through " + seen.path());
        number(
            Integer.toString(seen.lost()),
            "commits lost; %d duplicated, %d failed, %d retried, %d untold, of %d"
                .formatted(
                    seen.duplicated(),
                    seen.failed(),
                    seen.retried(),
                    seen.untold(),
                    seen.commits()));
      }
      case Unmeasured(String path, String why) ->
          number("–", "our own client through " + path + " saw nothing: " + why);
    }
  }

  private void number(String big, String words) {
    out.add(
        "<div>" + Html.element("span", "big", big) + Html.element("span", "", words) + "</div>");
  }

  private void timeline() {
    if (run.steps().isEmpty()) {
      return;
    }
    out.add("<section><h2>Timeline</h2>");
    legend();
    drawing(RunTimeline.of(run, hosts));
    for (OutageRun outage : run.outages()) {
      List<String> closer = RunTimeline.closer(run, hosts, outage);
      if (!closer.isEmpty()) {
        out.add("<h3>The outage, closer</h3>");
        drawing(closer);
      }
    }
    out.add("</section>");
  }

  private void legend() {
    out.add("<ul class=\"legend\">");
    for (String host : hosts.names()) {
      legend(
          "<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect width=\"10\" height=\"10\" class=\"%s\"/></svg>"
              .formatted(hosts.css(host)),
          host);
    }
    if (!run.outages().isEmpty()) {
      legend(
          "<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect width=\"10\" height=\"10\" class=\"outage-band\"/></svg>",
          "clients may be held back");
    }
    out.add("</ul>");
  }

  private void legend(String mark, String name) {
    out.add("<li>" + mark + Html.text(name) + "</li>");
  }

  private void drawing(List<String> svg) {
    out.add("<div class=\"drawing\" tabindex=\"0\">");
    out.addAll(svg);
    out.add("</div>");
  }

  private void lag() {
    out.add("<section><h2>Lag of the standbys</h2>");
    List<String> standbys = LagPlot.standbys(run);
    if (standbys.isEmpty()) {
      out.add("<p>No standby was seen whose lag could be told.</p></section>");
      return;
    }
    out.add("<ul class=\"legend\">");
    for (int i = 0; i < standbys.size(); i++) {
      var mark = new Svg(10, 10);
      mark.mark(i, 5, 5, "s" + i % 4, standbys.get(i));
      legend(mark.sign(), standbys.get(i));
    }
    out.add("</ul>");
    drawing(LagPlot.of(run));
    out.add(
        Html.element(
            "p",
            "quiet",
            "WAL that the upstream had and the standby had not replayed, whenever all hosts were looked at."
                + (LagPlot.isByDigits(run) ? " The scale is logarithmic." : "")
                + (run.outages().isEmpty()
                    ? ""
                    : " In an outage hosts are not asked; the line is dotted there.")));
    out.addAll(LagTable.of(run));
    out.add("</section>");
  }

  private void facts() {
    out.add("<section><h2>Final facts</h2>");
    Optional<String> at = run.facts().at().map(RunWords::clock);
    out.add(
        Html.element(
            "p",
            "quiet",
            at.map(a -> "As seen at %s UTC, when all hosts were looked at last.".formatted(a))
                .orElse("The hosts were not looked at.")));
    out.add("<ul class=\"facts\">");
    run.facts().world().forEach(l -> out.add(Html.element("li", "", l)));
    out.add("</ul></section>");
  }

  private void footer() {
    out.add("<footer>");
    out.add(
        Html.element(
            "div",
            "",
            "Made from the record of this run. Its journal has SHA-256 %s; the record before it %s."
                .formatted(
                    run.journal(),
                    run.previous().isRecord()
                        ? "is that of run %s, SHA-256 %s"
                            .formatted(run.previous().run(), run.previous().sha256())
                        : "is not named")));
    out.add(Html.element("div", "", "What was applied has SHA-256 " + run.plan().sha256() + "."));
    out.add("</footer>");
  }
}
