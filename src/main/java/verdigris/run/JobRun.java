package verdigris.run;

import java.time.Duration;
import java.util.List;
import verdigris.action.Action.Job;
import verdigris.action.Command;
import verdigris.host.Host;
import verdigris.host.Jobs;
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
    Status before = jobs.status(name);
    boolean failedBefore =
        before instanceof Status.Lost
            || (before instanceof Status.Ended(int exit, String _) && exit != 0);
    if (failedBefore) {
      jobs.forget(name);
    } else if (!(before instanceof Status.Absent)) {
      watcher.found(job.unit(), before instanceof Status.Ended);
    }
    jobs.start(name, job.command());
    Status end = jobs.await(name, job.limit(), _ -> watcher.at(size(), job.expectedBytes()));
    try {
      jobs.succeeded(name, end);
    } finally {
      jobs.forget(name);
    }
    watcher.at(Math.max(job.expectedBytes(), 1), job.expectedBytes());
  }

  /** Ends it, and forgets it. */
  void stop() {
    var jobs = new Jobs(host);
    jobs.stop(name());
    jobs.forget(name());
  }

  private String name() {
    return job.unit().replaceFirst("^verdigris-", "");
  }

  private long size() {
    if (job.grows().isEmpty()) {
      return 0;
    }
    Host.Outcome outcome =
        host.run(
            new Command(job.command().as(), List.of("du", "-s", "-B1", "--", job.grows())), LIMIT);
    String number = outcome.output().split("\\s", 2)[0];
    return number.matches("\\d+") ? Long.parseLong(number) : 0;
  }
}
