package verdigris.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * What happened, one JSON line for each event, flushed to the disk before the next thing is done.
 * Append-only.
 */
public final class Journal implements Reporter, AutoCloseable {
  private final FileChannel file;
  private final Path path;
  private final InstantSource clock;
  private final ObjectMapper json = new ObjectMapper();

  private Journal(FileChannel file, Path path, InstantSource clock) {
    this.file = file;
    this.path = path;
    this.clock = clock;
  }

  /**
   * Opens the journal of a run.
   *
   * @param directory made when it is missing
   * @param run the run's id
   */
  public static Journal open(Path directory, String run, InstantSource clock) {
    Path path = directory.resolve(run + ".jsonl");
    try {
      Files.createDirectories(directory);
      return new Journal(
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
          path,
          clock);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Where it is written. */
  public Path path() {
    return path;
  }

  @Override
  public synchronized void hear(Event event) {
    if (event instanceof Event.Progress) {
      return;
    }
    try {
      file.write(ByteBuffer.wrap((line(event) + "\n").getBytes(StandardCharsets.UTF_8)));
      file.force(false);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private String line(Event event) throws IOException {
    ObjectNode node = json.createObjectNode().put("at", clock.instant().toString());
    switch (event) {
      case Event.RunStarted(var run, var topology, var by, var steps) -> {
        node.put("event", "run-started").put("run", run).put("topology", topology).put("by", by);
        steps.forEach(node.putArray("steps")::add);
      }
      case Event.StepStarted(var step, var title) ->
          node.put("event", "step-started").put("step", step).put("title", title);
      case Event.ActionStarted(var step, var host, var lines) -> {
        node.put("event", "action-started").put("step", step).put("host", host);
        lines.forEach(node.putArray("does")::add);
      }
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
        problems.forEach(
            p ->
                node.withArray("problems")
                    .addObject()
                    .put("kind", p.kind().id())
                    .put("detail", p.detail()));
      }
      case Event.RetreatStarted(var steps) -> {
        node.put("event", "retreat-started");
        steps.forEach(node.putArray("steps")::add);
      }
      case Event.OutageEnded(var on, var seconds) ->
          node.put("event", "outage-ended").put("on", on).put("seconds", seconds);
      case Event.ClientsSaw(var at, var view) ->
          node.put("event", "clients-saw")
              .put("path", at)
              .put("commits", view.commits())
              .put("gap_seconds", view.gap().toMillis() / 1000.0)
              .put("gap_from", view.gapFrom().toString())
              .put("failed", view.failed())
              .put("retried", view.retried())
              .put("lost", view.lost())
              .put("duplicated", view.duplicated())
              .put("untold", view.untold());
      case Event.CanaryAbsent(var at, var why) ->
          node.put("event", "canary-absent").put("path", at).put("why", why);
      case Event.RunEnded(var run, var outcome) ->
          node.put("event", "run-ended").put("run", run).put("outcome", outcome);
    }
    return json.writeValueAsString(node);
  }

  private static verdigris.problem.ProblemException unwritable(Path path, IOException e) {
    return Problem.of(
            Kind.FILE_UNWRITABLE,
            new Where.InFile(path.toString()),
            "The journal cannot be written: " + e.getMessage(),
            "Without a journal nothing is done. Free space or correct the rights, and run again.")
        .asException();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }
}
