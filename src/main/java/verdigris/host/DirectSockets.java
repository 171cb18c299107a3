package verdigris.host;

import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens the network connection to a host, trying each of its addresses, and can cut it. */
final class DirectSockets implements SocketFactory {
  private final Duration limit;
  private final Pulse pulse;
  private volatile @Nullable Socket socket;

  DirectSockets(Duration limit, Pulse pulse) {
    this.limit = limit;
    this.pulse = pulse;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    IOException last = new IOException("no address");
    for (InetAddress address : InetAddress.getAllByName(host)) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        break;
      }
      try {
        return connect(address, port, (int) left);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private Socket connect(InetAddress address, int port, int millis) throws IOException {
    Socket fresh = new Socket();
    boolean connected = false;
    try {
      fresh.setTcpNoDelay(true);
      fresh.connect(new InetSocketAddress(address, port), millis);
      socket = fresh;
      connected = true;
      return fresh;
    } finally {
      if (!connected) {
        fresh.close();
      }
    }
  }

  @Override
  public InputStream getInputStream(Socket from) throws IOException {
    return pulse.listen(from.getInputStream());
  }

  @Override
  public OutputStream getOutputStream(Socket to) throws IOException {
    return to.getOutputStream();
  }

  /**
   * Closes the socket under a connection that does not answer, which wakes whoever waits for it.
   */
  void cut() {
    Socket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is given up anyway.
      }
    }
  }
}
