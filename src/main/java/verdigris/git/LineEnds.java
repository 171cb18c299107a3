package verdigris.git;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts that are equal up to how their lines end. A checkout with {@code core.autocrlf} has CRLF
 * where the commit has LF, and a plan means the same with either; running Git's own conversion
 * would also run filters that the user has configured, which can turn anything into anything.
 */
final class LineEnds {
  private LineEnds() {}

  static boolean sameText(byte[] left, byte[] right) {
    return Arrays.equals(left, right) || plain(left).equals(plain(right));
  }

  /** ISO-8859-1 keeps every byte apart from the others. */
  private static String plain(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
  }
}
