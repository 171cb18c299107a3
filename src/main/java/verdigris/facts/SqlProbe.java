package verdigris.facts;

/**
 * One question to a running server, and how its answer is read. One file each; listed once, in
 * {@link ServerReading}.
 *
 * @param <T> what the answer is read into
 */
interface SqlProbe<T> {

  /** A short name, for recorded samples and messages. */
  String name();

  /**
   * One statement without a semicolon, which only reads, never waits for long, and fails neither on
   * a primary nor in recovery.
   *
   * @param major of the server, from 11
   */
  String query(int major);

  /**
   * Reads the answer.
   *
   * @throws verdigris.problem.ProblemException {@code HOST_OUTPUT} when it has another form
   */
  T read(SqlResult result);
}
