package verdigris.host;

import com.jcraft.jsch.Cipher;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Signature;
import com.jcraft.jsch.jce.AES128GCM;
import com.jcraft.jsch.jce.XDH;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import verdigris.action.Command;

/**
 * Goes through what every connection needs, without a network: the algorithms of the key exchange,
 * and a database session whose server is a few canned messages (PostgreSQL manual, "Message
 * Formats"). Run once while the start-up cache is made; the JVM then has these classes ready.
 */
final class Rehearsal {
  private Rehearsal() {}

  static void all() throws Exception {
    algorithms();
    session();
  }

  private static void algorithms() throws Exception {
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
    AES128GCM cipher = new AES128GCM();
    cipher.init(Cipher.ENCRYPT_MODE, Arrays.copyOf(secret, 16), Arrays.copyOf(secret, 12));
    cipher.doFinal(secret, 0, 16, new byte[64], 0);
  }

  private static void session() throws SQLException {
    Host.Socket socket = new Host.Socket("/nowhere", 5432);
    try (Connection session = new SocketSession(new Stage(), socket, "postgres", "x").open();
        Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 'x'")) {
      while (rows.next()) {
        rows.getString(1);
      }
    }
  }

  /** A host on which a server says what a server says to a login and one query. */
  private static final class Stage implements LiveHost {
    @Override
    public String name() {
      return "stage";
    }

    @Override
    public Dialogue open(Command command) {
      return new Canned();
    }

    @Override
    public Outcome run(Command command, byte[] input, Duration limit) {
      return new Outcome(0, "", "");
    }

    @Override
    public Connection connect(Socket socket, String user, String database) {
      return new SocketSession(this, socket, user, database).open();
    }

    @Override
    public void close() {}
  }

  private static final class Canned implements LiveHost.Dialogue {
    private final Inlet inlet = new Inlet();

    Canned() {
      try (OutputStream feed = inlet.feed()) {
        feed.write(message('R', "\0\0\0\0"));
        feed.write(message('S', "server_version\00015.0\0"));
        feed.write(message('S', "client_encoding\0UTF8\0"));
        feed.write(message('S', "DateStyle\0ISO\0"));
        feed.write(message('S', "standard_conforming_strings\0on\0"));
        feed.write(message('S', "integer_datetimes\0on\0"));
        feed.write(message('K', "\0\0\0\001\0\0\0\002"));
        feed.write(message('Z', "I"));
        feed.write(message('1', ""));
        feed.write(message('2', ""));
        // One column of type text (25), as text.
        feed.write(
            message(
                'T', "\0\001x\0\0\0\0\0\0\0\0\0\0\031\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\0\0"));
        feed.write(message('D', "\0\001\0\0\0\001x"));
        feed.write(message('C', "SELECT 1\0"));
        feed.write(message('Z', "I"));
      } catch (IOException e) {
        throw new IllegalStateException("memory is always writable", e);
      }
    }

    private static byte[] message(char type, String body) {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
      int length = bytes.length + 4;
      message.write(type);
      message.write(length >> 24);
      message.write(length >> 16);
      message.write(length >> 8);
      message.write(length);
      message.writeBytes(bytes);
      return message.toByteArray();
    }

    @Override
    public OutputStream input() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream output() {
      return inlet;
    }

    @Override
    public void patience(int millis) {
      inlet.patience(millis);
    }

    @Override
    public int patience() {
      return inlet.patience();
    }

    @Override
    public Host.Outcome farewell() {
      return new Host.Outcome(0, "", "");
    }

    @Override
    public void close() {
      inlet.close();
    }
  }
}
