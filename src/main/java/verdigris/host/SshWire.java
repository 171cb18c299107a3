package verdigris.host;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs lines on a host over one SSH connection (RFC 4254). */
final class SshWire implements Wire {
  /** What has closed its output is about to end by itself. */
  private static final Duration ENDING = Duration.ofSeconds(2);

  /** Longer than the heartbeat needs to find out that nobody is there. */
  private static final Duration SILENCE = Duration.ofSeconds(35);

  private final List<Session> sessions;
  private final Session session;
  private final Heartbeat heartbeat;

  /**
   * @param sessions to each jump host and at last to the host, all connected
   * @param heartbeat notices when the last one is dead
   */
  SshWire(List<Session> sessions, Heartbeat heartbeat) {
    this.sessions = List.copyOf(sessions);
    this.session = sessions.getLast();
    this.heartbeat = heartbeat;
  }

  @Override
  public Channel start(String line, OutputStream output, OutputStream errors) throws IOException {
    try {
      return tryStart(line, output, errors);
    } catch (SilentHost e) {
      awaitVerdict();
      throw e;
    }
  }

  private Channel tryStart(String line, OutputStream output, OutputStream errors)
      throws IOException {
    ChannelExec exec = null;
    try {
      exec = (ChannelExec) session.openChannel("exec");
      SshChannel channel = new SshChannel(exec, exec.getOutputStream());
      exec.setCommand(line.getBytes(StandardCharsets.UTF_8));
      exec.setOutputStream(output);
      exec.setErrStream(channel.untilClosed(errors));
      exec.connect();
      return channel;
    } catch (JSchException e) {
      // A refused channel is closed with the reason as its status (RFC 4254, 5.1).
      if (exec != null && exec.getExitStatus() < 0 && session.isConnected()) {
        throw new SilentHost(e);
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The host did not answer; the heartbeat will know soon whether it is dead. */
  private void awaitVerdict() {
    long end = System.nanoTime() + SILENCE.toNanos();
    try {
      while (broken().isEmpty() && System.nanoTime() < end) {
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class SilentHost extends IOException {
    private static final long serialVersionUID = 1L;

    SilentHost(JSchException cause) {
      super("the host did not open a channel", cause);
    }
  }

  @Override
  public Optional<String> broken() {
    Optional<String> dead = heartbeat.dead();
    return dead.isPresent() || session.isConnected()
        ? dead
        : Optional.of("the host or the network closed it");
  }

  @Override
  public void close() {
    heartbeat.stop();
    sessions.reversed().forEach(Session::disconnect);
  }

  private static final class SshChannel implements Channel {
    private final ChannelExec exec;
    private final OutputStream input;
    private final CountDownLatch closed = new CountDownLatch(1);

    SshChannel(ChannelExec exec, OutputStream input) {
      this.exec = exec;
      this.input = input;
    }

    /** JSch closes this stream last, after the exit status, also when the connection breaks. */
    OutputStream untilClosed(OutputStream errors) {
      return new FilterOutputStream(errors) {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
          super.close();
          closed.countDown();
        }
      };
    }

    @Override
    public OutputStream input() {
      return input;
    }

    @Override
    public boolean await(Duration limit) throws InterruptedException {
      return closed.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public OptionalInt exit() {
      String signal = exec.getExitSignal();
      if (signal != null) {
        return OptionalInt.of(128 + signalNumber(signal));
      }
      return exec.getExitStatus() < 0 ? OptionalInt.empty() : OptionalInt.of(exec.getExitStatus());
    }

    /** The names are those of RFC 4254, 6.10, the numbers those of Linux. */
    private static int signalNumber(String name) {
      return switch (name) {
        case "HUP" -> 1;
        case "INT" -> 2;
        case "QUIT" -> 3;
        case "ILL" -> 4;
        case "ABRT" -> 6;
        case "FPE" -> 8;
        case "KILL" -> 9;
        case "USR1" -> 10;
        case "SEGV" -> 11;
        case "USR2" -> 12;
        case "PIPE" -> 13;
        case "ALRM" -> 14;
        case "TERM" -> 15;
        default -> 0;
      };
    }

    @Override
    public void close() {
      if (closed.getCount() == 0) {
        return;
      }
      // Not here: on a dead network writing waits until the heartbeat gives up.
      Thread.ofVirtual().start(this::abandon);
    }

    private void abandon() {
      try {
        input.close();
        boolean ending = exec.isEOF() && closed.await(ENDING.toMillis(), TimeUnit.MILLISECONDS);
        if (!ending) {
          signal();
        }
      } catch (Exception e) {
        // sshd may not know signals, or the connection is gone.
      }
      exec.disconnect();
    }

    /** Never after our own CLOSE: sshd ends a connection that speaks of a channel it has freed. */
    private void signal() throws Exception {
      synchronized (exec) {
        if (!exec.isClosed()) {
          exec.sendSignal("TERM");
        }
      }
    }
  }
}
