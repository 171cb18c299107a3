package verdigris.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.action.Command;
import verdigris.host.Host.Outcome;
import verdigris.host.HostFiles.Put;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * One of the few files that only root may write. Each command stands by itself and has a rule in
 * {@link Sudoers}; a script as root would need a rule that allows everything.
 *
 * @param host where it is
 * @param path absolute
 */
record RootFile(Host host, String path) {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** PgBouncer's files belong to its user, in a directory of root's (Debian). */
  static boolean isInDirectoryOfRoots(String path) {
    return path.startsWith("/etc/pgbouncer/");
  }

  private String owner() {
    return isInDirectoryOfRoots(path) ? "postgres" : "root";
  }

  /** Where the new content is collected; systemd and run-parts pass over such names. */
  private String fresh() {
    int slash = path.lastIndexOf('/');
    return path.substring(0, slash) + "/.verdigris-new-" + path.substring(slash + 1);
  }

  Put put(byte[] content, String mode, Optional<String> keepAs) {
    must(install(mode), content);
    String arrived = must(Command.login("stat", "-c", "%s", "--", fresh()), new byte[0]).output();
    if (!arrived.strip().equals(String.valueOf(content.length))) {
      throw Problem.of(
              Kind.COMMAND_FAILED,
              new Where.OnHost(host.name()),
              "The content of " + path + " did not arrive whole.",
              "Start again.")
          .asException();
    }
    if (isUnchanged()) {
      must(discard(), new byte[0]);
      return Put.UNCHANGED;
    }
    for (Command command : place(keepAs)) {
      must(command, new byte[0]);
    }
    return Put.WRITTEN;
  }

  /** The new content, from standard input. */
  Command install(String mode) {
    return Command.root(
        "install", "-T", "-m", mode, "-o", owner(), "-g", owner(), "--", "/dev/stdin", fresh());
  }

  private Command discard() {
    return Command.root("rm", "-f", "--", fresh());
  }

  /** What puts the new content in place. */
  List<Command> place(Optional<String> keepAs) {
    return replace(keepAs.filter(_ -> exists()));
  }

  private List<Command> replace(Optional<String> keepAs) {
    List<Command> commands = new ArrayList<>();
    keepAs.ifPresent(
        k ->
            commands.add(
                Command.root("cp", "-p", "-n", "-T", "--", path, path + ".verdigris-" + k)));
    commands.add(Command.root("sync", "--", fresh()));
    commands.add(Command.root("mv", "-T", "--", fresh(), path));
    return commands;
  }

  /** Every command that {@link #put} may run as root. */
  List<Command> commands(String mode, Optional<String> keepAs) {
    List<Command> commands = new ArrayList<>(List.of(install(mode), discard()));
    commands.addAll(replace(keepAs));
    return commands;
  }

  private boolean exists() {
    return host.run(Command.login("test", "-e", path), LIMIT).succeeded();
  }

  private boolean isUnchanged() {
    Command compare =
        owner().equals("postgres")
            ? Command.postgres("cmp", "-s", "--", fresh(), path)
            : Command.login("cmp", "-s", "--", fresh(), path);
    return host.run(compare, LIMIT).succeeded();
  }

  private Outcome must(Command command, byte[] input) {
    Outcome outcome = host.run(command, input, LIMIT);
    if (!outcome.succeeded()) {
      throw HostFiles.failed(new Where.OnHost(host.name()), path, command, outcome);
    }
    return outcome;
  }
}
