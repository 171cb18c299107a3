package verdigris.host;

import java.io.InputStream;
import java.io.OutputStream;
import verdigris.action.Command;

/** A host on which a command can stay open, as a database session or the lock needs it. */
public interface LiveHost extends Host {

  /**
   * Starts a command whose input and output stay open. It counts as one of the connection's
   * channels until it is closed.
   *
   * @param command as it will be shown
   * @return to be closed by the caller
   * @throws verdigris.problem.ProblemException when the connection is broken or no channel is free
   */
  Dialogue open(Command command);

  /** A command that runs while we talk with it. */
  interface Dialogue extends AutoCloseable {

    /** Its standard input; closing it is its end of file. */
    OutputStream input();

    /**
     * Its standard output. A read waits for as long as {@link #patience} says and then throws a
     * {@link java.net.SocketTimeoutException}.
     */
    InputStream output();

    /**
     * How long a read of the output waits.
     *
     * @param millis 0: for ever
     */
    void patience(int millis);

    /** The patience in milliseconds. */
    int patience();

    /**
     * Waits a short moment for the command's end, to have all that it says about it.
     *
     * @return its exit status if it has ended, and its standard error until now
     */
    Host.Outcome farewell();

    /** Ends its input and forgets it. */
    @Override
    void close();
  }
}
