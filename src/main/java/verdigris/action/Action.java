package verdigris.action;

import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * One thing to do on one host, as data. It prints itself exactly as it will run; only the
 * interpreter makes it happen.
 */
public sealed interface Action
    permits Action.Run,
        Action.Require,
        Action.Sql,
        Action.PutFile,
        Action.ProveConfiguration,
        Action.Reload,
        Action.Install,
        Action.Job,
        Action.Await,
        Action.Drained,
        StopServer,
        PoolerAction,
        ScriptAction,
        SmokeTest,
        OwnCommand {

  /** Inventory name of the host on which it happens. */
  String host();

  /** The lines that a plan shows: what a person would type. Secrets stand by name. */
  List<String> lines();

  /** How long it may take. */
  default Duration limit() {
    return Duration.ofMinutes(2);
  }

  /**
   * A server, as a session reaches it.
   *
   * @param host inventory name
   * @param socketDirectory of its Unix socket
   * @param port in the socket's name
   */
  record Server(String host, String socketDirectory, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * Run a command; it must end with status 0.
   *
   * @param host where
   * @param command what
   * @param input for its standard input
   * @param limit how long it may take
   */
  record Run(String host, Command command, Text input, Duration limit) implements Action {
    /** A command without input. */
    public static Run of(String host, Command command) {
      return new Run(host, command, Text.of(""), Duration.ofMinutes(2));
    }

    @Override
    public List<String> lines() {
      return List.of(command.shell());
    }
  }

  /**
   * Run a command that only asks; a status other than 0 stops the step with {@code otherwise}.
   *
   * @param host where
   * @param command what; changes nothing
   * @param otherwise what a failure means, for the user
   */
  record Require(String host, Command command, String otherwise) implements Action {
    @Override
    public List<String> lines() {
      return List.of("require " + command.shell());
    }
  }

  /**
   * Run one statement.
   *
   * @param server where
   * @param database in which
   * @param statement what
   * @param quiet whether the server must not log it, even when it fails
   */
  record Sql(Server server, String database, Text statement, boolean quiet) implements Action {
    @Override
    public String host() {
      return server.host();
    }

    @Override
    public List<String> lines() {
      return List.of("sql " + database + "> " + statement);
    }
  }

  /**
   * Put a file in place at once: a new file beside it, owner and mode set, flushed, renamed.
   *
   * @param host where
   * @param as who writes it
   * @param path absolute
   * @param mode octal, such as {@code 640}; empty: as the file has it
   * @param content the whole file
   * @param keepPrevious whether the previous version is kept beside it under the run's id
   */
  record PutFile(
      String host, RunAs as, String path, String mode, Text content, boolean keepPrevious)
      implements Action {
    @Override
    public List<String> lines() {
      String owner = as == RunAs.ROOT ? "root" : "postgres";
      return List.of(
          "put " + path + " (" + owner + (mode.isEmpty() ? ")" : ", mode " + mode + ")"));
    }
  }

  /**
   * Prove a configuration by PostgreSQL itself before it is put in place: {@code postgres -C} on a
   * copy of the directory with the candidates in it.
   *
   * @param host where
   * @param binaries directory of the server's programs
   * @param directory of postgresql.conf
   * @param candidates by their path below the directory
   */
  record ProveConfiguration(
      String host, String binaries, String directory, SequencedMap<String, Text> candidates)
      implements Action {
    @Override
    public List<String> lines() {
      return List.of(
          "prove "
              + String.join(", ", candidates.keySet())
              + " in a copy of "
              + directory
              + ": "
              + binaries
              + "/postgres -C wal_level");
    }
  }

  /**
   * Make a running server read its files, and see that it took all of it; otherwise the previous
   * files go back.
   *
   * @param server which
   * @param files absolute paths of files that were just replaced
   * @param created absolute paths of files that were not there before
   */
  record Reload(Server server, List<String> files, List<String> created) implements Action {
    public Reload {
      files = List.copyOf(files);
      created = List.copyOf(created);
    }

    @Override
    public String host() {
      return server.host();
    }

    @Override
    public List<String> lines() {
      return List.of(
          "sql postgres> SELECT pg_reload_conf()",
          "require that pg_file_settings and pg_hba_file_rules have no error; otherwise put the previous files back");
    }
  }

  /**
   * Install packages after a simulation has shown that no package of a running instance changes.
   *
   * @param host where
   * @param manager {@code apt} or {@code dnf}
   * @param packages as the manager's command line takes them
   * @param untouchable installed packages that must stay as they are
   */
  record Install(String host, String manager, List<String> packages, List<String> untouchable)
      implements Action {
    public Install {
      packages = List.copyOf(packages);
      untouchable = List.copyOf(untouchable);
    }

    /** The command that only tells what would happen. */
    public Command simulation() {
      return new Command(RunAs.LOGIN, argv(List.of("apt-get", "-s")));
    }

    /** The unit that it runs as, so that a connection that breaks does not break it off. */
    public static final String UNIT = "verdigris-install";

    /** What the package manager prints, on the host; anybody may read it. */
    public static final String OUTPUT = "/run/verdigris-install.log";

    /** The command that has systemd do it; the unit stays when it has ended, with its result. */
    public Command detached() {
      var argv =
          new java.util.ArrayList<>(
              List.of(
                  "systemd-run",
                  "--unit=" + UNIT,
                  "--quiet",
                  "--property=Type=exec",
                  "--property=RemainAfterExit=yes",
                  "--property=StandardOutput=truncate:" + OUTPUT,
                  "--property=StandardError=inherit",
                  "--setenv=LC_ALL=C",
                  "--setenv=DEBIAN_FRONTEND=noninteractive",
                  "--"));
      argv.addAll(argv(List.of("apt-get", "-q", "-y")));
      return new Command(RunAs.ROOT, argv);
    }

    /** The command that does it where there is no systemd. */
    public Command command() {
      return new Command(
          RunAs.ROOT,
          argv(
              List.of(
                  "env",
                  "DEBIAN_FRONTEND=noninteractive",
                  "apt-get",
                  "-q",
                  "-y",
                  "-o",
                  "DPkg::Lock::Timeout=300")));
    }

    private List<String> argv(List<String> program) {
      var argv = new java.util.ArrayList<>(program);
      argv.addAll(List.of("--no-remove", "--no-install-recommends", "install"));
      argv.addAll(packages);
      return argv;
    }

    @Override
    public Duration limit() {
      return Duration.ofMinutes(15);
    }

    @Override
    public List<String> lines() {
      return untouchable.isEmpty()
          ? List.of(simulation().shell(), detached().shell())
          : List.of(
              simulation().shell()
                  + "   # refused if it would change "
                  + String.join(", ", untouchable),
              detached().shell());
    }
  }

  /**
   * Run a command as a named unit that outlives us; wait for its end. A unit of that name that is
   * there already is waited for, not started again.
   *
   * @param host where
   * @param unit its name without suffix, such as {@code verdigris-clone-orders-11-main}
   * @param command what; as postgres
   * @param limit how long it may take
   * @param grows directory whose size shows the progress; empty: none
   * @param expectedBytes size at the end, 0: not known
   */
  record Job(
      String host, String unit, Command command, Duration limit, String grows, long expectedBytes)
      implements Action {
    @Override
    public List<String> lines() {
      return List.of("job " + unit + ": " + command.shell());
    }
  }

  /**
   * See that a server on one host stopped cleanly, and wait until a standby on another has replayed
   * its shutdown checkpoint.
   *
   * @param host where the stopped server is
   * @param data its data directory
   * @param controldata absolute path of its pg_controldata
   * @param standby who must have it
   * @param sentence what is waited for
   * @param limit how long
   */
  record Drained(
      String host, String data, String controldata, Server standby, String sentence, Duration limit)
      implements Action {
    /** The command that tells the state and the checkpoint. */
    public Command control() {
      return Command.postgres("env", "LC_ALL=C", controldata, "-D", data);
    }

    @Override
    public List<String> lines() {
      return List.of(
          "require that "
              + control().shell()
              + " says \"shut down\"; wait until pg_last_wal_replay_lsn() on "
              + standby
              + " is past its latest checkpoint (at most "
              + limit.toSeconds()
              + " s)");
    }
  }

  /**
   * Wait until a query answers true.
   *
   * @param server where
   * @param query one row, one boolean
   * @param sentence what is waited for
   * @param limit how long
   * @param stall what shows that waiting is in vain; empty: only the limit does
   */
  record Await(Server server, String query, String sentence, Duration limit, List<Stall> stall)
      implements Action {
    public Await {
      stall = List.copyOf(stall);
    }

    /** Waits for as long as the limit says. */
    public Await(Server server, String query, String sentence, Duration limit) {
      this(server, query, sentence, limit, List.of());
    }

    @Override
    public String host() {
      return server.host();
    }

    @Override
    public List<String> lines() {
      return Stream.concat(
              Stream.of("wait until " + sentence + " (at most " + limit.toSeconds() + " s)"),
              stall.stream().map(Stall::toString))
          .toList();
    }
  }

  /**
   * When waiting is in vain: a query shows the same for too long.
   *
   * @param server where it is asked
   * @param query one row, one text: how far the work is; NULL as long as it surely goes on
   * @param patience how long it may stay the same, or without an answer
   * @param sentence what it means when it does
   * @param log of that server, whose last lines tell why; empty: not known
   */
  record Stall(Server server, String query, Duration patience, String sentence, String log) {
    @Override
    public String toString() {
      return "give up when for " + patience.toSeconds() + " s " + sentence;
    }
  }
}
