package verdigris.history;

import java.util.Optional;

/**
 * Names one record by its bytes.
 *
 * @param run whose record
 * @param sha256 of the record file's bytes
 */
public record Head(String run, String sha256) {
  /** Before the first record. */
  public static final Head NONE = new Head("", "");

  /** What a record file of this run is called. */
  public String file() {
    return file(run);
  }

  /** What the record file of a run is called. */
  static String file(String run) {
    return run + RunFiles.RECORD;
  }

  /** Whether it names a record. */
  public boolean isRecord() {
    return !equals(NONE);
  }

  /** The content of the file {@code head}. */
  public String line() {
    return sha256 + " " + run + "\n";
  }

  /** Reads such a content; empty: it is none. */
  public static Optional<Head> parse(String text) {
    String[] words = text.strip().split(" ", -1);
    return words.length == 2 && words[0].matches("[0-9a-f]{64}")
        ? Optional.of(new Head(words[1], words[0]))
        : Optional.empty();
  }
}
