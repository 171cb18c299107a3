package verdigris.show;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import verdigris.history.RecordReading;
import verdigris.history.RunRecord;
import verdigris.history.RunRecord.ActionRun;
import verdigris.history.RunRecord.AppliedPlan;
import verdigris.history.RunRecord.ClientSight;
import verdigris.history.RunRecord.KeptProblem;
import verdigris.history.RunRecord.LagSample;
import verdigris.history.RunRecord.Measured;
import verdigris.history.RunRecord.OutageRun;
import verdigris.history.RunRecord.StepRun;
import verdigris.history.RunRecord.Unmeasured;

/** A record as its file; {@link RecordReading} reads it. */
public final class RunJson {
  private RunJson() {}

  /** The whole file: the same record gives the same bytes. */
  public static String of(RunRecord run) {
    return Json.document(json -> record(json, run));
  }

  private static void record(Json json, RunRecord run) throws IOException {
    json.number("format", RecordReading.FORMAT);
    json.text("run", run.run());
    json.text("topology", run.topology());
    json.text("by", run.by());
    json.text("started", run.started().toString());
    time(json, "ended", run.ended());
    json.text("last", run.last().toString());
    json.text("engine", run.engine());
    json.object("plan", j -> plan(j, run.plan()));
    json.text("outcome", run.outcome());
    number(json, "exit", run.exit());
    json.objects("problems", run.problems(), RunJson::problem);
    json.objects("steps", run.steps(), RunJson::step);
    json.objects("outages", run.outages(), RunJson::outage);
    json.objects("clients", run.clients(), RunJson::client);
    json.objects("lag", run.lag(), RunJson::lag);
    json.object(
        "facts",
        j -> {
          time(j, "at", run.facts().at());
          j.texts("world", run.facts().world());
        });
    json.text("journal", run.journal());
    json.text("previous_run", run.previous().run());
    json.text("previous", run.previous().sha256());
  }

  private static void plan(Json json, AppliedPlan plan) throws IOException {
    json.text("file", plan.file());
    json.text("sha256", plan.sha256());
    json.text("commit", plan.commit());
    json.text("review", plan.review());
    json.flag("unreviewed", plan.unreviewed());
  }

  private static void problem(Json json, KeptProblem problem) throws IOException {
    json.text("kind", problem.kind());
    json.text("where", problem.where());
    json.text("detail", problem.detail());
    json.texts("evidence", problem.evidence());
  }

  private static void step(Json json, StepRun step) throws IOException {
    json.text("key", step.key());
    json.text("title", step.title());
    json.flag("retreat", step.retreat());
    json.text("started", step.started().toString());
    time(json, "ended", step.ended());
    json.text("outcome", step.outcome());
    json.objects("actions", step.actions(), RunJson::action);
  }

  private static void action(Json json, ActionRun action) throws IOException {
    json.text("host", action.host());
    json.texts("does", action.does());
    json.text("started", action.started().toString());
    time(json, "ended", action.ended());
    json.text("outcome", action.outcome());
    number(json, "exit", action.exit());
    json.texts("output", action.output());
  }

  private static void outage(Json json, OutageRun outage) throws IOException {
    json.text("on", outage.on());
    json.text("began", outage.began().toString());
    time(json, "ended", outage.ended());
    Optional<Duration> length = outage.length();
    if (length.isPresent()) {
      json.number("seconds", length.get().toMillis() / 1000.0);
    }
    if (outage.inherited()) {
      json.flag("inherited", true);
    }
  }

  private static void client(Json json, ClientSight sight) throws IOException {
    json.text("path", sight.path());
    switch (sight) {
      case Unmeasured(String _, String why) -> json.text("unmeasured", why);
      case Measured seen -> {
        json.number("commits", seen.commits());
        json.number("gap_seconds", seen.gapSeconds());
        json.text("gap_from", seen.gapFrom().toString());
        json.number("failed", seen.failed());
        json.number("retried", seen.retried());
        json.number("lost", seen.lost());
        json.number("duplicated", seen.duplicated());
        json.number("untold", seen.untold());
      }
    }
  }

  private static void lag(Json json, LagSample sample) throws IOException {
    json.text("at", sample.at().toString());
    List<Map.Entry<String, Long>> all = List.copyOf(sample.bytes().sequencedEntrySet());
    json.object(
        "bytes",
        j -> {
          for (Map.Entry<String, Long> one : all) {
            j.number(one.getKey(), one.getValue());
          }
        });
  }

  private static void time(Json json, String key, Optional<Instant> time) throws IOException {
    if (time.isEmpty()) {
      json.nothing(key);
      return;
    }
    json.text(key, time.get().toString());
  }

  private static void number(Json json, String key, Optional<Integer> number) throws IOException {
    if (number.isEmpty()) {
      json.nothing(key);
      return;
    }
    json.number(key, number.get());
  }
}
