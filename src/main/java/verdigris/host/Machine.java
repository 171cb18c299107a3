package verdigris.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.problem.Where;

/** A host over a wire: what is the same for SSH and for this machine. */
final class Machine implements LiveHost {
  /** Channels at once; the rest waits. sshd's MaxSessions is 10 by default for one connection. */
  static final int CHANNELS = 8;

  private static final Duration OPENING = Duration.ofSeconds(30);
  private static final Duration FAREWELL = Duration.ofMillis(1500);

  private final Where where;
  private final String name;
  private final HostAddress.Become become;
  private final Wire wire;
  private final Semaphore free = new Semaphore(CHANNELS, true);

  Machine(String name, HostAddress.Become become, Wire wire) {
    this.where = new Where.OnHost(name);
    this.name = name;
    this.become = become;
    this.wire = wire;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Outcome run(Command command, byte[] input, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    Capture text = new Capture(Started.MAX_OUTPUT);
    try (Started started = start(command, text, deadline)) {
      started.feed(input);
      if (!started.await(left(deadline))) {
        throw Trouble.timeout(where, command, limit, started.errors());
      }
      return started.outcome(text, wire.broken());
    } catch (InterruptedException e) {
      throw Trouble.interrupted(where, command);
    }
  }

  @Override
  public Dialogue open(Command command) {
    Inlet inlet = new Inlet();
    try {
      Started started = start(command, inlet.feed(), System.nanoTime() + OPENING.toNanos());
      return new Talk(started, inlet, command);
    } catch (InterruptedException e) {
      throw Trouble.interrupted(where, command);
    }
  }

  @Override
  public Connection connect(Socket socket, String user, String database) {
    return new SocketSession(this, socket, user, database).open();
  }

  @Override
  public void close() {
    wire.close();
  }

  private Started start(Command command, OutputStream sink, long deadline)
      throws InterruptedException {
    if (command.as() == RunAs.ROOT && !become.allowed()) {
      throw SudoAnswer.notAllowedByInventory(where, command);
    }
    if (!free.tryAcquire(left(deadline).toNanos(), TimeUnit.NANOSECONDS)) {
      throw Trouble.noChannel(where, command, CHANNELS + " are in use by this run");
    }
    boolean started = false;
    try {
      Started running = startOnWire(command, sink, deadline);
      started = true;
      return running;
    } finally {
      if (!started) {
        free.release();
      }
    }
  }

  /**
   * sshd may have a smaller MaxSessions than usual; then one of our own channels must end first.
   */
  private Started startOnWire(Command command, OutputStream sink, long deadline)
      throws InterruptedException {
    while (true) {
      try {
        return new Started(wire, where, command, sink, free::release);
      } catch (IOException e) {
        if (wire.broken().isPresent()) {
          throw Trouble.lost(where, command, wire.broken().get());
        }
        boolean oursOnly = free.availablePermits() == CHANNELS - 1;
        if (oursOnly || left(deadline).isZero()) {
          throw Trouble.noChannel(where, command, String.valueOf(e.getMessage()));
        }
        Thread.sleep(50);
      }
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private final class Talk implements Dialogue {
    private final Started started;
    private final Inlet inlet;
    private final Command command;

    Talk(Started started, Inlet inlet, Command command) {
      this.started = started;
      this.inlet = inlet;
      this.command = command;
    }

    @Override
    public OutputStream input() {
      return started.input();
    }

    @Override
    public InputStream output() {
      return inlet;
    }

    @Override
    public void patience(int millis) {
      inlet.patience(millis);
    }

    @Override
    public int patience() {
      return inlet.patience();
    }

    @Override
    public Outcome farewell() {
      try {
        if (!started.await(FAREWELL)) {
          return new Outcome(0, "", started.errors());
        }
      } catch (InterruptedException e) {
        throw Trouble.interrupted(where, command);
      }
      return started.outcome(new Capture(0), wire.broken());
    }

    @Override
    public void close() {
      started.close();
      inlet.close();
    }
  }
}
