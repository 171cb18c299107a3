package verdigris.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import verdigris.history.Sha256;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/** SHA-256 of what a plan is made from. */
final class Digest {
  private Digest() {}

  static String sha256(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Of a file's bytes.
   *
   * @throws verdigris.problem.ProblemException FILE_UNREADABLE
   */
  static String sha256(Path file) {
    try {
      return Sha256.of(Files.readAllBytes(file));
    } catch (java.io.IOException e) {
      throw Problem.of(
              Kind.FILE_UNREADABLE, new Where.InFile(file.toString()), String.valueOf(e), "")
          .asException();
    }
  }
}
