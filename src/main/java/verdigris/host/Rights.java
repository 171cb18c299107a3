package verdigris.host;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.host.Host.Outcome;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * Asks sudo, before anything is done, whether it would let the login user run what will be needed
 * (sudo(8), {@code -l} with a command). Nothing is run and nothing is changed. A rule that wants a
 * password counts as a right here, since sudo does not tell; it is refused when it is used.
 */
public final class Rights {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** A program that is not there yet cannot be asked about; it is no matter of rights. */
  private static final String ASK =
      """
      export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
      ask() {
        number=$1; shift
        command -v "$1" >/dev/null || return 0
        sudo -n -l -- "$@" >/dev/null 2>&1 || echo "refused $number"
      }
      """;

  private final Host host;

  /**
   * A command and what it is for.
   *
   * @param command how it will be run
   * @param purpose what stands after "needed to"
   */
  public record Need(Command command, String purpose) {}

  /** Rights of the login user of that host. */
  public Rights(Host host) {
    this.host = host;
  }

  /** What a job needs: to be started as a unit that outlives the connection. */
  public List<Command> toStart(String unit, Command job) {
    return List.of(JobScripts.unit(Jobs.name(unit), job.argv()));
  }

  /** What putting a file in place may need; empty when its owner does it alone. */
  public List<Command> toPut(RunAs as, String path, String mode, boolean keepsPrevious) {
    if (as != RunAs.ROOT && !RootFile.isInDirectoryOfRoots(path)) {
      return List.of();
    }
    return new RootFile(host, path)
        .commands(mode, keepsPrevious ? Optional.of("1") : Optional.empty());
  }

  /**
   * The problem that sudo refuses some of the commands.
   *
   * @param needs in the order in which they will be; commands that are not root's are passed over
   */
  public Optional<Problem> missing(List<Need> needs) {
    List<Need> roots =
        needs.stream().filter(n -> n.command().as() == RunAs.ROOT).distinct().toList();
    if (roots.isEmpty()) {
      return Optional.empty();
    }
    String questions =
        IntStream.range(0, roots.size())
            .mapToObj(i -> "ask " + i + " " + words(roots.get(i).command()) + "\n")
            .collect(Collectors.joining("", ASK, ""));
    Command shell = Command.login("sh", "-s");
    Outcome outcome = host.run(shell, questions.getBytes(StandardCharsets.UTF_8), LIMIT);
    List<String> answers = outcome.output().lines().toList();
    List<Need> refused =
        IntStream.range(0, roots.size())
            .filter(i -> answers.contains("refused " + i))
            .mapToObj(roots::get)
            .toList();
    return refused.isEmpty() ? Optional.empty() : Optional.of(problem(refused));
  }

  private Problem problem(List<Need> refused) {
    String purposes =
        refused.stream().map(Need::purpose).distinct().collect(Collectors.joining("; "));
    return new Problem(
        Kind.SUDO_REFUSED,
        new Where.OnHost(host.name()),
        "sudo does not let the login user run the commands below as root without a password. They are needed to %s."
            .formatted(purposes),
        "Install the rules in docs/sudoers for the login user, and see what holds with:\n"
            + "  sudo -n -l",
        refused.stream().map(n -> Trouble.shown(n.command())).toList());
  }

  private static String words(Command command) {
    return command.argv().stream().map(Command::quote).collect(Collectors.joining(" "));
  }
}
