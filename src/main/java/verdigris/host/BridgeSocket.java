package verdigris.host;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the PostgreSQL driver takes for a socket: the input and output of a bridge. */
final class BridgeSocket extends Socket {
  /** Until the driver says otherwise: a server that accepts and says nothing must not hang us. */
  private static final int PATIENCE_MILLIS = 20_000;

  private final Supplier<LiveHost.Dialogue> bridge;
  private LiveHost.@Nullable Dialogue open;
  private boolean closed;

  BridgeSocket(Supplier<LiveHost.Dialogue> bridge) {
    this.bridge = bridge;
  }

  @Override
  public synchronized void connect(SocketAddress unused, int millis) {
    LiveHost.Dialogue dialogue = bridge.get();
    dialogue.patience(PATIENCE_MILLIS);
    open = dialogue;
  }

  @Override
  public void connect(SocketAddress unused) {
    connect(unused, 0);
  }

  private synchronized LiveHost.Dialogue dialogue() throws SocketException {
    LiveHost.Dialogue dialogue = open;
    if (dialogue == null || closed) {
      throw new SocketException("the bridge is not open");
    }
    return dialogue;
  }

  @Override
  public InputStream getInputStream() throws SocketException {
    return dialogue().output();
  }

  @Override
  public OutputStream getOutputStream() throws SocketException {
    return new FilterOutputStream(dialogue().input()) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }
    };
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    dialogue().patience(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return dialogue().patience();
  }

  @Override
  public synchronized boolean isConnected() {
    return open != null;
  }

  @Override
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (open != null) {
      open.close();
    }
  }

  // What only makes sense for a network.

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public void setReceiveBufferSize(int size) {}

  @Override
  public int getReceiveBufferSize() {
    return 8192;
  }

  @Override
  public void setSendBufferSize(int size) {}

  @Override
  public int getSendBufferSize() {
    return 8192;
  }
}
