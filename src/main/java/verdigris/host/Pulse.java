package verdigris.host;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** When something was last heard from a host. */
final class Pulse {
  private volatile long heard = System.nanoTime();

  /** Nanoseconds since then. */
  long silence() {
    return System.nanoTime() - heard;
  }

  /** Begins to count anew. */
  void forgive() {
    heard = System.nanoTime();
  }

  /** A stream that reports what it reads. */
  InputStream listen(InputStream from) {
    return new FilterInputStream(from) {
      @Override
      public int read() throws IOException {
        int b = super.read();
        heard = System.nanoTime();
        return b;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        heard = System.nanoTime();
        return count;
      }
    };
  }
}
