package verdigris.host;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import verdigris.facts.SqlResult;

/**
 * What a PostgreSQL server says to the driver: a login without a password, then batches of queries
 * in a transaction (manual, "Message Formats"). Each statement of a batch is answered as the
 * extended protocol does it.
 */
// NullAway does not see in a compiled record that its rows may hold nulls.
@SuppressWarnings("NullAway")
final class ServerMessages {
  private static final int TEXT = 25;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private ServerMessages() {}

  /**
   * A whole session.
   *
   * @param major of the server
   * @param batches what each batch returns, in the order of its queries
   * @param settings how many statements there are between a batch's BEGIN and its first query
   */
  static byte[] session(int major, List<List<SqlResult>> batches, int settings) {
    ServerMessages messages = new ServerMessages();
    messages.login(major);
    for (List<SqlResult> batch : batches) {
      messages.done("BEGIN");
      Collections.nCopies(settings, "SET").forEach(messages::done);
      batch.forEach(messages::rows);
      messages.done("COMMIT");
      messages.ready();
    }
    return messages.said.toByteArray();
  }

  private void login(int major) {
    say('R', "\0\0\0\0");
    say('S', "server_version\0" + major + ".0\0");
    say('S', "client_encoding\0UTF8\0");
    say('S', "DateStyle\0ISO\0");
    say('S', "standard_conforming_strings\0on\0");
    say('S', "integer_datetimes\0on\0");
    say('K', "\0\0\0\001\0\0\0\002");
    ready();
    if (major < 12) {
      // The driver greets such a server with SET extra_float_digits, by the simple protocol.
      say('C', "SET\0");
      ready();
    }
  }

  private void ready() {
    say('Z', "I");
  }

  /** A statement that returns no rows. */
  private void done(String tag) {
    say('1', "");
    say('2', "");
    say('n', "");
    say('C', tag + "\0");
  }

  private void rows(SqlResult result) {
    int columns = result.rows().isEmpty() ? 1 : result.rows().getFirst().size();
    say('1', "");
    say('2', "");
    say(
        'T',
        body -> {
          body.writeShort(columns);
          for (int column = 0; column < columns; column++) {
            body.writeBytes("x\0");
            body.writeInt(0);
            body.writeShort(0);
            body.writeInt(TEXT);
            body.writeShort(-1);
            body.writeInt(-1);
            body.writeShort(0);
          }
        });
    result.rows().forEach(row -> say('D', body -> row(body, row)));
    say('C', "SELECT " + result.rows().size() + "\0");
  }

  private static void row(DataOutputStream body, List<@Nullable String> row) throws IOException {
    body.writeShort(row.size());
    for (String value : row) {
      if (value == null) {
        body.writeInt(-1);
      } else {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        body.writeInt(bytes.length);
        body.write(bytes);
      }
    }
  }

  private void say(char type, String body) {
    say(type, out -> out.write(body.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void say(char type, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream message = new DataOutputStream(said);
        DataOutputStream content = new DataOutputStream(bytes)) {
      body.writeTo(content);
      message.writeByte(type);
      message.writeInt(bytes.size() + 4);
      message.write(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always writable", e);
    }
  }

  private interface Body {
    void writeTo(DataOutputStream content) throws IOException;
  }
}
