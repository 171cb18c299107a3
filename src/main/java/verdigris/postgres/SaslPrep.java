package verdigris.postgres;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * What PostgreSQL makes of a password before it is hashed for SCRAM: SASLprep (RFC 4013), but a
 * password that SASLprep refuses is used as it is (src/common/saslprep.c and scram-common.c; the
 * same since 10).
 */
final class SaslPrep {
  private SaslPrep() {}

  /** The bytes that are hashed. */
  static byte[] prepare(String password) {
    return prepared(password).getBytes(StandardCharsets.UTF_8);
  }

  private static String prepared(String password) {
    if (password.chars().allMatch(c -> c < 0x80)) {
      return password;
    }
    String normal = Normalizer.normalize(mapped(password), Normalizer.Form.NFKC);
    return normal.isEmpty() || isProhibited(normal) || mixesDirections(normal) ? password : normal;
  }

  private static String mapped(String password) {
    return password
        .codePoints()
        .map(c -> StringPrep.NON_ASCII_SPACE.contains(c) ? ' ' : c)
        .filter(c -> !StringPrep.MAPPED_TO_NOTHING.contains(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isProhibited(String text) {
    return text.codePoints()
        .anyMatch(c -> StringPrep.PROHIBITED.contains(c) || StringPrep.UNASSIGNED.contains(c));
  }

  /** RFC 3454, section 6: right-to-left text must begin and end so and hold nothing else. */
  private static boolean mixesDirections(String text) {
    if (text.codePoints().noneMatch(StringPrep.RIGHT_TO_LEFT::contains)) {
      return false;
    }
    return text.codePoints().anyMatch(StringPrep.LEFT_TO_RIGHT::contains)
        || !StringPrep.RIGHT_TO_LEFT.contains(text.codePointAt(0))
        || !StringPrep.RIGHT_TO_LEFT.contains(text.codePointBefore(text.length()));
  }
}
