package verdigris.host;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps what a command prints, up to a limit; the rest is counted and thrown away. */
final class Capture extends OutputStream {
  private final int limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private boolean overflowed;

  /**
   * @param limit in bytes
   */
  Capture(int limit) {
    this.limit = limit;
  }

  @Override
  public synchronized void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) {
    int room = Math.min(length, limit - kept.size());
    kept.write(bytes, from, room);
    overflowed |= room < length;
  }

  /** Whether there was more than the limit. */
  synchronized boolean overflowed() {
    return overflowed;
  }

  /** What was printed, as UTF-8; bytes that are not UTF-8 become U+FFFD. */
  synchronized String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}
