package verdigris.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import verdigris.action.Command;
import verdigris.facts.SqlResult;

/**
 * A host that answers as a real one did: any command with one recorded text, any database session
 * with recorded results. The start-up cache is made with it, so that the JVM has everything ready
 * that a look at a host needs.
 *
 * @param name inventory name
 * @param answer to the script that collects facts
 * @param servers what is recorded of its servers
 */
public record RecordedHost(String name, String answer, Servers servers) implements Host {

  /** The servers of the host. */
  public interface Servers {
    /** The major version of the server on a port. */
    int major(int port);

    /** What each batch of queries of a session returns. */
    List<List<SqlResult>> batches(int port, String database);

    /** How many statements there are between a batch's BEGIN and its first query. */
    int settings();
  }

  @Override
  public Outcome run(Command command, byte[] input, Duration limit) {
    return new Outcome(0, answer, "");
  }

  @Override
  public Connection connect(Socket socket, String user, String database) {
    byte[] said =
        ServerMessages.session(
            servers.major(socket.port()),
            servers.batches(socket.port(), database),
            servers.settings());
    return new SocketSession(new Stage(this, said), socket, user, database).open();
  }

  @Override
  public void close() {}

  /** The host with one server behind every bridge. */
  private static final class Stage implements LiveHost {
    private final RecordedHost host;
    private final byte[] said;

    Stage(RecordedHost host, byte[] said) {
      this.host = host;
      this.said = said;
    }

    @Override
    public String name() {
      return host.name();
    }

    @Override
    public Dialogue open(Command command) {
      return new Monologue(said);
    }

    @Override
    public Outcome run(Command command, byte[] input, Duration limit) {
      return host.run(command, input, limit);
    }

    @Override
    public Connection connect(Socket socket, String user, String database) {
      return host.connect(socket, user, database);
    }

    @Override
    public void close() {}
  }

  /** Says all that it has to say at once, whatever it is asked. */
  private static final class Monologue implements LiveHost.Dialogue {
    private final Inlet inlet = new Inlet();

    Monologue(byte[] said) {
      try (OutputStream feed = inlet.feed()) {
        feed.write(said);
      } catch (IOException e) {
        throw new UncheckedIOException("memory is always writable", e);
      }
    }

    @Override
    public OutputStream input() {
      return OutputStream.nullOutputStream();
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
    public Host.Outcome farewell() {
      return new Host.Outcome(0, "", "");
    }

    @Override
    public void close() {
      inlet.close();
    }
  }
}
