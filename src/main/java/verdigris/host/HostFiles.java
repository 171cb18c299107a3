package verdigris.host;

import java.time.Duration;
import java.util.Optional;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.host.Host.Outcome;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Whole files on a host: written beside the old one, forced to disk, and renamed over it, so that a
 * crash leaves the old file or the new one and never a part. Content goes through standard input
 * and may hold secrets.
 */
public final class HostFiles {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static final String PUT =
      """
      path=$1 size=$2 mode=$3 keep=$4
      if [ -L "$path" ]; then path=$(readlink -f -- "$path") || exit; fi
      directory=${path%/*}
      if ! [ -d "$directory/" ]; then echo "verdigris: no directory $directory" >&2; exit 10; fi
      new=$directory/.${path##*/}.verdigris-new
      rm -f -- "$new" || exit
      trap 'rm -f -- "$new"' EXIT
      umask 077
      set -C
      cat >"$new" || exit
      if [ "$(wc -c <"$new")" -ne "$size" ]; then
        echo 'verdigris: the content did not arrive whole' >&2; exit 11
      fi
      chmod -- "$mode" "$new" || exit
      if [ -e "$path" ]; then
        if cmp -s -- "$new" "$path" && [ "$(stat -c %a "$path")" = "$(stat -c %a "$new")" ]; then
          echo unchanged; exit
        fi
        if [ -n "$keep" ] && ! [ -e "$path.verdigris-$keep" ]; then
          ln -- "$path" "$path.verdigris-$keep" || cp -p -- "$path" "$path.verdigris-$keep" || exit
        fi
      fi
      sync -- "$new" && mv -f -T -- "$new" "$path" && sync -- "$directory/" && echo written
      """;

  private static final String REMOVE =
      """
      rm -f -- "$1" || exit
      if [ -d "${1%/*}/" ]; then sync -- "${1%/*}/"; fi
      """;

  private final Host host;
  private final Where where;

  /** Files of that host. */
  public HostFiles(Host host) {
    this.host = host;
    this.where = new Where.OnHost(host.name());
  }

  /** What became of a file. */
  public enum Put {
    /** It has the new content now. */
    WRITTEN,
    /** It had this content and mode already, and was not touched. */
    UNCHANGED
  }

  /**
   * Puts a file in place.
   *
   * @param as whose file it is; {@link RunAs#ROOT} only for the few files in {@link RootFile};
   *     PgBouncer's are postgres's, though they need root too
   * @param path absolute; its directory must exist; a symbolic link is followed
   * @param content all of it
   * @param mode in octal, such as {@code 0600}
   * @param keepAs when given, the old file is kept as {@code PATH.verdigris-KEEPAS}, the first one
   *     of a run
   * @throws ProblemException DISK_FULL, or COMMAND_FAILED when the directory is missing
   */
  public Put put(RunAs as, String path, byte[] content, String mode, Optional<String> keepAs) {
    if (as == RunAs.ROOT || RootFile.isInDirectoryOfRoots(path)) {
      return new RootFile(host, path).put(content, mode, keepAs);
    }
    Command command =
        new Command(
            as,
            java.util.List.of(
                "sh",
                "-c",
                PUT,
                "verdigris-put",
                path,
                String.valueOf(content.length),
                mode,
                keepAs.orElse("")));
    Outcome outcome = host.run(command, content, LIMIT);
    if (!outcome.succeeded()) {
      throw failed(where, path, command, outcome);
    }
    return outcome.output().equals("unchanged\n") ? Put.UNCHANGED : Put.WRITTEN;
  }

  /**
   * Reads a text file.
   *
   * @return the file's content; empty when there is no such file
   * @throws ProblemException when it cannot be read: that is not the same as absent
   */
  public Optional<String> read(RunAs as, String path) {
    Command command = new Command(as, java.util.List.of("cat", "--", path));
    Outcome outcome = host.run(command, LIMIT);
    if (outcome.succeeded()) {
      return Optional.of(outcome.output());
    }
    if (outcome.errors().strip().endsWith("No such file or directory")) {
      return Optional.empty();
    }
    throw failed(where, path, command, outcome);
  }

  /** Removes a file; it is well when there is none. */
  public void remove(RunAs as, String path) {
    Command command =
        as == RunAs.ROOT
            ? Command.root("rm", "-f", "--", path)
            : new Command(as, java.util.List.of("sh", "-c", REMOVE, "verdigris-remove", path));
    Outcome outcome = host.run(command, LIMIT);
    if (!outcome.succeeded()) {
      throw failed(where, path, command, outcome);
    }
  }

  static ProblemException failed(Where where, String path, Command command, Outcome outcome) {
    boolean full =
        outcome.errors().contains("No space left on device")
            || outcome.errors().contains("Disk quota exceeded");
    if (full) {
      return Problem.of(
              Kind.DISK_FULL,
              where,
              "There is no room for " + path + "; the old file is as it was.",
              "Free some space there:\n  df -h " + Command.quote(directory(path)))
          .withEvidence(outcome.errors().strip().lines().toList())
          .asException();
    }
    return Problem.of(
            Kind.COMMAND_FAILED,
            where,
            path + " cannot be used: " + reason(outcome) + ".",
            "See who may do what there:\n  ls -ld " + Command.quote(directory(path)))
        .withEvidence(
            java.util.List.of(command.as() + " on " + path, "exit status " + outcome.exit()))
        .asException();
  }

  private static String reason(Outcome outcome) {
    return outcome
        .errors()
        .strip()
        .lines()
        .reduce((_, last) -> last)
        .orElse("the command ended with status " + outcome.exit())
        .replaceFirst("^verdigris: ", "");
  }

  private static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
