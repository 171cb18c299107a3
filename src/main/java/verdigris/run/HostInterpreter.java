package verdigris.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import verdigris.action.Action;
import verdigris.action.Action.Await;
import verdigris.action.Action.Drained;
import verdigris.action.Action.Install;
import verdigris.action.Action.Job;
import verdigris.action.Action.ProveConfiguration;
import verdigris.action.Action.PutFile;
import verdigris.action.Action.Reload;
import verdigris.action.Action.Require;
import verdigris.action.Action.Server;
import verdigris.action.Action.Sql;
import verdigris.action.Command;
import verdigris.action.OwnCommand;
import verdigris.action.PoolerAction;
import verdigris.action.RunAs;
import verdigris.action.ScriptAction;
import verdigris.action.SecretValues;
import verdigris.action.SmokeTest;
import verdigris.action.StopServer;
import verdigris.action.Text;
import verdigris.host.Host;
import verdigris.host.Host.Outcome;
import verdigris.host.HostFiles;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Makes actions happen on hosts: the only place where they do.
 *
 * @param connections to the hosts
 * @param secrets values of what stands by name
 * @param run id of this run, under which previous versions of files are kept
 * @param directory of the playbook, from which the user's scripts are looked for
 */
public record HostInterpreter(
    Connections connections, SecretValues secrets, String run, Path directory)
    implements Interpreter {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int EVIDENCE_LINES = 12;
  private static final int TAIL_LINES = 20;

  @Override
  public void perform(Action action, Watcher watcher) {
    switch (action) {
      case Action.Run(String host, Command command, Text input, Duration limit) ->
          must(host, command, input, limit, watcher);
      case StopServer stop -> must(stop.host(), stop.command(), Text.of(""), stop.limit(), watcher);
      case Require require -> require(require, watcher);
      case Sql sql -> sql(sql);
      case PutFile file -> put(file);
      case ProveConfiguration proof ->
          new ConfigurationProof(connections.host(proof.host()), proof).check();
      case Reload reload -> new Reloading(connections.host(reload.host()), reload, run).perform();
      case Install install -> {
        connections.endSessions();
        new Installation(connections.host(install.host()), install).perform();
      }
      case Job job -> {
        connections.endSessions();
        new JobRun(connections.host(job.host()), job).perform(watcher);
      }
      case Await await -> new Waiting(connections, await).perform();
      case Drained drained -> new Draining(this, connections, drained).perform();
      case PoolerAction pooler -> Poolers.perform(connections, pooler, run);
      case ScriptAction script -> new ScriptCall(directory).perform(script, watcher);
      case OwnCommand command -> new OwnCall(directory).perform(command, watcher);
      case SmokeTest test ->
          new Smoke(this, connections.host(test.host()), test, directory, watcher).perform();
    }
  }

  @Override
  public void giveUp(Action action) {
    try {
      switch (action) {
        case Job job -> new JobRun(connections.host(job.host()), job).stop();
        case StopServer stop ->
            must(stop.host(), stop.atOnce(), Text.of(""), Duration.ofSeconds(40), Watcher.NOBODY);
        default -> {}
      }
    } catch (ProblemException _) {
      // Whatever it does there goes on behind the fence; the next run finds it.
    }
  }

  Outcome must(String host, Command command, Text input, Duration limit, Watcher watcher) {
    Outcome outcome =
        connections
            .host(host)
            .run(command, Revealed.text(input, secrets).getBytes(StandardCharsets.UTF_8), limit);
    // What it was given it may print again.
    watcher.printed(
        outcome.exit(),
        input.hidesSomething() ? List.of("(not kept: it was given a secret)") : tail(outcome));
    if (!outcome.succeeded()) {
      throw failed(host, command, outcome).asException();
    }
    return outcome;
  }

  static Problem failed(String host, Command command, Outcome outcome) {
    return new Problem(
        Kind.COMMAND_FAILED,
        new Where.OnHost(host),
        "%s ended with status %d.".formatted(command.argv().getFirst(), outcome.exit()),
        "The last lines of its output are below.",
        evidence(command, outcome));
  }

  private static List<String> evidence(Command command, Outcome outcome) {
    List<String> lines = lines(outcome);
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(command.shell()),
            lines.stream().skip(Math.max(0, lines.size() - EVIDENCE_LINES)))
        .toList();
  }

  private static List<String> lines(Outcome outcome) {
    return java.util.stream.Stream.of(outcome.output(), outcome.errors())
        .flatMap(String::lines)
        .filter(l -> !l.isBlank())
        .toList();
  }

  private static List<String> tail(Outcome outcome) {
    List<String> lines = lines(outcome);
    return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
  }

  private void require(Require require, Watcher watcher) {
    Outcome outcome = connections.host(require.host()).run(require.command(), require.limit());
    watcher.printed(outcome.exit(), tail(outcome));
    if (!outcome.succeeded()) {
      throw new Problem(
              Kind.COMMAND_FAILED,
              new Where.OnHost(require.host()),
              require.otherwise(),
              "Plan again.",
              evidence(require.command(), outcome))
          .asException();
    }
  }

  private void put(PutFile file) {
    byte[] content = Revealed.text(file.content(), secrets).getBytes(StandardCharsets.UTF_8);
    Host host = connections.host(file.host());
    String mode = file.mode().isEmpty() ? currentMode(host, file) : file.mode();
    Optional<String> keep = file.keepPrevious() ? Optional.of(run) : Optional.empty();
    new HostFiles(host).put(file.as(), file.path(), content, "0" + mode, keep);
  }

  private static String currentMode(Host host, PutFile file) {
    var command = new Command(file.as(), List.of("stat", "-c", "%a", "--", file.path()));
    Outcome outcome = host.run(command, file.limit());
    if (!outcome.succeeded()) {
      throw failed(host.name(), command, outcome).asException();
    }
    return outcome.output().strip();
  }

  private void sql(Sql sql) {
    String statement = Revealed.text(sql.statement(), secrets);
    try (Sessions.Lent session = session(connections, sql.server(), sql.database());
        Statement statements = session.connection().createStatement()) {
      if (sql.quiet()) {
        // Neither the statement log, nor the slow log, nor an error may show what is sent.
        statements.execute(
            "SET log_statement = 'none'; SET log_min_duration_statement = -1; SET log_min_error_statement = 'panic';"
                + " SET log_duration = off; SET track_activities = off");
      }
      // A synchronous standby that is away, or a lock, must not hold us for ever.
      statements.execute(
          "SET synchronous_commit = 'local'; SET lock_timeout = '15s'; SET statement_timeout = '60s'");
      statements.execute(statement);
      if (!sql.quiet()) {
        session.succeeded();
      }
    } catch (SQLException e) {
      throw sqlFailed(
              sql.server(),
              sql.quiet() ? "SQLSTATE " + e.getSQLState() : String.valueOf(e.getMessage()),
              sql.lines())
          .asException();
    }
  }

  private static Problem sqlFailed(Server server, String message, List<String> lines) {
    return new Problem(
        Kind.SQL_FAILED,
        new Where.OnHost(server.host()),
        "The server on port %d said: %s".formatted(server.port(), message),
        "",
        lines);
  }

  /** A session of the superuser's. */
  static Sessions.Lent session(Connections connections, Server server, String database) {
    return connections.session(
        server.host(),
        new Host.Socket(server.socketDirectory(), server.port()),
        "postgres",
        database);
  }

  static void pause() {
    pause(PAUSE);
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(
              Kind.INTERRUPTED,
              new Where.Anywhere(),
              "Waiting was interrupted.",
              "Run again to go on.")
          .asException();
    }
  }

  /** A command of the server's owner. */
  static Command postgres(List<String> argv) {
    return new Command(RunAs.POSTGRES, argv);
  }
}
