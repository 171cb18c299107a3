package verdigris.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import verdigris.action.Action.Install;
import verdigris.action.Command;
import verdigris.host.Host;
import verdigris.host.Host.Outcome;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * Installs packages as a unit of root's that outlives us: a package manager that is cut off in the
 * middle leaves half-configured packages. One that is at work already is waited for.
 *
 * @param host where
 * @param install what
 */
record Installation(Host host, Install install) {
  private static final String SERVICE = Install.UNIT + ".service";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Where the unit stands. */
  private enum State {
    ABSENT,
    RUNNING,
    DONE,
    FAILED
  }

  void perform() {
    long deadline = System.nanoTime() + install.limit().toNanos();
    boolean systemd =
        host.run(Command.login("test", "-d", "/run/systemd/system"), LIMIT).succeeded();
    if (systemd) {
      // What an earlier run began ends first; what it left to do is done below.
      await(deadline);
      forget();
    }
    requireUntouched();
    if (!systemd) {
      Outcome outcome = host.run(install.command(), install.limit());
      if (!outcome.succeeded()) {
        throw HostInterpreter.failed(host.name(), install.command(), outcome).asException();
      }
      return;
    }
    Outcome started = host.run(install.detached(), LIMIT);
    if (!started.succeeded()) {
      throw HostInterpreter.failed(host.name(), install.detached(), started).asException();
    }
    State end = await(deadline);
    if (end != State.DONE) {
      Problem problem = failed(end);
      forget();
      throw problem.asException();
    }
    forget();
  }

  /** No package of a running instance may change. */
  private void requireUntouched() {
    Outcome simulated = host.run(install.simulation(), install.limit());
    if (!simulated.succeeded()) {
      throw HostInterpreter.failed(host.name(), install.simulation(), simulated).asException();
    }
    List<String> touched =
        simulated
            .output()
            .lines()
            .filter(l -> l.startsWith("Inst ") || l.startsWith("Remv "))
            .map(l -> l.split(" ", 3)[1])
            .filter(install.untouchable()::contains)
            .toList();
    if (!touched.isEmpty()) {
      throw new Problem(
              Kind.REFUSED,
              new Where.OnHost(host.name()),
              "Installing %s would also change %s, which a running instance uses."
                  .formatted(String.join(", ", install.packages()), String.join(", ", touched)),
              "Bring the packages of the running instance up to date in a maintenance window first, or hold them back.",
              List.of(install.simulation().shell()))
          .asException();
    }
  }

  private State await(long deadline) {
    while (true) {
      State state = state();
      if (state != State.RUNNING) {
        return state;
      }
      if (System.nanoTime() > deadline) {
        throw Problem.of(
                Kind.COMMAND_TIMEOUT,
                new Where.OnHost(host.name()),
                "The installation still runs after %d s; it goes on."
                    .formatted(install.limit().toSeconds()),
                "Run again to wait for it once more, or look at it on the host:\n  systemctl status "
                    + Install.UNIT)
            .asException();
      }
      HostInterpreter.pause();
    }
  }

  private State state() {
    Command ask = Command.login("systemctl", "show", "--property=ActiveState,SubState", SERVICE);
    Outcome outcome = host.run(ask, LIMIT);
    if (!outcome.succeeded()) {
      throw HostInterpreter.failed(host.name(), ask, outcome).asException();
    }
    return switch (value(outcome.output(), "ActiveState").orElse("")) {
      case "active" ->
          value(outcome.output(), "SubState").filter("exited"::equals).isPresent()
              ? State.DONE
              : State.RUNNING;
      case "activating", "deactivating", "reloading" -> State.RUNNING;
      case "failed" -> State.FAILED;
      default -> State.ABSENT;
    };
  }

  private static Optional<String> value(String properties, String name) {
    return properties
        .lines()
        .filter(l -> l.startsWith(name + "="))
        .map(l -> l.substring(name.length() + 1).strip())
        .findFirst();
  }

  private Problem failed(State end) {
    Outcome output = host.run(Command.login("tail", "-n", "12", "--", Install.OUTPUT), LIMIT);
    return new Problem(
        Kind.COMMAND_FAILED,
        new Where.OnHost(host.name()),
        end == State.FAILED
            ? "Installing %s failed.".formatted(String.join(", ", install.packages()))
            : "Installing %s ended without a result: the unit is gone, or the host went down."
                .formatted(String.join(", ", install.packages())),
        "Correct what the package manager says, and run again.",
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(install.detached().shell()), output.output().lines())
            .toList());
  }

  /** Takes the ended unit away, so that its name is free. */
  private void forget() {
    switch (state()) {
      case DONE -> must(Command.root("systemctl", "stop", SERVICE));
      case FAILED -> must(Command.root("systemctl", "reset-failed", SERVICE));
      case ABSENT, RUNNING -> {
        // Nothing is left of it, or it is not ours to end.
      }
    }
  }

  private void must(Command command) {
    Outcome outcome = host.run(command, LIMIT);
    if (!outcome.succeeded()) {
      throw HostInterpreter.failed(host.name(), command, outcome).asException();
    }
  }
}
