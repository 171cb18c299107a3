package verdigris.host;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/** Starts shell lines on a machine; what differs between SSH and this machine, and nothing else. */
interface Wire extends AutoCloseable {

  /**
   * Starts a line in the login shell.
   *
   * @param line for a POSIX shell
   * @param output gets standard output; must never block
   * @param errors gets standard error; must never block
   * @throws IOException when it cannot be started; {@link #broken} tells whether the whole
   *     connection is lost
   */
  Channel start(String line, OutputStream output, OutputStream errors) throws IOException;

  /** Why nothing can be started any more; empty while the connection works. */
  java.util.Optional<String> broken();

  @Override
  void close();

  /** A line that was started. */
  interface Channel extends AutoCloseable {

    /** Its standard input. */
    OutputStream input();

    /**
     * Waits for its end.
     *
     * @return whether it has ended, or can no longer be heard
     */
    boolean await(Duration limit) throws InterruptedException;

    /**
     * Its exit status, 128 + signal when it was killed; empty when the connection broke before it
     * was known.
     */
    OptionalInt exit();

    /** Asks it to end and forgets it. A process of another user cannot be ended this way. */
    @Override
    void close();
  }
}
