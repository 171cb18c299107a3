package verdigris.step;

import java.time.Duration;
import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.Await;
import verdigris.action.Action.Stall;
import verdigris.postgres.OwnFiles;
import verdigris.postgres.Quote;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Declaration.Limits;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.InstanceId;
import verdigris.world.World;

/**
 * Waits until a running standby streams and its lag is below the limit.
 *
 * @param id the standby
 * @param upstream whom it follows
 */
public record CatchUp(InstanceId id, InstanceId upstream) implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "catch-up",
          "Wait until a running standby streams and its lag is below the limit.",
          "PostgreSQL manual, views pg_stat_replication and pg_stat_wal_receiver. That a standby runs does not mean that it receives (tried on 11).",
          target ->
              target.allWays().stream().map(l -> new CatchUp(l.standby(), l.upstream())).toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "wait until " + id + " streams from " + upstream;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.runs(id),
        Needs.isStandbyOf(id, upstream),
        Needs.runs(upstream),
        Needs.letsReplicationIn(upstream),
        Needs.keepsWalFor(upstream, id),
        Needs.hasDeclaredSettings(upstream),
        new Condition(
            id + " is behind, and its upstream has the WAL that it needs",
            w -> w.instance(id).content() == Content.BEHIND));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(Content.FOLLOWS));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(8);
  }

  @Override
  public List<String> touches() {
    return List.of("server " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    Limits limits = briefing.declaration().limits();
    long lag = Math.min(limits.lagBeforeSwitchoverBytes(), limits.lagAlertBytes());
    return List.of(
        Deeds.readNewerFiles(new Wanted(briefing).server(upstream)),
        new Await(
            new Wanted(briefing).server(upstream),
            streams(briefing, lag),
            "%s streams from %s with a lag of at most %d bytes".formatted(id, upstream, lag),
            Duration.ofHours(6),
            List.of(stall(briefing))));
  }

  /**
   * A standby that neither receives nor replays gets nowhere: its upstream lacks the WAL, its
   * history is another, the login is refused, or somebody paused it. It tries to connect every 5 s
   * (wal_retrieve_retry_interval).
   */
  private Stall stall(Briefing briefing) {
    return new Stall(
        new Wanted(briefing).server(id),
        """
        SELECT CASE WHEN pg_is_wal_replay_paused() THEN 'replay is paused'
          WHEN NOT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming')
          THEN concat('received ', pg_last_wal_receive_lsn(), ', replayed ', pg_last_wal_replay_lsn()) END""",
        Duration.ofMinutes(2),
        "%s neither receives nor replays anything".formatted(id),
        briefing.find(id).flatMap(i -> i.paths().log()).orElse(""));
  }

  /**
   * The upstream's own word for it: a row of its that says so. No row means no standby, never no
   * lag.
   */
  private String streams(Briefing briefing, long lag) {
    List<String> addresses =
        briefing.host(id.host()).system().known().map(s -> s.addresses()).orElse(List.of());
    return """
        SELECT EXISTS (
          SELECT FROM pg_stat_replication
          WHERE (application_name = %s OR host(client_addr) = ANY (string_to_array(%s, ' ')))
            AND state = 'streaming'
            AND pg_wal_lsn_diff(
                  CASE WHEN pg_is_in_recovery() THEN pg_last_wal_receive_lsn() ELSE pg_current_wal_lsn() END,
                  replay_lsn) <= %d)"""
        .formatted(
            Quote.literal(OwnFiles.slot(id.host())).strip(),
            Quote.literal(String.join(" ", addresses)).strip(),
            lag);
  }
}
