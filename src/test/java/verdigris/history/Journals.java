package verdigris.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import verdigris.show.RunJson;

/**
 * Journals of runs on real hosts, with their waiting stretched and names changed; and short ones.
 */
public final class Journals {
  private Journals() {}

  /** {@code upgrade}, {@code failed}, {@code retreated} or {@code killed}. */
  public static byte[] recorded(String name) {
    try {
      return Files.readAllBytes(Path.of("src/test/resources/history/" + name + ".jsonl"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record of such a journal. */
  public static RunRecord record(String name) {
    return JournalReading.of(recorded(name), Head.NONE).orElseThrow();
  }

  /** The journal of a run that did nothing worth telling. */
  public static byte[] small(String run) {
    return (start(run)
            + """
            {"at":"2026-11-28T04:00:01Z","event":"run-ended","run":"%s","outcome":"done","exit":0,"problems":[]}
            """
                .formatted(run))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The first line of a journal. */
  public static String start(String run) {
    return """
        {"at":"2026-11-28T04:00:00Z","event":"run-started","run":"%s","topology":"orders","by":"dana@ops1","engine":"1","plan":{"file":"p.yaml","sha256":"","commit":"","review":"no policy","unreviewed":false},"steps":[]}
        """
        .formatted(run);
  }

  /** Record files of these runs, each after the one before it. */
  public static SequencedMap<String, byte[]> chain(String... runs) {
    return after(Head.NONE, runs);
  }

  /** Record files of these runs, the first of them after another record. */
  public static SequencedMap<String, byte[]> after(Head previous, String... runs) {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    Head head = previous;
    for (String run : runs) {
      byte[] bytes =
          RunJson.of(JournalReading.of(small(run), head).orElseThrow())
              .getBytes(StandardCharsets.UTF_8);
      files.put(run + RunFiles.RECORD, bytes);
      head = new Head(run, Sha256.of(bytes));
    }
    return files;
  }

  /** The head that names the last of them. */
  public static Head head(SequencedMap<String, byte[]> files) {
    var last = files.lastEntry();
    return new Head(RunFiles.runOfRecord(last.getKey()).orElseThrow(), Sha256.of(last.getValue()));
  }
}
