package verdigris.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramVerifierTest {
  private static final String PENCIL =
      "SCRAM-SHA-256$4096:blTvjhU5Bsmu+Q1dwABqrg=="
          + "$ooxb65EPrxUNXdUsp3AreYuXZuwqrPlNRXBsIGMlgbI="
          + ":+gcbpRNreifIIFumGGVRaUvWvMzcElXX817O5f2pScM=";

  /** The example of RFC 7677, section 3: the proofs of both sides follow from the two keys. */
  @Test
  void theExampleOfTheRfcHolds() throws GeneralSecurityException {
    ScramVerifier verifier =
        ScramVerifier.of("pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
    String nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    String messages =
        "n=user,r=rOprNGfwEbeRWgbNEkqO,r=%s,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=%s"
            .replace("%s", nonce);

    byte[] storedKey = Base64.getDecoder().decode(verifier.storedKey());
    byte[] clientKey =
        xor(
            Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="),
            hmac(storedKey, messages));
    assertThat(MessageDigest.getInstance("SHA-256").digest(clientKey)).isEqualTo(storedKey);

    byte[] serverKey = Base64.getDecoder().decode(verifier.serverKey());
    assertThat(Base64.getEncoder().encodeToString(hmac(serverKey, messages)))
        .isEqualTo("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  }

  /** Stored by PostgreSQL 15.18; they cover each way through SASLprep. */
  @ParameterizedTest
  @CsvSource({
    "pencil, SCRAM-SHA-256$4096:blTvjhU5Bsmu+Q1dwABqrg==$ooxb65EPrxUNXdUsp3AreYuXZuwqrPlNRXBsIGMlgbI=:+gcbpRNreifIIFumGGVRaUvWvMzcElXX817O5f2pScM=",
    "p\u00E4sswort, SCRAM-SHA-256$4096:mEqhWDzKPwWY4+eSa3//DQ==$NgvNQyXxuOrMCNlpKdDp4MIbsAvQIHWl/7DoFfa40AA=:F7cw8kGZeUUWfjZdIsCx67iioPhrUiQOnafMOtZcXlk=",
    "I\u00ADX, SCRAM-SHA-256$4096:qo+kafsycb38fdZTJ05B8g==$64BX6UX1vxKoVX44u2+ADGQUqfaE/DobvLhOdSgDaSk=:vjzAJ+IH5si2lAWe6KmuL5q7hyZLXxYL8ooV0jWtqx0=",
    "\u2168, SCRAM-SHA-256$4096:4q9oLWlM4/ZlBzCbG0Pr3w==$OxrwgUZGbh0y8XTAXXLJgBBGRF7GweQi8AbNZZp89k0=:erWakZ7eA++lYK9Q5+YOn445Lfx0tItibLbT6CXwcbo=",
    "\u00AA, SCRAM-SHA-256$4096:O2gLcTtizjaejUvUz0Pg1A==$4LBS4QMv5JD2TgtQ2JXZ+x9XPipOAe5b8elf08SEyfY=:acgQEY/6lF2o4+9x507x4PCOOzmDzZXTI8w21y2u4cs=",
    "a\u00A0b, SCRAM-SHA-256$4096:SZBMIDsFeUDlLxw7g2fhMg==$OUvsIEHPuCP1+9HIKrw8SvKSWN3S5JGts/8fGAqp3g8=:UDF5olo51Lvliq7W9Vf1Z8aiE0XFIxjLx0IvZEqBhus=",
    "\u06271, SCRAM-SHA-256$4096:nwailDqJ8W/JedEsCC1Jhg==$i1JmLweJay0mHZ02vf/2gngQflX2jr8esUTUbPb9zic=:LK6z41Xm/yoC1yMhUZWNnRErOhifqDKcsQC/o/+IIpw=",
    "\u06271\u0628, SCRAM-SHA-256$4096:DC9ycZLq0tKwv4+Et4IE/A==$WTN4fFm7RWFFyG0qcJAjio4l1czGwXVU7NdbHgQ4DkI=:SQ2R3BW2hBKlMgDrdKL6eSOQNZyJKGPyJaHXY3rnd8I=",
    "\u05D0a\u05D0, SCRAM-SHA-256$4096:tt4+mP8thn2urD6coCVHPg==$r7IP+KZPnfivOoNPRb455PMi7pJrDXvvzGwxo4YHWq4=:SRVzwqUyw8ygJ7uB+yi4mUIYX7TxwdkO8x2RuU/2amU=",
    "\uD83D\uDE00\u2168, SCRAM-SHA-256$4096:8pxtiAm4Gtlqf3l1sPGGhw==$072zYqV2XOMFitjYJDAP3Eps5alZP9XCCHaH8iz8TCc=:+SFKX8SLiKKlib7T7ZNfllSaE5oNIXEsf92LxSOxzgY=",
    "'\u0007\u00AA', SCRAM-SHA-256$4096:5SvrD7S5QVmFWqqKGdLCsw==$HSQggn2mThdKAhFdb1sByroQzCaEWmV/73nh3PQvuxA=:kgXTDomvN8ciwBROx2TgOLsoDmuV8UTcpJFxSEbRnR0=",
    "\u00AD, SCRAM-SHA-256$4096:669cQuSxIRgdRACRyZaWLw==$1ekqDVQsrRasHiWarcwWrkAn342hnl2QzoValP3o4fQ=:SBl+lqAX4iB3wKIeaor9xQTmzwFctI5+USj3I9JGtpQ=",
    "e\u0301, SCRAM-SHA-256$4096:+oVEE/9XjppHxaXU/YCFlA==$HGiS3L5efSDx6XLixxv6RiLj2dXoEa6yjFIbzqqnfDo=:IyXXV1hnmWbuJLCDsXtjcmB+ciFU4vaiEqOQwkatUi4=",
    "\u200Bx, SCRAM-SHA-256$4096:7YOg3HfRAMPGDaEzY6xv9A==$pvwwY0rlCRP6MDYHYbcplERxQ4zMB96LGYV6Er9iJGk=:HPJXP/QxY9VB6qhLk74hF272Ts5XY16S5LoonS5moYs=",
    "\uFF21\uFF22, SCRAM-SHA-256$4096:/UFLj9T5VAFNKdkPi9YfUA==$XPy59SiUqDCm8GV9aiaUpMi4Oh8WgQcg8j8RS8tZEx4=:clAlM1C8THL2OeaH8gcBnnxQ6Vz9i7AhLiIqoWUtwao=",
    "caf\u00E9\u200D, SCRAM-SHA-256$4096:Hkp/+klzGaYKOz+i4MKfyg==$1jvw2T8TO/vgkLIy656P1bHHq9qmBSDXBcJbopkxRmo=:npSlr1s7LBv6NcJ9TjfAg90zfw3ZOmXHBV1loN9UdM0=",
    "\u0221\u2168, SCRAM-SHA-256$4096:RpL6ApenA+3vD72faq5wJQ==$HwOuWQeaj3J6Y7yvndJb5gFE3AZVo4m0J2+N+Exd894=:Vc8AHAYd0AiwkQUDOLPqE+HPkkF6vxgPuE1UC/h4yMg=",
    "\u3000\u30AC\u304B\u3099, SCRAM-SHA-256$4096:A26htVVOmupTWGSHDIdh9w==$CdzcpFf4ZohH6E58JLwAsJj8Vv9nxczJPoF4STNkTpE=:cWFbQx5zc51iTzTJBPjvaUhMU2vSYMXqECz6FlL0WsU=",
  })
  void itIsWhatTheServerStores(String password, String stored) {
    ScramVerifier parsed = ScramVerifier.parse(stored).orElseThrow();
    byte[] salt = Base64.getDecoder().decode(parsed.salt());

    assertThat(ScramVerifier.of(password, salt, parsed.iterations()).stored()).isEqualTo(stored);
    assertThat(parsed.matches(password)).isTrue();
    assertThat(parsed.matches(password + "x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "md5a3556571e93b0d20722ba62be61e8c2d",
        "SCRAM-SHA-256$0:blTvjhU5Bsmu+Q1dwABqrg==$b2s=:b2s=",
        "SCRAM-SHA-256$4096:blTvjhU5Bsmu+Q1dwABqrg$b2s=",
        "SCRAM-SHA-256$4096:A$b2s=:b2s=",
        "SCRAM-SHA-256$99999999999:b2s=$b2s=:b2s=",
      })
  void anotherFormIsNotOne(String stored) {
    assertThat(ScramVerifier.parse(stored)).isEmpty();
  }

  @Test
  void anEmptyPasswordMatchesNothingAndMakesNone() {
    assertThat(ScramVerifier.parse(PENCIL).orElseThrow().matches("")).isFalse();
    assertThatThrownBy(() -> ScramVerifier.of("", new byte[16], 4096))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printingItMustNotShowTheKeys() {
    ScramVerifier verifier = ScramVerifier.parse(PENCIL).orElseThrow();

    assertThat(verifier.toString())
        .doesNotContain(verifier.salt(), verifier.storedKey(), verifier.serverKey());
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] xor(byte[] left, byte[] right) {
    byte[] result = left.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] ^= right[i];
    }
    return result;
  }
}
