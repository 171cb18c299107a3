package verdigris.host;

import java.sql.Connection;
import java.time.Duration;
import verdigris.action.Command;

/**
 * One machine, over one connection for a whole run. The only interface that touches a machine. Safe
 * to use from several threads.
 *
 * <p>Every method throws {@link verdigris.problem.ProblemException} when the connection breaks,
 * sudo refuses, or the time is over; a command's own exit status is a value.
 */
public interface Host extends AutoCloseable {

  /** Inventory name. */
  String name();

  /**
   * Runs a command to its end.
   *
   * @param command as it will be shown
   * @param input sent to its standard input; may hold secrets; never logged
   * @param limit how long it may take
   * @return exit status and output
   */
  Outcome run(Command command, byte[] input, Duration limit);

  /** Runs a command without input. */
  default Outcome run(Command command, Duration limit) {
    return run(command, new byte[0], limit);
  }

  /**
   * Opens a database session through this connection to a Unix socket, as the operating-system user
   * postgres (peer authentication).
   *
   * @param socket directory and port of the server
   * @param user database role, such as {@code postgres}
   * @param database to enter
   * @return to be closed by the caller
   */
  Connection connect(Socket socket, String user, String database);

  /** A server's Unix socket: its directory and the port in its name. */
  record Socket(String directory, int port) {}

  /**
   * How a command ended.
   *
   * @param exit its exit status; 128 + signal when killed
   * @param output standard output, decoded as UTF-8; bytes that are not UTF-8 become U+FFFD
   * @param errors standard error, likewise
   */
  record Outcome(int exit, String output, String errors) {
    /** Whether it ended with status 0. */
    public boolean succeeded() {
      return exit == 0;
    }
  }

  @Override
  void close();
}
