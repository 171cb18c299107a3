package verdigris.history;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import verdigris.problem.ProblemException;

/**
 * A record file, as it is.
 *
 * @param file its name
 * @param sha256 of its bytes
 * @param run what it holds; empty: it cannot be read
 * @param trouble why it cannot be read; empty: it can
 */
public record Link(String file, String sha256, Optional<RunRecord> run, String trouble) {

  /** Reads one. */
  public static Link of(String file, byte[] bytes) {
    String sha256 = Sha256.of(bytes);
    try {
      RunRecord run = RecordReading.of(file, new String(bytes, StandardCharsets.UTF_8));
      return new Link(file, sha256, Optional.of(run), "");
    } catch (ProblemException e) {
      return new Link(file, sha256, Optional.empty(), e.problems().getFirst().detail());
    }
  }

  /** What names it. */
  Head head() {
    return new Head(RunFiles.runOfRecord(file).orElse(file), sha256);
  }

  /** Whether it says that it comes after this one. */
  boolean follows(Head head) {
    return run.filter(r -> r.previous().equals(head)).isPresent();
  }
}
