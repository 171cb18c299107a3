package verdigris.check;

import java.util.List;
import java.util.Optional;
import verdigris.check.Check.Guard;
import verdigris.check.Check.Severity;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Bytes;
import verdigris.postgres.Lsn;
import verdigris.world.InstanceId;

/** Whether the standby that is to be promoted is as near as a short outage needs. */
final class StandbyState {
  private static final List<Guard> SWITCHOVER = List.of(Guard.SWITCHOVER);

  static final Check PAUSED =
      new Check(
          "replay-paused",
          "The standby replays",
          Severity.BLOCKS,
          SWITCHOVER,
          "A standby can receive everything and replay nothing: its receiver still says streaming. It could"
              + " not be promoted with all commits before somebody resumes replay (manual, \"Recovery"
              + " Control Functions\").",
          subject -> look(subject, StandbyState::paused));

  static final Check LAG =
      new Check(
          "lag",
          "The standby lags less than limits.lag_before_switchover",
          Severity.WARNS,
          SWITCHOVER,
          "What is not replayed yet when clients are shut out is replayed while they wait.",
          subject -> look(subject, StandbyState::lag));

  static final Check FEEDBACK =
      new Check(
          "hot-standby-feedback",
          "The standby does not hold back vacuum",
          Severity.WARNS,
          SWITCHOVER,
          "With hot_standby_feedback a query on the standby keeps dead rows on the primary, and its slot"
              + " keeps them while the standby is away (manual, \"hot_standby_feedback\").",
          subject -> look(subject, StandbyState::feedback));

  static final Check QUERIES =
      new Check(
          "standby-queries",
          "Nobody runs long queries on the standby",
          Severity.WARNS,
          SWITCHOVER,
          "A query on the standby delays replay by up to max_standby_streaming_delay (30 s), and so the"
              + " catch-up before the promotion (manual, \"Handling Query Conflicts\").",
          subject -> look(subject, StandbyState::queries));

  private StandbyState() {}

  private interface Look {
    void at(Subject subject, Findings findings, InstanceId id, ServerFacts server);
  }

  private static List<Result> look(Subject subject, Look look) {
    var findings = new Findings();
    if (findings
        .known(subject.atPrimaryHost(), subject.instancesOn(subject.primary().host()))
        .isEmpty()) {
      return findings.all();
    }
    Optional<InstanceId> standby = subject.standby();
    if (standby.isEmpty()) {
      findings.later(subject.atPrimaryHost(), "There is no standby yet.");
      return findings.all();
    }
    findings
        .known(subject.at(standby.get()), subject.server(standby.get()))
        .filter(ServerFacts::inRecovery)
        .ifPresent(s -> look.at(subject, findings, standby.get(), s));
    return findings.all();
  }

  private static void paused(
      Subject subject, Findings findings, InstanceId id, ServerFacts server) {
    if (server.wal().replayPaused()) {
      findings.found(
          subject.at(id),
          "Replay is paused at %s."
              .formatted(server.wal().replayed().map(Lsn::toString).orElse("an unknown position")),
          "Resume it:\n  SELECT pg_wal_replay_resume();");
    }
  }

  private static void lag(Subject subject, Findings findings, InstanceId id, ServerFacts server) {
    Optional<Lsn> current =
        subject.server(subject.source()).known().flatMap(s -> s.wal().current());
    Optional<Lsn> replayed = server.wal().replayed();
    if (current.isEmpty() || replayed.isEmpty()) {
      findings.unknown(subject.at(id), "How far the standby is behind could not be told.");
      return;
    }
    long bytes = current.get().minus(replayed.get());
    if (bytes > subject.declaration().limits().lagBeforeSwitchoverBytes()) {
      findings.found(
          subject.at(id),
          "It has %s of WAL still to replay.".formatted(Bytes.text(bytes)),
          "Wait until it is less, or see what holds replay up:\n"
              + "  SELECT * FROM pg_stat_activity WHERE backend_type = 'client backend';");
    }
  }

  private static void feedback(
      Subject subject, Findings findings, InstanceId id, ServerFacts server) {
    if (Subject.raw(server, "hot_standby_feedback").equals(Optional.of("on"))) {
      findings.found(
          subject.at(id).object("hot_standby_feedback"),
          "hot_standby_feedback is on.",
          "End long queries on the standby before the cutover, or switch it off:\n"
              + "  ALTER SYSTEM SET hot_standby_feedback = off;\n  SELECT pg_reload_conf();");
    }
  }

  private static void queries(
      Subject subject, Findings findings, InstanceId id, ServerFacts server) {
    server
        .longTransactions()
        .forEach(
            t ->
                findings.found(
                    subject.at(id).database(t.database()).object("pid " + t.pid()),
                    "A transaction of %s has been open for %d s on the standby."
                        .formatted(t.user(), t.ageSeconds()),
                    "End it before the cutover:\n  SELECT pg_terminate_backend(%d);"
                        .formatted(t.pid())));
  }
}
