package verdigris.host;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A connection that begins at a jump host, as {@code ssh -W} makes it: no port is opened on this
 * machine, which others could use.
 */
final class ThroughJump implements Proxy {
  private final Session jump;
  private final Pulse pulse;
  private final Inlet inlet = new Inlet();
  private @Nullable ChannelDirectTCPIP channel;
  private @Nullable OutputStream output;

  ThroughJump(Session jump, Pulse pulse) {
    this.jump = jump;
    this.pulse = pulse;
  }

  @Override
  public void connect(@Nullable SocketFactory unused, String host, int port, int timeout)
      throws JSchException, IOException {
    ChannelDirectTCPIP opening = (ChannelDirectTCPIP) jump.openChannel("direct-tcpip");
    opening.setHost(host);
    opening.setPort(port);
    opening.setOutputStream(inlet.feed());
    output = opening.getOutputStream();
    opening.connect(timeout);
    channel = opening;
    inlet.patience(timeout);
  }

  /** The handshake is over: from now on silence is the heartbeat's business. */
  void settled() {
    inlet.patience(0);
  }

  @Override
  public InputStream getInputStream() {
    return pulse.listen(inlet);
  }

  @Override
  @NullUnmarked
  public OutputStream getOutputStream() {
    return output;
  }

  /** There is none: it is a channel of another connection. */
  @Override
  @NullUnmarked
  public Socket getSocket() {
    return null;
  }

  @Override
  public void close() {
    ChannelDirectTCPIP open = channel;
    if (open != null) {
      open.disconnect();
    }
    inlet.close();
  }
}
