package verdigris.show;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import verdigris.plan.Gates;
import verdigris.plan.Outcome.Refusal;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.PartDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.plan.Prospect.Need;
import verdigris.world.Obstacle;

/**
 * A plan or a refusal for programs. The keys of format 1, always all of them, in this order:
 *
 * <pre>
 * format, outcome ("changes" | "nothing-to-do" | "refused"), then
 *   topology, target, source, summary, outage_seconds, rehearsed (day; empty: a coarse
 *   forecast), point_of_no_return, parts [part, steps, work_seconds, outage_seconds, confirm [text]],
 *   inputs [file, sha256], from [line],
 *   facts [fact, value], steps, to [line], unmanaged [line]
 *   step: step, title, why, host, part, after [step], needs [what, by (step; empty: as found)],
 *         makes [text], without, undo, way_back, work_seconds, outage_seconds, destroys [text],
 *         does [line], changes [of, diff]
 * and from the command plan also, as measured just now
 *   limit_seconds, blocked [host, blocks [kind], fact, remedy], warnings [text],
 *   finish_from (UTC; empty: no keep window runs)
 * or for a refusal
 *   target, obstacles [host, blocks [kind], fact, remedy], unreachable [text], otherwise [text]
 * </pre>
 *
 * <p>Texts are as measured, control characters included (escaped, as JSON demands).
 */
public final class PlanJson {
  private PlanJson() {}

  /** A plan. */
  public static String of(PlanDocument plan) {
    return Json.document(json -> write(json, plan));
  }

  /** A plan with what stands before its parts. */
  public static String of(PlanDocument plan, Gates gates) {
    return Json.document(
        json -> {
          write(json, plan);
          json.number("limit_seconds", Math.toIntExact(gates.limit().seconds()));
          obstacles(json, "blocked", gates.blocked());
          json.texts("warnings", gates.warnings());
          json.text("finish_from", gates.finishFrom().map(Instant::toString).orElse(""));
        });
  }

  /**
   * A refusal.
   *
   * @param target the declared state in one sentence
   */
  public static String of(String target, Refusal refusal) {
    return Json.document(
        json -> {
          json.number("format", Json.FORMAT);
          json.text("outcome", "refused");
          json.text("target", target);
          obstacles(json, "obstacles", refusal.obstacles());
          json.texts("unreachable", refusal.unreachable());
          json.texts("otherwise", refusal.otherwise());
        });
  }

  private static void write(Json json, PlanDocument plan) throws IOException {
    json.number("format", Json.FORMAT);
    json.text("outcome", plan.isEmpty() ? "nothing-to-do" : "changes");
    json.text("topology", plan.topology());
    json.text("target", plan.target());
    json.text("source", plan.source());
    json.text("summary", plan.isEmpty() ? "nothing to do" : PlanWords.summary(plan));
    json.number("outage_seconds", plan.outageSeconds());
    json.text("rehearsed", plan.rehearsed());
    json.text("point_of_no_return", plan.pointOfNoReturn());
    json.objects("parts", plan.parts(), PlanJson::part);
    pairs(json, "inputs", "file", "sha256", plan.inputs());
    json.texts("from", plan.from());
    pairs(json, "facts", "fact", "value", plan.facts());
    json.objects("steps", plan.steps(), PlanJson::step);
    json.texts("to", plan.end());
    json.texts("unmanaged", plan.unmanaged());
  }

  private static void obstacles(Json json, String key, List<Obstacle> obstacles)
      throws IOException {
    json.objects(
        key,
        obstacles,
        (item, obstacle) -> {
          item.text("host", obstacle.host());
          item.texts("blocks", obstacle.blocks());
          item.text("fact", obstacle.fact());
          item.text("remedy", obstacle.remedy());
        });
  }

  private static void part(Json json, PartDocument part) throws IOException {
    json.text("part", part.part());
    json.number("steps", part.steps());
    json.number("work_seconds", part.workSeconds());
    json.number("outage_seconds", part.outageSeconds());
    json.texts("confirm", part.confirm());
  }

  private static void step(Json json, StepDocument step) throws IOException {
    json.text("step", step.key());
    json.text("title", step.title());
    json.text("why", step.why());
    json.text("host", step.host());
    json.text("part", step.part());
    json.texts("after", step.after());
    needs(json, step.prospect().needs());
    json.texts("makes", step.prospect().makes());
    json.text("without", step.prospect().without());
    json.text("undo", step.prospect().undo());
    json.text("way_back", step.prospect().wayBack());
    json.number("work_seconds", step.prospect().workSeconds());
    json.number("outage_seconds", step.outageSeconds());
    json.texts("destroys", step.destroys());
    json.texts("does", step.does());
    pairs(json, "changes", "of", "diff", step.changes());
  }

  static void needs(Json json, List<Need> needs) throws IOException {
    json.objects(
        "needs",
        needs,
        (item, need) -> {
          item.text("what", need.what());
          item.text("by", need.by());
        });
  }

  private static void pairs(
      Json json, String name, String key, String value, SequencedMap<String, String> pairs)
      throws IOException {
    json.objects(
        name,
        pairs.sequencedEntrySet(),
        (Json item, Map.Entry<String, String> pair) -> {
          item.text(key, pair.getKey());
          item.text(value, pair.getValue());
        });
  }
}
