package verdigris.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/** SHA-256 of what a plan is made from. */
final class Digest {
  private Digest() {}

  static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Of a file's bytes.
   *
   * @throws verdigris.problem.ProblemException FILE_UNREADABLE
   */
  static String sha256(Path file) {
    try {
      return sha256(Files.readAllBytes(file));
    } catch (IOException e) {
      throw Problem.of(
              Kind.FILE_UNREADABLE, new Where.InFile(file.toString()), String.valueOf(e), "")
          .asException();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this Java", e);
    }
  }
}
