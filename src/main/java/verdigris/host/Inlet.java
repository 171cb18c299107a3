package verdigris.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is read here and filled by the connection's own thread, which must never wait for a
 * slow reader: it serves all channels. So it holds as much as comes.
 */
final class Inlet extends InputStream {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private int consumed;
  private int held;
  private boolean ended;
  private int patience;

  /** Where the connection's thread writes; closing it is the end of the stream. */
  OutputStream feed() {
    return new Feed();
  }

  /**
   * @param millis how long a read waits, 0: for ever
   */
  void patience(int millis) {
    lock.lock();
    try {
      patience = millis;
    } finally {
      lock.unlock();
    }
  }

  int patience() {
    lock.lock();
    try {
      return patience;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    lock.lock();
    try {
      byte @Nullable [] chunk = await();
      if (chunk == null) {
        return -1;
      }
      int count = Math.min(length, chunk.length - consumed);
      System.arraycopy(chunk, consumed, into, from, count);
      consumed += count;
      held -= count;
      if (consumed == chunk.length) {
        chunks.removeFirst();
        consumed = 0;
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  private byte @Nullable [] await() throws IOException {
    long left = TimeUnit.MILLISECONDS.toNanos(patience);
    while (chunks.isEmpty() && !ended) {
      try {
        if (patience == 0) {
          changed.await();
          continue;
        }
        if (left <= 0) {
          throw new SocketTimeoutException("nothing was heard for " + patience + " ms");
        }
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException("interrupted");
      }
    }
    return chunks.peekFirst();
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    end(true);
  }

  private void end(boolean forget) {
    lock.lock();
    try {
      ended = true;
      if (forget) {
        chunks.clear();
        consumed = 0;
        held = 0;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Feed extends OutputStream {
    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      if (length == 0) {
        return;
      }
      lock.lock();
      try {
        if (!ended) {
          chunks.addLast(java.util.Arrays.copyOfRange(bytes, from, from + length));
          held += length;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      end(false);
    }
  }
}
