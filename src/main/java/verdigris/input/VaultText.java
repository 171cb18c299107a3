package verdigris.input;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A text that Ansible Vault encrypted, formats 1.1 and 1.2 (Ansible, "Protecting sensitive data
 * with Ansible vault", "Format of files encrypted with Ansible Vault"): a header line, then the
 * hexadecimal form of salt, HMAC and ciphertext, each hexadecimal itself.
 *
 * @param text header and body
 */
public record VaultText(String text) {
  private static final String HEADER = "$ANSIBLE_VAULT";
  private static final int ITERATIONS = 10_000;
  private static final int KEY_BYTES = 32;
  private static final int BLOCK_BYTES = 16;

  /** Whether a file's bytes are such a text. */
  static boolean isIn(byte[] bytes) {
    byte[] header = HEADER.getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(Arrays.copyOf(bytes, header.length), header);
  }

  /** The text cannot be opened with any password. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** The vault id in the header; empty: none, as in format 1.1. */
  String label() {
    List<String> header = header();
    return header.size() > 3 ? header.get(3) : "";
  }

  /**
   * Decrypts.
   *
   * @param password as bytes
   * @return empty: it is not the password, or the text was damaged
   */
  Optional<byte[]> open(byte[] password) throws Malformed {
    Parts parts = parts();
    try {
      byte[] keys = derive(password, parts.salt);
      byte[] cipherKey = Arrays.copyOfRange(keys, 0, KEY_BYTES);
      byte[] macKey = Arrays.copyOfRange(keys, KEY_BYTES, 2 * KEY_BYTES);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(macKey, "HmacSHA256"));
      if (!MessageDigest.isEqual(mac.doFinal(parts.ciphertext), parts.hmac)) {
        return Optional.empty();
      }
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(cipherKey, "AES"),
          new IvParameterSpec(keys, 2 * KEY_BYTES, BLOCK_BYTES));
      return Optional.of(unpadded(cipher.doFinal(parts.ciphertext)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2, HMAC and AES", e);
    }
  }

  /** Salt, HMAC and ciphertext. */
  private static final class Parts {
    final byte[] salt;
    final byte[] hmac;
    final byte[] ciphertext;

    Parts(byte[] salt, byte[] hmac, byte[] ciphertext) {
      this.salt = salt;
      this.hmac = hmac;
      this.ciphertext = ciphertext;
    }
  }

  private Parts parts() throws Malformed {
    List<String> header = header();
    if (header.size() < 3 || !header.getFirst().equals(HEADER)) {
      throw new Malformed("The header " + HEADER + ";1.1;AES256 is missing.");
    }
    if (!List.of("1.1", "1.2").contains(header.get(1))) {
      throw new Malformed("The format %s is not known.".formatted(header.get(1)));
    }
    if (!header.get(2).equals("AES256")) {
      throw new Malformed("The cipher %s is not known.".formatted(header.get(2)));
    }
    try {
      String body = String.join("", text.lines().skip(1).map(String::strip).toList());
      String inner =
          new String(HexFormat.of().parseHex(body), StandardCharsets.ISO_8859_1).stripTrailing();
      String[] fields = inner.split("\n", 3);
      if (fields.length < 3) {
        throw new Malformed("The text is cut off.");
      }
      return new Parts(
          HexFormat.of().parseHex(fields[0]),
          HexFormat.of().parseHex(fields[1]),
          HexFormat.of().parseHex(fields[2]));
    } catch (IllegalArgumentException _) {
      throw new Malformed("The text below the header is not hexadecimal, or is cut off.");
    }
  }

  private List<String> header() {
    String first = text.lines().findFirst().orElse("");
    return Arrays.stream(first.split(";", -1)).map(String::strip).toList();
  }

  /**
   * PBKDF2 (RFC 8018, 5.2): two keys and the first counter block. The JDK's own takes only
   * passwords that are text.
   */
  private static byte[] derive(byte[] password, byte[] salt) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(password, "HmacSHA256"));
    int wanted = 2 * KEY_BYTES + BLOCK_BYTES;
    ByteBuffer derived = ByteBuffer.allocate(wanted + mac.getMacLength());
    for (int block = 1; derived.position() < wanted; block++) {
      mac.update(salt);
      byte[] link = mac.doFinal(ByteBuffer.allocate(Integer.BYTES).putInt(block).array());
      byte[] sum = link.clone();
      for (int i = 1; i < ITERATIONS; i++) {
        link = mac.doFinal(link);
        for (int j = 0; j < sum.length; j++) {
          sum[j] ^= link[j];
        }
      }
      derived.put(sum);
    }
    return Arrays.copyOf(derived.array(), wanted);
  }

  /** PKCS #7: the last byte says how many were added. */
  private static byte[] unpadded(byte[] padded) {
    int added = padded.length == 0 ? 0 : padded[padded.length - 1];
    return Arrays.copyOf(padded, padded.length - Math.clamp(added, 0, BLOCK_BYTES));
  }

  @Override
  public String toString() {
    return "<vault>";
  }
}
