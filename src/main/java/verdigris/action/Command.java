package verdigris.action;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A program with its arguments, never a joined string.
 *
 * @param as who runs it
 * @param argv the program's absolute path or name, then its arguments; never contains a secret
 */
public record Command(RunAs as, List<String> argv) {
  public Command {
    argv = List.copyOf(argv);
    if (argv.isEmpty() || argv.stream().anyMatch(a -> a.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException(
          "a program is needed, and no argument can hold a NUL: " + argv);
    }
  }

  /** A command of root's. */
  public static Command root(String... argv) {
    return new Command(RunAs.ROOT, List.of(argv));
  }

  /** A command of the server's owner. */
  public static Command postgres(String... argv) {
    return new Command(RunAs.POSTGRES, List.of(argv));
  }

  /** A command of the login user. */
  public static Command login(String... argv) {
    return new Command(RunAs.LOGIN, List.of(argv));
  }

  /**
   * The line that a POSIX shell would need, sudo included: what is shown and what is sent are the
   * same text.
   */
  public String shell() {
    String words = argv.stream().map(Command::quote).collect(Collectors.joining(" "));
    return switch (as) {
      case LOGIN -> words;
      case ROOT -> "sudo -n -- " + words;
      case POSTGRES -> "sudo -n -u postgres -- " + words;
    };
  }

  /** One word for a POSIX shell. */
  public static String quote(String word) {
    if (word.matches("[A-Za-z0-9_@%+=:,./-]+")) {
      return word;
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }

  @Override
  public String toString() {
    return shell();
  }
}
