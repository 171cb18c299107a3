package verdigris.host;

import java.util.Optional;
import java.util.stream.Collectors;
import verdigris.action.Command;
import verdigris.action.RunAs;

/**
 * One rule for sudo.
 *
 * @param as who it lets the login user be
 * @param program absolute path; empty: all
 * @param arguments regular expression (POSIX extended) for all arguments, joined by spaces
 * @param why what it is for, and what it makes possible
 */
public record SudoRule(RunAs as, Optional<String> program, String arguments, String why) {

  static SudoRule postgres(String why) {
    return new SudoRule(RunAs.POSTGRES, Optional.empty(), "", why);
  }

  static SudoRule root(String program, String arguments, String why) {
    return new SudoRule(RunAs.ROOT, Optional.of(program), arguments, why);
  }

  boolean allows(Command command) {
    if (command.as() != as) {
      return false;
    }
    return program.isEmpty()
        || (isCalled(command.argv().getFirst())
            && String.join(" ", command.argv().subList(1, command.argv().size()))
                .matches("(?s)" + arguments));
  }

  /** A name without a path is looked up in sudo's secure_path. */
  private boolean isCalled(String word) {
    String path = program.orElse("");
    return word.equals(path) || path.equals("/usr/bin/" + word);
  }

  String render(String login) {
    String comment = why.lines().map(l -> "# " + l).collect(Collectors.joining("\n"));
    String command = program.map(p -> p + " ^" + escaped() + "$").orElse("ALL");
    String user = as == RunAs.ROOT ? "root" : "postgres";
    return comment + "\n" + login + " ALL=(" + user + ") NOPASSWD: " + command + "\n";
  }

  /** sudoers(5): these have a meaning of their own in arguments. */
  private String escaped() {
    return arguments.replaceAll("([,:=\\\\])", "\\\\$1");
  }
}
