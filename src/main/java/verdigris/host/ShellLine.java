package verdigris.host;

import java.nio.charset.StandardCharsets;
import verdigris.action.Command;

/**
 * What the login shell of a host is given to run one command.
 *
 * <p>The command itself is sent as it is shown. In front of it stands what makes its answer
 * readable: it runs in {@code /}, because the server's owner may not enter the login user's home;
 * its messages are English and unlocalised, which sudo passes on (LC_* is in sudo's {@code
 * env_check}); and a mark is printed to both outputs, since whatever {@code ~/.bashrc} or {@code
 * sshrc} print comes before it. A shell that is not POSIX prints another mark.
 */
final class ShellLine {
  /** Begins with the only control character in it, so that it is found without looking back. */
  static final byte[] MARK = "\036verdigris\\C\n".getBytes(StandardCharsets.US_ASCII);

  private static final String PREAMBLE =
      "cd /;umask 022;LC_ALL=C;export LC_ALL;m='\\036verdigris\\\\%s\\n';"
          + "printf \"$m\" \"$LC_ALL\";printf \"$m\" \"$LC_ALL\" >&2;exec ";

  private ShellLine() {}

  /** The line for one command. */
  static String of(Command command) {
    return PREAMBLE + command.shell();
  }
}
