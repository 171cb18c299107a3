package verdigris.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import verdigris.problem.Problem;

/**
 * An event as a line of the journal. {@link verdigris.history.JournalReading} reads it.
 *
 * @param at when it was heard
 * @param masks for what hosts and programs printed
 */
record JournalLine(Instant at, Masks masks) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** More of one action's output than this tells nobody more. */
  private static final int MOST_CHARACTERS = 4_000;

  /** One line of JSON, without its end. */
  String of(Event event) {
    ObjectNode node = JSON.createObjectNode().put("at", at.toString());
    write(node, event);
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private void write(ObjectNode node, Event event) {
    switch (event) {
      case Event.RunStarted started -> started(node, started);
      case Event.StepStarted(var step, var title) ->
          node.put("event", "step-started").put("step", step).put("title", title);
      case Event.ActionStarted(var step, var host, var lines) -> {
        node.put("event", "action-started").put("step", step).put("host", host);
        lines.forEach(node.putArray("does")::add);
      }
      case Event.ActionEnded ended -> ended(node, ended);
      case Event.JobFound(var step, var host, var unit, var ended) ->
          node.put("event", "job-found")
              .put("step", step)
              .put("host", host)
              .put("unit", unit)
              .put("ended", ended);
      case Event.Progress(var step, var done, var total) ->
          node.put("event", "progress").put("step", step).put("done", done).put("total", total);
      case Event.StepDone(var step, var title, var seconds) ->
          node.put("event", "step-done")
              .put("step", step)
              .put("title", title)
              .put("seconds", seconds);
      case Event.StepFailed(var step, var title, var problems) -> {
        node.put("event", "step-failed").put("step", step).put("title", title);
        problems(node.putArray("problems"), problems);
      }
      case Event.Looked(var world, var lag) -> {
        node.put("event", "looked");
        world.forEach(node.putArray("world")::add);
        lag.forEach(node.putObject("lag")::put);
      }
      case Event.RetreatStarted(var steps) -> {
        node.put("event", "retreat-started");
        steps.forEach(node.putArray("steps")::add);
      }
      case Event.OutageBegan(var began, var inherited) ->
          node.put("event", "outage-began")
              .put("began", began.toString())
              .put("inherited", inherited);
      case Event.OutageEnded(var on, var began, var seconds, var inherited) ->
          node.put("event", "outage-ended")
              .put("on", on)
              .put("began", began.toString())
              .put("seconds", seconds)
              .put("inherited", inherited);
      case Event.ClientsSaw(var where, var view) -> saw(node, where, view);
      case Event.CanaryAbsent(var where, var why) ->
          node.put("event", "canary-absent").put("path", where).put("why", masks.in(why));
      case Event.RunEnded(var run, var outcome, var exit, var problems) -> {
        node.put("event", "run-ended").put("run", run).put("outcome", outcome).put("exit", exit);
        problems(node.putArray("problems"), problems);
      }
    }
  }

  private static void started(ObjectNode node, Event.RunStarted started) {
    node.put("event", "run-started")
        .put("run", started.run())
        .put("topology", started.topology())
        .put("by", started.by())
        .put("engine", started.engine());
    started
        .origin()
        .ifPresent(
            o ->
                node.putObject("plan")
                    .put("file", o.file())
                    .put("sha256", o.sha256())
                    .put("commit", o.commit())
                    .put("review", o.review())
                    .put("unreviewed", o.unreviewed()));
    started.steps().forEach(node.putArray("steps")::add);
  }

  private void ended(ObjectNode node, Event.ActionEnded ended) {
    node.put("event", "action-ended")
        .put("step", ended.step())
        .put("host", ended.host())
        .put("outcome", ended.done() ? "done" : "failed");
    ended.exit().ifPresent(exit -> node.put("exit", exit));
    lines(node.putArray("output"), ended.output());
  }

  private static void saw(ObjectNode node, String where, ClientView view) {
    node.put("event", "clients-saw")
        .put("path", where)
        .put("commits", view.commits())
        .put("gap_seconds", view.gap().toMillis() / 1000.0)
        .put("gap_from", view.gapFrom().toString())
        .put("failed", view.failed())
        .put("retried", view.retried())
        .put("lost", view.lost())
        .put("duplicated", view.duplicated())
        .put("untold", view.untold());
  }

  private void problems(ArrayNode array, List<Problem> problems) {
    for (Problem problem : problems) {
      ObjectNode node =
          array
              .addObject()
              .put("kind", problem.kind().id())
              .put("where", problem.where().toString())
              .put("detail", masks.in(problem.detail()));
      lines(node.putArray("evidence"), problem.evidence());
    }
  }

  /** The last of them that fit. Masked first: half a secret would not be recognised. */
  private void lines(ArrayNode array, List<String> lines) {
    List<String> masked = masks.in(lines);
    int room = MOST_CHARACTERS;
    int first = masked.size();
    while (first > 0 && room - masked.get(first - 1).length() >= 0) {
      room -= masked.get(--first).length();
    }
    if (first == masked.size() && first > 0) {
      String last = masked.getLast();
      array.add("..." + last.substring(last.length() - MOST_CHARACTERS));
      return;
    }
    masked.subList(first, masked.size()).forEach(array::add);
  }
}
