package verdigris.run;

import java.security.SecureRandom;
import verdigris.action.SecretValues;
import verdigris.action.Text;
import verdigris.action.Text.Hidden;
import verdigris.action.Text.Plain;
import verdigris.postgres.Quote;
import verdigris.postgres.ScramVerifier;

/** The one place where secrets are put into texts, right before they are sent. */
final class Revealed {
  private static final int SALT_BYTES = 16;

  private Revealed() {}

  /** The text with every secret's value in it; never to be shown or kept. */
  static String text(Text text, SecretValues secrets) {
    var revealed = new StringBuilder();
    for (Text.Part part : text.parts()) {
      revealed.append(
          switch (part) {
            case Plain(String plain) -> plain;
            case Hidden hidden -> value(hidden, secrets.value(hidden.secret()));
          });
    }
    return revealed.toString();
  }

  private static String value(Hidden hidden, String secret) {
    return switch (hidden.form()) {
      case VALUE -> secret;
      case PASSFILE -> Quote.passfile(secret);
      case SCRAM_LITERAL ->
          Quote.literal(ScramVerifier.of(secret, salt(), ScramVerifier.ITERATIONS).stored());
    };
  }

  private static byte[] salt() {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return salt;
  }
}
