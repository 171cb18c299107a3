package verdigris.host;

import com.jcraft.jsch.Cipher;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Signature;
import com.jcraft.jsch.jce.AES128GCM;
import com.jcraft.jsch.jce.XDH;
import java.util.Arrays;

/**
 * Goes through the algorithms of a key exchange, without a network. Run once while the start-up
 * cache is made; the JVM then has these classes ready.
 */
final class KeyExchange {
  private KeyExchange() {}

  static void all() throws Exception {
    XDH agreement = new XDH();
    agreement.init("X25519", 32);
    byte[] secret = agreement.getSecret(agreement.getQ());
    KeyPair key = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
    byte[] signature = key.getSignature(secret);
    Signature verifier = key.getVerifier();
    verifier.update(secret);
    if (!verifier.verify(signature)) {
      throw new IllegalStateException("Ed25519 does not verify its own signature");
    }
    byte[] cipherKey = Arrays.copyOf(secret, 16);
    byte[] sealed = new byte[64];
    // Each counts its own copy of the initial vector up.
    AES128GCM sender = new AES128GCM();
    sender.init(Cipher.ENCRYPT_MODE, cipherKey, Arrays.copyOf(secret, 12));
    sender.doFinal(secret, 0, 16, sealed, 0);
    AES128GCM receiver = new AES128GCM();
    receiver.init(Cipher.DECRYPT_MODE, cipherKey, Arrays.copyOf(secret, 12));
    receiver.doFinal(sealed, 0, 32, new byte[64], 0);
  }
}
