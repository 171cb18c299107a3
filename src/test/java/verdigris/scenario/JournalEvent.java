package verdigris.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A line of a run's journal.
 *
 * @param event what happened, such as {@code step-started}
 * @param step the key of the step, empty for what concerns the whole run
 * @param line all of it
 */
record JournalEvent(String event, String step, String line) {

  /** The journals in a directory, each whole, the oldest first; none when it is not there. */
  static List<String> journals(Path runs) {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(runs)) {
      var all = new ArrayList<String>();
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        all.add(Files.readString(file));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of all runs until now; a last line that is only half written is none yet. */
  static List<JournalEvent> in(String journals) {
    int end = journals.lastIndexOf('\n');
    return journals.substring(0, Math.max(0, end)).lines().map(JournalEvent::parse).toList();
  }

  private static JournalEvent parse(String line) {
    try {
      var node = new ObjectMapper().readTree(line);
      return new JournalEvent(node.path("event").asText(), node.path("step").asText(""), line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a line of a journal: " + line, e);
    }
  }

  /** The step and the first line of what it does, for the start of an action. */
  String action() {
    try {
      return step + ": " + new ObjectMapper().readTree(line).path("does").path(0).asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a line of a journal: " + line, e);
    }
  }

  /** Whether it is of this kind and this step; an empty step is any. */
  boolean is(String kind, String key) {
    return event.equals(kind) && (key.isEmpty() || step.equals(key));
  }
}
