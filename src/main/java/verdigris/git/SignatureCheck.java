package verdigris.git;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.GpgConfig.GpgFormat;
import org.eclipse.jgit.lib.SignatureVerifier.SignatureVerification;
import org.eclipse.jgit.lib.SignatureVerifier.TrustLevel;
import org.eclipse.jgit.lib.SignatureVerifiers;
import org.eclipse.jgit.signing.ssh.SigningKeyDatabase;
import org.eclipse.jgit.signing.ssh.VerificationException;

/**
 * Checks a commit's SSH signature.
 *
 * @param tree that has the commit
 * @param allowed file of allowed signers, from the root of the tree
 */
record SignatureCheck(WorkTree tree, String allowed) {

  /**
   * Whose signature it is.
   *
   * @param signer the principal of the allowed signers' file; empty: see the objection
   * @param objection what is wrong, to follow "the commit"; empty: nothing
   */
  record Answer(Optional<String> signer, String objection) {
    private static Answer no(String objection) {
      return new Answer(Optional.empty(), objection);
    }
  }

  /** Who signed a commit, or why its signature does not count. */
  Answer of(Snapshot snapshot) {
    byte[] signature = snapshot.commit().getRawGpgSignature();
    if (signature == null) {
      return Answer.no("is not signed");
    }
    if (SignatureVerifiers.getFormat(signature) != GpgFormat.SSH) {
      return Answer.no("is not signed with SSH, and no other signature can be checked");
    }
    Optional<String> unreadable = unreadableList();
    return unreadable.map(Answer::no).orElseGet(() -> judged(verify(snapshot)));
  }

  private Answer judged(Optional<SignatureVerification> answer) {
    if (answer.isEmpty()) {
      return Answer.no("has a broken signature, which cannot be read");
    }
    SignatureVerification verified = answer.get();
    if (verified.verified() && verified.trustLevel() == TrustLevel.FULL) {
      return new Answer(Optional.of(verified.keyUser()), "");
    }
    String key = verified.keyFingerprint() == null ? "unknown" : verified.keyFingerprint();
    if (verified.trustLevel() == TrustLevel.UNKNOWN) {
      return Answer.no("is signed by somebody who is not in %s (key %s)".formatted(allowed, key));
    }
    if (verified.message() == null) {
      return Answer.no(
          "has a broken signature: the commit is not what was signed (key %s)".formatted(key));
    }
    return Answer.no("has a signature that does not count: " + verified.message());
  }

  private Optional<SignatureVerification> verify(Snapshot snapshot) {
    try {
      return Optional.ofNullable(
          SignatureVerifiers.verify(tree.repository(), config(), snapshot.commit()));
    } catch (IOException | RuntimeException _) {
      return Optional.empty(); // A signature that ends too early makes the reader throw anything.
    }
  }

  /** JGit says "see the log" of a list with a mistake in it, unless it is asked by itself. */
  private Optional<String> unreadableList() {
    try {
      SigningKeyDatabase.getInstance()
          .isAllowed(tree.repository(), config(), nobody(), "git", null);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "cannot be checked, because %s is wrong: %s".formatted(allowed, WorkTree.said(e)));
    } catch (VerificationException e) {
      throw new IllegalStateException("nobody's key is listed", e);
    }
  }

  /** A key that nobody can have: its modulus is even. */
  private static PublicKey nobody() {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePublic(
              new RSAPublicKeySpec(BigInteger.ONE.shiftLeft(1023), BigInteger.valueOf(65537)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA is missing from this Java", e);
    }
  }

  /** The user's own, with our list of signers; so a revocation file of theirs counts too. */
  private GpgConfig config() {
    Path list = tree.root().resolve(allowed);
    Config config = new Config(tree.repository().getConfig());
    config.setString(
        ConfigConstants.CONFIG_GPG_SECTION, "ssh", "allowedSignersFile", list.toString());
    config.setEnum(
        ConfigConstants.CONFIG_GPG_SECTION, null, ConfigConstants.CONFIG_KEY_FORMAT, GpgFormat.SSH);
    return new GpgConfig(config);
  }
}
