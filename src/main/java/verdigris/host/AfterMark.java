package verdigris.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes on what comes after the mark; keeps the beginning of what came before it. */
final class AfterMark extends OutputStream {
  private static final int KEPT = 2000;

  private final OutputStream next;
  private final ByteArrayOutputStream noise = new ByteArrayOutputStream();
  private int matched;

  AfterMark(OutputStream next) {
    this.next = next;
  }

  /** Whether the command has begun. */
  synchronized boolean seen() {
    return matched == ShellLine.MARK.length;
  }

  /** What was printed before the mark, shortened. */
  synchronized String noise() {
    return noise.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    int at = from;
    while (at < from + length && !seen()) {
      match(bytes[at]);
      at++;
    }
    if (at < from + length) {
      next.write(bytes, at, from + length - at);
    }
  }

  private void match(byte b) {
    matched = b == ShellLine.MARK[matched] ? matched + 1 : b == ShellLine.MARK[0] ? 1 : 0;
    if (noise.size() < KEPT && matched == 0) {
      noise.write(b);
    }
  }

  @Override
  public void flush() throws IOException {
    next.flush();
  }

  @Override
  public void close() throws IOException {
    next.close();
  }
}
