package verdigris.action;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A text in which secrets stand by name. Printing it shows the names; only the interpreter puts the
 * values in.
 *
 * @param parts in order
 */
public record Text(List<Part> parts) {
  public Text {
    parts = List.copyOf(parts);
  }

  /** A piece of a text. */
  public sealed interface Part {}

  /**
   * Text as it is.
   *
   * @param text anything but a secret
   */
  public record Plain(String text) implements Part {}

  /**
   * A secret's value in some form.
   *
   * @param secret which
   * @param form how it is written
   */
  public record Hidden(Secret secret, Form form) implements Part {}

  /** How a secret is written into a text. */
  public enum Form {
    /** As it is. */
    VALUE,
    /** As a field of a password file. */
    PASSFILE,
    /**
     * As an SQL literal that holds a SCRAM-SHA-256 verifier (RFC 5803 form, what {@code
     * pg_authid.rolpassword} stores).
     */
    SCRAM_LITERAL
  }

  /** A text without secrets. */
  public static Text of(String plain) {
    return new Text(List.of(new Plain(plain)));
  }

  /** This text followed by plain text. */
  public Text and(String plain) {
    return with(new Plain(plain));
  }

  /** This text followed by a secret. */
  public Text and(Secret secret, Form form) {
    return with(new Hidden(secret, form));
  }

  /** Whether a secret stands in it. */
  public boolean hidesSomething() {
    return parts.stream().anyMatch(Hidden.class::isInstance);
  }

  private Text with(Part part) {
    return new Text(
        java.util.stream.Stream.concat(parts.stream(), java.util.stream.Stream.of(part)).toList());
  }

  @Override
  public String toString() {
    return parts.stream()
        .map(
            part ->
                switch (part) {
                  case Plain(String text) -> text;
                  case Hidden(Secret secret, Form _) -> secret.toString();
                })
        .collect(Collectors.joining());
  }
}
