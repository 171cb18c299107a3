package verdigris.host;

import com.jcraft.jsch.Session;

/**
 * What we offer in the key exchange: the fast and strong ones that the JDK has itself. JSch would
 * otherwise try each of its algorithms before every connection to see whether it works.
 */
final class Algorithms {
  private static final String KEY_EXCHANGE =
      "mlkem768x25519-sha256,curve25519-sha256,curve25519-sha256@libssh.org,"
          + "ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
          + "diffie-hellman-group16-sha512,diffie-hellman-group-exchange-sha256,"
          + "diffie-hellman-group14-sha256";
  private static final String CIPHERS =
      "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr";

  private Algorithms() {}

  static void choose(Session session) {
    session.setConfig("kex", KEY_EXCHANGE);
    session.setConfig("cipher.s2c", CIPHERS);
    session.setConfig("cipher.c2s", CIPHERS);
    session.setConfig("CheckKexes", "");
    session.setConfig("CheckCiphers", "");
    session.setConfig("CheckSignatures", "");
    session.setConfig("CheckMacs", "");
    session.setConfig("compression.s2c", "none");
    session.setConfig("compression.c2s", "none");
    session.setConfig("StrictHostKeyChecking", "yes");
    session.setConfig("PreferredAuthentications", "publickey");
    session.setConfig("MaxAuthTries", "20");
  }
}
