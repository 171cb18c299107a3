package verdigris.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import verdigris.action.Action.Job;
import verdigris.action.Action.Run;
import verdigris.action.Command;
import verdigris.facts.Rehearsal;
import verdigris.facts.Rehearsal.Phase;
import verdigris.host.Host;
import verdigris.host.Host.Outcome;
import verdigris.host.Jobs;
import verdigris.host.Jobs.Status;
import verdigris.host.Rights;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.step.RehearsalScript.Line;
import verdigris.step.Rehearse;

/**
 * Rehearses an upgrade: starts its job, or finds it at work and waits for it, and reads the result.
 * The job cleans up by itself however it ends, also when nobody waits for it any more; what it
 * could not remove because it was killed, {@link #clear} does.
 */
public final class Rehearsing {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration CLEANING = Duration.ofMinutes(30);

  private final Host host;
  private final Reporter reporter;
  private final EnumSet<Phase> begun = EnumSet.noneOf(Phase.class);
  private final EnumSet<Phase> done = EnumSet.noneOf(Phase.class);
  private volatile boolean unwanted;

  /**
   * @param host of the standby
   * @param reporter hears of each phase
   */
  public Rehearsing(Host host, Reporter reporter) {
    this.host = host;
    this.reporter = reporter;
  }

  /** The key of a phase in the journal. */
  public static String key(Phase phase) {
    return "rehearse " + phase.word();
  }

  /** Ends it as soon as it is noticed; from any thread. */
  public void end() {
    unwanted = true;
  }

  /** Whether the job of an earlier run is still at work. */
  public boolean isAtWork(Rehearse rehearse) {
    return new Jobs(host).status(name(rehearse)) instanceof Status.Running;
  }

  /**
   * Removes what an earlier rehearsal left that was killed. Its job must not be at work.
   *
   * @return whether there was something
   */
  public boolean clear(Rehearse rehearse) {
    Run clear = rehearse.clear();
    Outcome outcome = host.run(clear.command(), clear.limit());
    if (!outcome.succeeded()) {
      throw HostInterpreter.failed(host.name(), clear.command(), outcome).asException();
    }
    return outcome.output().contains("removed");
  }

  /** What sudo would refuse of it. */
  public Optional<Problem> refusedBySudo(Rehearse rehearse) {
    var rights = new Rights(host);
    Job job = rehearse.job();
    return rights.missing(
        rights.toStart(job.unit(), job.command()).stream()
            .map(c -> new Rights.Need(c, "rehearse the upgrade"))
            .toList());
  }

  /**
   * Does it.
   *
   * @return what it took
   * @throws ProblemException REHEARSAL_FAILED with the phase and what the program said, INTERRUPTED
   *     after {@link #end}; nothing of it is left on the host then either
   */
  public Rehearsal perform(Rehearse rehearse) {
    Job job = rehearse.job();
    var jobs = new Jobs(host);
    String name = name(rehearse);
    if (jobs.status(name) instanceof Status.Running) {
      reporter.hear(new Event.JobFound(key(Phase.COPY), host.name(), job.unit(), false));
    } else {
      jobs.forget(name); // What an earlier one has found stands in its file.
    }
    Status end = awaited(jobs, name, job);
    jobs.forget(name);
    switch (end) {
      case Status.Ended(int exit, String output) when exit == 0 -> heard(output);
      case Status.Ended(int exit, String output) -> throw failed(output, "status " + exit);
      case Status.Lost(String output) -> {
        clear(rehearse);
        throw failed(output, "no result: it was killed, or the host went down");
      }
      case Status.Running _, Status.Absent _ -> throw failed("", "no result");
    }
    return result(rehearse);
  }

  private Status awaited(Jobs jobs, String name, Job job) {
    jobs.start(name, job.command());
    try {
      return jobs.await(name, job.limit(), output -> at(output, job));
    } catch (Unwanted _) {
      jobs.ask(name);
      jobs.await(name, CLEANING, _ -> {});
      jobs.forget(name);
      throw Problem.of(
              Kind.INTERRUPTED,
              new Where.OnHost(host.name()),
              "The rehearsal was ended, and what it had made on the host is removed.",
              "Run the same command again when there is time for it.")
          .asException();
    }
  }

  /** Carries the wish to end out of waiting. */
  private static final class Unwanted extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void at(String output, Job job) {
    if (unwanted) {
      throw new Unwanted();
    }
    heard(output);
    if (begun.contains(Phase.COPY) && !done.contains(Phase.COPY)) {
      reporter.hear(
          new Event.Progress(key(Phase.COPY), new JobRun(host, job).size(), job.expectedBytes()));
    }
  }

  /** Tells what is new in the job's output. */
  private void heard(String output) {
    output
        .lines()
        .map(Line::of)
        .forEach(
            line -> {
              switch (line) {
                case Line.Begin(Phase phase) -> begin(phase);
                case Line.Done(Phase phase, long millis) -> {
                  if (done.add(phase)) {
                    begin(phase);
                    reporter.hear(new Event.StepDone(key(phase), phase.title(), millis / 1000.0));
                  }
                }
                case Line.Failed(Phase phase) -> begin(phase);
                case Line.Said _ -> {}
              }
            });
  }

  private void begin(Phase phase) {
    if (begun.add(phase)) {
      reporter.hear(new Event.StepStarted(key(phase), phase.title()));
    }
  }

  private ProblemException failed(String output, String end) {
    heard(output);
    List<String> said = new ArrayList<>();
    Optional<Phase> phase = Optional.empty();
    for (String text : output.lines().toList()) {
      switch (Line.of(text)) {
        case Line.Failed(Phase failed) -> phase = Optional.of(failed);
        case Line.Said(String words) -> said.add(words);
        case Line.Begin _, Line.Done _ -> {}
      }
    }
    String what = phase.map(p -> "\"" + p.title() + "\" failed").orElse("It ended with " + end);
    Problem problem =
        Problem.of(
                Kind.REHEARSAL_FAILED,
                new Where.OnHost(host.name()),
                what + ". The copy is removed, and nothing else was changed.",
                "Correct what it says below, and rehearse again; the upgrade itself would fail the same way.")
            .withEvidence(said);
    phase.ifPresent(p -> reporter.hear(new Event.StepFailed(key(p), p.title(), List.of(problem))));
    return problem.asException();
  }

  private Rehearsal result(Rehearse rehearse) {
    Command command = rehearse.result();
    Outcome outcome = host.run(command, new byte[0], LIMIT);
    return Rehearsal.read(outcome.output().lines().toList())
        .orElseThrow(() -> HostInterpreter.failed(host.name(), command, outcome).asException());
  }

  private static String name(Rehearse rehearse) {
    return Jobs.name(rehearse.unit());
  }
}
