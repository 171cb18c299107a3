package verdigris.git;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.transport.sshd.agent.AbstractConnector;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an SSH agent through its socket: a length, a command, what belongs to it
 * (draft-miller-ssh-agent, section 3).
 */
final class SshAgentSocket extends AbstractConnector {
  private static final int LENGTH_BYTES = 4;
  private static final int HEADER_BYTES = LENGTH_BYTES + 1;

  private final Optional<Path> socket;
  private @Nullable SocketChannel channel;

  /**
   * @param socket empty: there is no agent
   */
  SshAgentSocket(Optional<Path> socket) {
    this.socket = socket;
  }

  /** Connects, unless it is; false: there is no agent. */
  @Override
  public synchronized boolean connect() throws IOException {
    if (channel != null || socket.isEmpty()) {
      return channel != null;
    }
    SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      opened.connect(UnixDomainSocketAddress.of(socket.get()));
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    channel = opened;
    return true;
  }

  @Override
  public byte[] rpc(byte command) throws IOException {
    return rpc(command, new byte[HEADER_BYTES]);
  }

  @Override
  public synchronized byte[] rpc(byte command, byte[] message) throws IOException {
    SocketChannel connected = channel;
    if (connected == null) {
      throw new IOException("not connected to an SSH agent");
    }
    prepareMessage(command, message);
    ByteBuffer out = ByteBuffer.wrap(message);
    while (out.hasRemaining()) {
      connected.write(out);
    }
    return read(connected, toLength(command, read(connected, LENGTH_BYTES)));
  }

  private static byte[] read(SocketChannel channel, int length) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(length);
    while (in.hasRemaining()) {
      if (channel.read(in) < 0) {
        throw new EOFException("the SSH agent closed the connection");
      }
    }
    return in.array();
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
