package verdigris.postgres;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What PostgreSQL stores in {@code pg_authid.rolpassword} for SCRAM-SHA-256 (RFC 5802, RFC 7677;
 * manual, "Password Authentication", 10 and later). Computed here, the password itself never
 * reaches a server or its log.
 *
 * @param iterations of PBKDF2
 * @param salt in Base64
 * @param storedKey in Base64
 * @param serverKey in Base64; who has it can pretend to be the server
 */
public record ScramVerifier(int iterations, String salt, String storedKey, String serverKey) {
  /** What PostgreSQL takes ({@code scram_iterations} of 16 and later has the same default). */
  public static final int ITERATIONS = 4096;

  private static final String BASE64 = "[A-Za-z0-9+/]+={0,2}";
  private static final Pattern FORM =
      Pattern.compile(
          "SCRAM-SHA-256\\$(\\d{1,9}):(%s)\\$(%s):(%s)".formatted(BASE64, BASE64, BASE64));

  /**
   * Hashes a password.
   *
   * @param password not empty; PostgreSQL refuses an empty one
   * @param salt PostgreSQL takes 16 random bytes
   * @param iterations at least 1
   */
  public static ScramVerifier of(String password, byte[] salt, int iterations) {
    if (password.isEmpty() || iterations < 1) {
      throw new IllegalArgumentException("an empty password, or no iteration");
    }
    byte[] salted = saltedPassword(SaslPrep.prepare(password), salt, iterations);
    byte[] storedKey = sha256(hmac(salted, ascii("Client Key")));
    byte[] serverKey = hmac(salted, ascii("Server Key"));
    return new ScramVerifier(iterations, base64(salt), base64(storedKey), base64(serverKey));
  }

  /**
   * Reads the stored form.
   *
   * @return empty for anything else, such as an MD5 hash
   */
  public static Optional<ScramVerifier> parse(String stored) {
    Matcher matcher = FORM.matcher(stored);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < 1) {
      return Optional.empty();
    }
    try {
      Base64.getDecoder().decode(matcher.group(2));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    return Optional.of(
        new ScramVerifier(
            Integer.parseInt(matcher.group(1)),
            matcher.group(2),
            matcher.group(3),
            matcher.group(4)));
  }

  /** Whether this was made from the password. Takes as long as making one. */
  public boolean matches(String password) {
    if (password.isEmpty()) {
      return false;
    }
    ScramVerifier other = of(password, Base64.getDecoder().decode(salt), iterations);
    return MessageDigest.isEqual(ascii(other.stored()), ascii(stored()));
  }

  /** The form that PostgreSQL stores and {@code CREATE ROLE … PASSWORD} takes. */
  public String stored() {
    return "SCRAM-SHA-256$%d:%s$%s:%s".formatted(iterations, salt, storedKey, serverKey);
  }

  /** Nothing of the keys: a log or an exception may print it. */
  @Override
  public String toString() {
    return "<SCRAM-SHA-256 verifier>";
  }

  /** Hi() of RFC 5802, which is PBKDF2 with one block. */
  private static byte[] saltedPassword(byte[] password, byte[] salt, int iterations) {
    byte[] block = Arrays.copyOf(salt, salt.length + 4);
    block[salt.length + 3] = 1;
    Mac mac = mac(password);
    byte[] last = mac.doFinal(block);
    byte[] sum = last.clone();
    for (int i = 1; i < iterations; i++) {
      last = mac.doFinal(last);
      for (int k = 0; k < sum.length; k++) {
        sum[k] ^= last[k];
      }
    }
    return sum;
  }

  private static byte[] hmac(byte[] key, byte[] text) {
    return mac(key).doFinal(text);
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static byte[] sha256(byte[] text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
