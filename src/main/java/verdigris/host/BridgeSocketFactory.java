package verdigris.host;

import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/**
 * Gives the PostgreSQL driver sockets that are bridges.
 *
 * <p>The driver creates it by its class name, so what it should bridge to cannot be passed to its
 * constructor. It takes it from the scope in which the driver is called: a binding that nobody else
 * sees and that ends with the call. The factory keeps it, because the driver opens a second socket
 * later to cancel a statement.
 */
public final class BridgeSocketFactory extends SocketFactory {
  static final ScopedValue<Supplier<LiveHost.Dialogue>> BRIDGE = ScopedValue.newInstance();

  private final Supplier<LiveHost.Dialogue> bridge = BRIDGE.get();

  /** Called by the driver, within the scope. */
  public BridgeSocketFactory() {}

  @Override
  public Socket createSocket() {
    return new BridgeSocket(bridge);
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw addressed();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    throw addressed();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw addressed();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    throw addressed();
  }

  private static UnsupportedOperationException addressed() {
    return new UnsupportedOperationException("a bridge has no network address");
  }
}
