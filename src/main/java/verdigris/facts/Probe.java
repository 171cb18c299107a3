package verdigris.facts;

import verdigris.action.RunAs;

/**
 * One question to a host's operating system: a piece of the collecting script, and how its answer
 * is read. One file each; listed once, in {@link Probes}.
 *
 * @param <T> what the answer is read into
 */
interface Probe<T> {

  /** The section's name in the answer. */
  String name();

  /**
   * Who has to ask: the login user, or the server's owner because the data directory is open to
   * nobody else. When sudo is refused the login user asks all of it and sees less.
   */
  RunAs as();

  /**
   * A piece of a POSIX shell script (dash, bash, BusyBox). It may use what {@link Script}'s prelude
   * defines, prints lines of fields separated by tabs, writes nothing on the host, and starts few
   * processes.
   */
  String fragment();

  /**
   * Reads the answer.
   *
   * @throws verdigris.problem.ProblemException {@code HOST_OUTPUT} when it has another form
   */
  T read(Section section);
}
