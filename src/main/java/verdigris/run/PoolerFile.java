package verdigris.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import verdigris.action.Command;
import verdigris.action.PoolerAction.Pooler;
import verdigris.action.RunAs;
import verdigris.host.Host;
import verdigris.host.HostFiles;
import verdigris.host.HostFiles.Put;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.resource.PgBouncerIni;

/**
 * The configuration file of a pooler, of which only the routes of some databases are ours.
 *
 * @param host where it lies
 * @param pooler whose it is
 * @param databases that are routed
 * @param run id under which the previous version is kept
 */
record PoolerFile(Host host, Pooler pooler, List<String> databases, String run) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** EX_NOINPUT of sysexits.h. */
  private static final int MISSING = 66;

  /** The file as it lies there. */
  private record Present(String mode, String text) {}

  /** Whether the databases could be routed: anywhere will do to see that. */
  void check() {
    routed(present().text(), "192.0.2.1", 1);
  }

  /** Routes the databases to a server; does nothing when they are. */
  Put route(String address, int port) {
    Present before = present();
    String after = routed(before.text(), address, port);
    if (after.equals(before.text())) {
      return Put.UNCHANGED;
    }
    return new HostFiles(host)
        .put(
            RunAs.POSTGRES,
            pooler.configFile(),
            after.getBytes(StandardCharsets.UTF_8),
            "0" + before.mode(),
            Optional.of(run));
  }

  /** In one go: clients may be waiting. */
  private Present present() {
    Command command =
        Command.postgres(
            "sh",
            "-c",
            "test -e \"$1\" || exit 66; stat -c '%a %F' -- \"$1\" && exec cat -- \"$1\"",
            "sh",
            pooler.configFile());
    Host.Outcome outcome = host.run(command, LIMIT);
    if (outcome.exit() == MISSING) {
      throw unmanageable("It does not exist.");
    }
    if (!outcome.succeeded()) {
      throw HostInterpreter.failed(host.name(), command, outcome).asException();
    }
    String[] parts = outcome.output().split("\n", 2);
    String text = parts[1];
    if (text.indexOf('\uFFFD') >= 0) {
      throw unmanageable("It is not UTF-8, so it cannot be rewritten byte for byte.");
    }
    return new Present(mode(parts[0]), text);
  }

  private String routed(String text, String address, int port) {
    return switch (new PgBouncerIni(text).route(databases, address, port)) {
      case PgBouncerIni.Done(String routed) -> routed;
      case PgBouncerIni.Refused(String reason) -> throw unmanageable(reason);
    };
  }

  private String mode(String status) {
    String[] words = status.split(" ", 2);
    if (words[1].equals("symbolic link")) {
      throw unmanageable("It is a symbolic link, which replacing the file would remove.");
    }
    if (!words[0].matches("6[04][04]")) {
      throw unmanageable(
          "Its mode is %s; only its owner should write it, as with 640.".formatted(words[0]));
    }
    return words[0];
  }

  private ProblemException unmanageable(String reason) {
    return Problem.of(
            Kind.UNMANAGEABLE,
            new Where.OnHost(host.name()),
            "%s cannot lead clients to another server: %s"
                .formatted(pooler.configFile(), reason.endsWith(".") ? reason : reason + "."),
            "Correct the file, or clients.databases in the playbook, and run again.")
        .asException();
  }
}
