package verdigris.show;

import verdigris.plan.PlanDocument.StepDocument;
import verdigris.step.StepKind;

/**
 * Why a step is in a plan, for programs. The keys of format 1, always all of them, in this order:
 *
 * <pre>
 * format, number, step, title, host, part, reasons [text], serves [text], found [line],
 * needs [what, by (step; empty: as found)], makes [text], destroys [text], work_seconds,
 * outage_seconds, without, undo, way_back, rule, source
 * </pre>
 */
public final class WhyJson {
  private WhyJson() {}

  /** The whole document. */
  public static String of(Why why) {
    StepDocument step = why.step();
    return Json.document(
        json -> {
          json.number("format", Json.FORMAT);
          json.number("number", Integer.parseInt(why.number()));
          json.text("step", step.key());
          json.text("title", step.title());
          json.text("host", step.host());
          json.text("part", step.part());
          json.texts("reasons", why.reasons());
          json.texts("serves", why.serves());
          json.texts("found", why.found());
          PlanJson.needs(json, step.prospect().needs());
          json.texts("makes", step.prospect().makes());
          json.texts("destroys", step.destroys());
          json.number("work_seconds", step.prospect().workSeconds());
          json.number("outage_seconds", step.outageSeconds());
          json.text("without", step.prospect().without());
          json.text("undo", step.prospect().undo());
          json.text("way_back", step.prospect().wayBack());
          json.text("rule", why.kind().map(StepKind::purpose).orElse(""));
          json.text("source", why.kind().map(StepKind::source).orElse(""));
        });
  }
}
