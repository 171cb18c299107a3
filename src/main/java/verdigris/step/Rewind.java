package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.Job;
import verdigris.action.Action.PutFile;
import verdigris.action.Action.Server;
import verdigris.action.Action.Sql;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.action.Text;
import verdigris.facts.LiveServer;
import verdigris.postgres.OwnFiles;
import verdigris.postgres.Quote;
import verdigris.resource.RewindDoor;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Settings;
import verdigris.world.Instance.Statistics;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Takes back what a stopped server has that its upstream's history has not (pg_rewind), so that it
 * can follow: after a way back out of an outage in which it was promoted. It copies what has
 * changed since the histories parted, where a clone copies everything. The data directory loses its
 * name first, so that what breaks off in the middle is a half clone and nothing else.
 *
 * @param id what is rewound
 * @param upstream whose history counts
 */
public record Rewind(InstanceId id, InstanceId upstream) implements InstanceStep {
  /**
   * Only a copy of our own making on which nothing runs. What is remembered of an earlier job is
   * not about this directory.
   */
  private static final String UNNAME =
      "set -e; "
          + LiveServer.RUNS
          + "test -f \"$1/verdigris.json\"; if runs \"$1\"; then exit 1; fi;"
          + " rm -rf -- \"$2\" ~postgres/.verdigris/jobs/\"$3\"; mv -T -- \"$1\" \"$2\"; sync -- \"${1%/*}\"";

  /**
   * Up to 15 it may say that nothing is to be done of servers that have parted, by a control file
   * that is out of date. And it does not ask whether the source still has the WAL that the server
   * needs first; without, the server would never start.
   */
  private static final String REWIND =
      "set -e; said=$(LC_ALL=C \"$1\" -D \"$2\" --source-server=\"$3\" 2>&1) || { printf \"%s\\n\" \"$said\"; exit 1; }; printf \"%s\\n\" \"$said\";"
          + " case $said in *\"no rewind required\"*) exit 1 ;; esac;"
          + " wal=$(sed -n \"s/^START WAL LOCATION: .*(file \\([0-9A-F]*\\)).*/\\1/p\" \"$2/backup_label\");"
          + " test -n \"$wal\"; test -e \"$2/pg_wal/$wal\" || { echo \"WAL $wal is gone from the source.\"; exit 1; }";

  static final StepKind KIND =
      new StepKind(
          "rewind",
          "Take back with pg_rewind what a promoted server has and its upstream has not, and make it a standby on disk.",
          "PostgreSQL manual, pg_rewind (wal_log_hints or data checksums); up to 15 the source needs a checkpoint after its promotion.",
          target ->
              target.ways().stream()
                  .filter(l -> l.standby().major() == l.upstream().major())
                  .map(l -> new Rewind(l.standby(), l.upstream()))
                  .toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "rewind " + id + " to " + upstream;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        new Condition(
            id + " is stopped and has parted from the others",
            w -> w.instance(id).what() == What.PARTED),
        new Condition(upstream + " lets clients in", w -> w.instance(upstream).isExposed()),
        Needs.hasDeclaredSettings(upstream),
        Needs.letsReplicationIn(upstream),
        Needs.keepsWalFor(upstream, id),
        Needs.hasNotParted(upstream),
        Needs.hasDeclaredSettings(id));
  }

  @Override
  public World after(World before) {
    return before.with(
        id,
        (Instance i) ->
            new Instance(
                id,
                What.SERVER,
                Run.STOPPED,
                new Role.StandbyOf(upstream),
                Content.BEHIND,
                i.settings(),
                true,
                true,
                true,
                i.fenced(),
                Statistics.ALL));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(4);
  }

  @Override
  public List<World> wreckage(World before) {
    World open =
        before.with(
            upstream,
            (Instance i) ->
                i.with(
                    Needs.hasDeclaredSettings(upstream).holds(before)
                        ? Settings.NEED_RELOAD
                        : i.settings()));
    return Stream.of(before, open)
        .flatMap(w -> Stream.of(w, w.with(id, (Instance i) -> i.with(What.DISPOSABLE))))
        .filter(w -> !w.equals(before))
        .toList();
  }

  @Override
  public List<String> touches() {
    return List.of("server " + id, "configuration of " + upstream);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    Place place = wanted.place(id);
    var copy = new NewCopy(wanted, id, upstream);
    var actions = new ArrayList<Action>(copy.beforehand());
    actions.addAll(letIn(briefing, wanted));
    actions.add(
        Action.Run.of(
            host(),
            Command.postgres(
                "sh",
                "-c",
                UNNAME,
                "sh",
                place.data(),
                place.cloneDirectory(),
                unit(briefing).replaceFirst("^verdigris-", ""))));
    actions.add(job(briefing, wanted, place));
    actions.addAll(shutOut(briefing, wanted));
    actions.addAll(copy.finished());
    actions.add(copy.named());
    return List.copyOf(actions);
  }

  private Job job(Briefing briefing, Wanted wanted, Place place) {
    return new Job(
        host(),
        unit(briefing),
        Command.postgres(
            "sh",
            "-c",
            REWIND,
            "sh",
            place.program("pg_rewind"),
            place.cloneDirectory(),
            wanted.rewindConninfo(id, upstream)),
        Duration.ofHours(12),
        place.cloneDirectory(),
        0);
  }

  private String unit(Briefing briefing) {
    return Deeds.unit("rewind", briefing, id);
  }

  private List<Action> letIn(Briefing briefing, Wanted wanted) {
    var replication = briefing.declaration().replication();
    Server source = wanted.server(upstream);
    var actions = new ArrayList<Action>();
    replication
        .password()
        .ifPresent(
            secret ->
                actions.add(
                    new PutFile(
                        host(),
                        RunAs.POSTGRES,
                        OwnFiles.rewindPassfile(wanted.place(id).data()),
                        "600",
                        Text.of(
                                "*:*:%s:%s:"
                                    .formatted(
                                        RewindDoor.DATABASE, Quote.passfile(replication.user())))
                            .and(secret, Text.Form.PASSFILE)
                            .and("\n"),
                        false)));
    actions.add(
        onSource(
            wanted, RewindDoor.opening(briefing.declaration(), id.host(), wanted.addresses())));
    actions.add(sql(source, RewindDoor.grant(briefing.declaration())));
    actions.add(Deeds.readFiles(source));
    return actions;
  }

  private List<Action> shutOut(Briefing briefing, Wanted wanted) {
    Server source = wanted.server(upstream);
    return List.of(
        sql(source, RewindDoor.revoke(briefing.declaration())),
        onSource(wanted, RewindDoor.SHUT),
        Deeds.readFiles(source));
  }

  private static Action sql(Server source, String statement) {
    return new Sql(source, RewindDoor.DATABASE, Text.of(statement), false);
  }

  private Action onSource(Wanted wanted, String script) {
    return Deeds.script(upstream.host(), script, wanted.place(upstream).placement().paths().hba());
  }
}
