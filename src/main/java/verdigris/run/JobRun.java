package verdigris.run;

import java.time.Duration;
import java.util.List;
import verdigris.action.Action.Job;
import verdigris.action.Command;
import verdigris.host.Host;
import verdigris.host.Jobs;
import verdigris.host.Jobs.Begun;
import verdigris.host.Jobs.Status;

/**
 * Starts a job, or finds it at work and waits for it. The result of an earlier start that failed is
 * history: the job is done again.
 *
 * @param host where
 * @param job what
 */
record JobRun(Host host, Job job) {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  void perform(Interpreter.Watcher watcher) {
    var jobs = new Jobs(host);
    String name = name();
    Begun begun = jobs.begin(name, job.command());
    if (begun.found() && failed(begun.status())) {
      jobs.forget(name);
      jobs.start(name, job.command());
    } else if (begun.found()) {
      watcher.found(job.unit(), begun.status() instanceof Status.Ended);
    }
    Status end = jobs.await(name, job.limit(), _ -> watcher.at(size(), job.expectedBytes()));
    if (end instanceof Status.Ended(int exit, String output)) {
      watcher.printed(exit, output.lines().toList());
    }
    try {
      jobs.succeeded(name, end);
    } finally {
      jobs.forget(name);
    }
    long expected = job.expectedBytes();
    watcher.at(expected > 0 ? expected : size(), expected);
  }

  private static boolean failed(Status status) {
    return status instanceof Status.Lost
        || (status instanceof Status.Ended(int exit, String _) && exit != 0);
  }

  /** Ends it, and forgets it. */
  void stop() {
    var jobs = new Jobs(host);
    jobs.stop(name());
    jobs.forget(name());
  }

  private String name() {
    return Jobs.name(job.unit());
  }

  /** Bytes of what grows while it is at work; negative where nothing does, 0 where it is hidden. */
  long size() {
    if (job.grows().isEmpty()) {
      return -1;
    }
    Host.Outcome outcome =
        host.run(
            new Command(job.command().as(), List.of("du", "-s", "-B1", "--", job.grows())), LIMIT);
    String number = outcome.output().split("\\s", 2)[0];
    return number.matches("\\d+") ? Long.parseLong(number) : 0;
  }
}
