package verdigris.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.host.Host.Outcome;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

/**
 * Long work of the server's owner that goes on when we or the network die: a named transient
 * systemd unit, or a process in a session of its own where there is no systemd. Its output and its
 * exit status stay in {@code ~postgres/.verdigris/jobs/NAME} until {@link #forget}. A name runs at
 * most once until then, whoever starts it and how often.
 */
public final class Jobs {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration APPEARS = Duration.ofSeconds(15);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration REPORTS = Duration.ofSeconds(2);

  private final Host host;
  private final Where where;

  /** Jobs of that host. */
  public Jobs(Host host) {
    this.host = host;
    this.where = new Where.OnHost(host.name());
  }

  /** Where a job stands. */
  public sealed interface Status {

    /** It was never started, or was forgotten. */
    record Absent() implements Status {}

    /**
     * It runs.
     *
     * @param output the last lines so far
     */
    record Running(String output) implements Status {}

    /**
     * It has ended.
     *
     * @param exit its exit status, 128 + signal when it was killed
     * @param output the last lines
     */
    record Ended(int exit, String output) implements Status {}

    /**
     * It was started and is gone without a result: killed with -9, or the host went down.
     *
     * @param output the last lines
     */
    record Lost(String output) implements Status {}
  }

  /**
   * Starts a job unless it runs, or has left a result that nobody has forgotten.
   *
   * @param name of letters, digits, dots, dashes and underscores; the unit is {@code
   *     verdigris-NAME}
   * @param command of the server's owner
   * @return where it stands now; Ended and Lost may be of an earlier start
   */
  public Status start(String name, Command command) {
    return begin(name, command).status();
  }

  /**
   * Where a job stands that was to be started.
   *
   * @param status Ended and Lost are of an earlier start
   * @param found whether it was there already
   */
  public record Begun(Status status, boolean found) {}

  /** The same, and tells whether the job was there already. */
  public Begun begin(String name, Command command) {
    JobScripts.checkName(name);
    if (command.as() != RunAs.POSTGRES) {
      throw new IllegalArgumentException("a job is the server's owner's: " + command);
    }
    String answer = script(JobScripts.PREPARE + JobScripts.STATUS, name);
    int line = answer.indexOf('\n');
    Status before = status(name, answer.substring(line + 1));
    if (!(before instanceof Status.Absent)) {
      return new Begun(before, true);
    }
    Command start =
        answer.substring(0, Math.max(0, line)).equals("systemd")
            ? JobScripts.unit(name, command.argv())
            : JobScripts.session(name, command.argv());
    Outcome outcome = host.run(start, LIMIT);
    if (outcome.succeeded()) {
      return new Begun(new Status.Running(""), false);
    }
    Status after = awaitAppearance(name);
    if (after instanceof Status.Absent) {
      throw problem(name, "it could not be started", start, outcome.errors());
    }
    return new Begun(after, false);
  }

  /** The name of the job that a unit of ours runs. */
  public static String name(String unit) {
    return unit.replaceFirst("^verdigris-", "");
  }

  /** Where a job stands. */
  public Status status(String name) {
    JobScripts.checkName(name);
    return status(name, script(JobScripts.STATUS, name));
  }

  private Status status(String name, String answer) {
    int line = answer.indexOf('\n');
    String[] words = answer.substring(0, Math.max(0, line)).split(" ", -1);
    String output = answer.substring(line + 1);
    return switch (words[0]) {
      case "absent" -> new Status.Absent();
      case "running" -> new Status.Running(output);
      case "ended" -> new Status.Ended(Integer.parseInt(words[1]), output);
      case "lost" -> new Status.Lost(output);
      default ->
          throw Problem.of(
                  Kind.HOST_OUTPUT,
                  where,
                  "The state of the job " + name + " cannot be understood.",
                  "Look at ~postgres/.verdigris/jobs/" + name + " on the host.")
              .withEvidence(answer.lines().limit(5).toList())
              .asException();
    };
  }

  /**
   * Waits until a job no longer runs.
   *
   * @param limit when to give up waiting; the job goes on then
   * @param progress gets the last lines of its output, again and again
   * @return anything but Running
   * @throws ProblemException COMMAND_TIMEOUT at the limit
   */
  public Status await(String name, Duration limit, Consumer<String> progress) {
    long deadline = System.nanoTime() + limit.toNanos();
    long told = System.nanoTime() - REPORTS.toNanos();
    while (true) {
      Status status = status(name, script(JobScripts.STATUS_SOON, name));
      if (!(status instanceof Status.Running(String output))) {
        return status;
      }
      if (System.nanoTime() - told > REPORTS.toNanos()) {
        progress.accept(output);
        told = System.nanoTime();
      }
      if (System.nanoTime() > deadline) {
        throw Problem.of(
                Kind.COMMAND_TIMEOUT,
                where,
                "The job " + name + " still runs after " + limit.toSeconds() + " s; it goes on.",
                "Start again to wait for it once more, or look at it on the host:\n"
                    + "  systemctl status verdigris-"
                    + name)
            .withEvidence(output.strip().lines().toList())
            .asException();
      }
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted();
      }
    }
  }

  /**
   * A job's result as success or problem.
   *
   * @return its last lines of output
   * @throws ProblemException JOB_FAILED
   */
  public String succeeded(String name, Status status) {
    return switch (status) {
      case Status.Ended(int exit, String output) when exit == 0 -> output;
      case Status.Ended(int exit, String output) ->
          throw failed(name, "ended with status " + exit, output);
      case Status.Lost(String output) ->
          throw failed(name, "is gone without a result: killed, or the host went down", output);
      case Status.Running(String output) -> throw failed(name, "still runs", output);
      case Status.Absent() -> throw failed(name, "was never started", "");
    };
  }

  /**
   * Ends a job: it and what it started get SIGTERM.
   *
   * @return where it stands then
   */
  public Status stop(String name) {
    JobScripts.checkName(name);
    if (script(JobScripts.PREPARE, name).strip().equals("systemd")) {
      host.run(Command.root("systemctl", "stop", "verdigris-" + name + ".service"), LIMIT);
    }
    if (status(name) instanceof Status.Running) {
      script(JobScripts.STOP, name);
    }
    return await(name, Duration.ofSeconds(30), _ -> {});
  }

  /**
   * Asks a job to end: it and what it started get SIGTERM, and it may take its time to clean up.
   * {@link #stop} would have systemd kill it after a while.
   */
  public void ask(String name) {
    JobScripts.checkName(name);
    script(JobScripts.STOP, name);
  }

  /**
   * Makes systemd run a command of the server's owner once, after a while, whatever becomes of us
   * until then: a dead man's switch. One that was armed under this name before is replaced.
   *
   * @param name as for {@link #start}
   * @param after from now on, in whole seconds
   * @throws ProblemException JOB_FAILED, also where there is no systemd
   */
  public void arm(String name, Duration after, Command command) {
    JobScripts.checkName(name);
    disarm(name);
    Command timer = JobScripts.timer(name, after, command.argv());
    Outcome outcome = host.run(timer, LIMIT);
    if (!outcome.succeeded()) {
      throw problem(name, "it could not be armed", timer, outcome.errors());
    }
  }

  /**
   * Makes sure that an armed command does not run any more; it is well when none is armed.
   *
   * @throws ProblemException JOB_FAILED when the timer may still be there
   */
  public void disarm(String name) {
    JobScripts.checkName(name);
    String timer = "verdigris-" + name + ".timer";
    if (host.run(Command.root("systemctl", "stop", timer), LIMIT).succeeded()) {
      return;
    }
    // One that has fired is not known any more.
    Command ask = Command.login("systemctl", "is-active", timer);
    Outcome state = host.run(ask, LIMIT);
    if (!List.of("inactive", "failed", "unknown").contains(state.output().strip())) {
      throw problem(name, "it could not be disarmed", ask, state.output() + state.errors());
    }
  }

  /**
   * Removes what is remembered of a job, so that its name can be used again.
   *
   * @throws ProblemException JOB_FAILED while it runs
   */
  public void forget(String name) {
    JobScripts.checkName(name);
    if (script(JobScripts.FORGET, name).startsWith("running")) {
      throw failed(name, "still runs and cannot be forgotten", "");
    }
  }

  /** The names of all jobs that run or are remembered. */
  public List<String> names() {
    return script(JobScripts.LIST, "").lines().toList();
  }

  private Status awaitAppearance(String name) {
    long deadline = System.nanoTime() + APPEARS.toNanos();
    Status status = status(name);
    while (status instanceof Status.Absent && System.nanoTime() < deadline) {
      sleep(FIRST_PAUSE);
      status = status(name);
    }
    return status;
  }

  private String script(String script, String name) {
    Command command = Command.postgres("sh", "-c", script, "verdigris-job", name);
    Outcome outcome = host.run(command, LIMIT);
    if (!outcome.succeeded()) {
      throw problem(name, "its state cannot be had", command, outcome.errors());
    }
    return outcome.output();
  }

  private ProblemException problem(String name, String what, Command command, String errors) {
    List<String> evidence = new ArrayList<>(List.of(command.argv().getFirst()));
    evidence.addAll(errors.strip().lines().limit(10).toList());
    return Problem.of(Kind.JOB_FAILED, where, "Job " + name + ": " + what + ".", "")
        .withEvidence(evidence)
        .asException();
  }

  private ProblemException failed(String name, String what, String output) {
    return Problem.of(
            Kind.JOB_FAILED,
            where,
            "Job " + name + " " + what + ".",
            "All of its output is on the host:\n  ~postgres/.verdigris/jobs/" + name + "/output")
        .withEvidence(output.strip().lines().toList())
        .asException();
  }

  private void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted();
    }
  }

  private ProblemException interrupted() {
    return Problem.of(
            Kind.INTERRUPTED, where, "Waiting for a job was interrupted; the job goes on.", "")
        .asException();
  }
}
