package verdigris.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.ServerFacts;
import verdigris.world.InstanceId;

/** Settings in which a standby must not undercut its primary. */
final class StandbyLimits {
  static final Check CHECK =
      new Check(
          "standby-limits",
          "A standby's limits are not below its primary's",
          Severity.BLOCKS,
          List.of(Guard.SWITCHOVER),
          "A standby with a lower limit does not start (\"hot standby is not possible because"
              + " max_connections = 50 is a lower setting than on the master server\"); from 14 on a running"
              + " one pauses replay while its receiver still streams (manual, \"Administrator's"
              + " Overview\" of hot standby). The roles change in a switchover, so both ways count.",
          StandbyLimits::look);

  private StandbyLimits() {}

  /** 11 accepts a lower max_wal_senders. */
  static List<String> limits(int major) {
    List<String> limits =
        new ArrayList<>(
            List.of(
                "max_connections",
                "max_prepared_transactions",
                "max_locks_per_transaction",
                "max_worker_processes"));
    if (major >= 12) {
      limits.add("max_wal_senders");
    }
    return List.copyOf(limits);
  }

  private static List<Result> look(Subject subject) {
    var findings = new Findings();
    Optional<ServerFacts> source =
        findings.known(subject.atSource(), subject.server(subject.source()));
    if (findings
        .known(subject.atPrimaryHost(), subject.instancesOn(subject.primary().host()))
        .isEmpty()) {
      return findings.all();
    }
    Optional<InstanceId> standby = subject.standby();
    if (standby.isEmpty()) {
      findings.later(subject.atPrimaryHost(), "There is no standby yet to compare with.");
      return findings.all();
    }
    Optional<ServerFacts> other =
        findings.known(subject.at(standby.get()), subject.server(standby.get()));
    if (source.isEmpty() || other.isEmpty()) {
      return findings.all();
    }
    for (String limit : limits(subject.source().major())) {
      long there = number(source.get(), limit);
      long here = number(other.get(), limit);
      if (here < there) {
        findings.found(
            subject.at(standby.get()).object(limit),
            "%s is %d here and %d on %s.".formatted(limit, here, there, subject.source()),
            "Raise it, and restart the standby:\n  ALTER SYSTEM SET %s = %d;"
                .formatted(limit, there));
      } else if (here > there) {
        findings.found(
            subject.atSource().object(limit),
            "%s is %d here and %d on %s, which it is to follow."
                .formatted(limit, there, here, standby.get()),
            "Raise it (it becomes effective when the server is started as a standby):\n  ALTER SYSTEM SET %s = %d;"
                .formatted(limit, here));
      }
    }
    return findings.all();
  }

  private static long number(ServerFacts server, String setting) {
    return Subject.raw(server, setting)
        .filter(v -> v.matches("\\d{1,18}"))
        .map(Long::parseLong)
        .orElse(0L);
  }
}
