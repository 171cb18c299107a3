package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import verdigris.action.Action;
import verdigris.action.Action.Job;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.facts.LiveServer;
import verdigris.postgres.OwnFiles;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Statistics;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * Copies the upstream into a new data directory beside the final place, makes it a standby on disk,
 * and only then gives it its name. So a half copy can never start.
 *
 * @param id the standby to be
 * @param upstream whom it is copied from and will follow
 */
public record Clone(InstanceId id, InstanceId upstream) implements InstanceStep {
  /**
   * What an earlier run left is removed by the job itself, so that finding the job still running
   * destroys nothing.
   */
  private static final String COPY =
      "rm -rf -- \"$1\" && to=$1 && shift && program=$1 && from=$2 && shift 2 && exec \"$program\" -D \"$to\" -d \"$from\" \"$@\"";

  /**
   * Only for a standby of our own making that can never catch up, and only while nothing runs on
   * it.
   */
  private static final String REPLACE =
      "set -e; "
          + LiveServer.RUNS
          + "test -f \"$2/verdigris.json\"; if runs \"$2\"; then exit 1; fi; mv -T -- \"$2\" \"$2.verdigris-old\";"
          + " mv -T -- \"$1\" \"$2\"; sync -- \"${2%/*}\"; rm -rf -- \"$2.verdigris-old\"";

  static final StepKind KIND =
      new StepKind(
          "clone",
          "Copy the upstream with pg_basebackup beside the final place, make it a standby on disk, and only then give it its name.",
          "PostgreSQL manual, pg_basebackup; \"Log-Shipping Standby Servers\", \"Setting Up a Standby Server\".",
          target -> target.ways().stream().map(l -> new Clone(l.standby(), l.upstream())).toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  /** A stopped standby that can never catch up holds nothing that its upstream does not have. */
  private static boolean isReplaceable(Instance instance) {
    boolean stranded = instance.content() == Content.STRANDED && instance.run() == Run.STOPPED;
    return instance.what() == What.ABSENT || instance.isLeftOver() || stranded;
  }

  private Instance cloned(Instance instance) {
    return new Instance(
        id,
        What.SERVER,
        Run.STOPPED,
        new Role.StandbyOf(upstream),
        Content.BEHIND,
        instance.settings(),
        true,
        true,
        true,
        instance.fenced(),
        Statistics.ALL);
  }

  @Override
  public String title() {
    return "clone " + upstream + " to " + id;
  }

  @Override
  public List<Condition> needs() {
    var needs =
        new ArrayList<>(
            List.of(
                Needs.hasBinaries(id),
                Needs.runs(upstream),
                Needs.hasDeclaredSettings(upstream),
                Needs.letsReplicationIn(upstream),
                Needs.keepsWalFor(upstream, id),
                Needs.hasNotParted(upstream),
                new Condition(
                    "nothing worth keeping is at " + id, w -> isReplaceable(w.instance(id)))));
    if (id.major() >= 12) {
      // Whom it follows stands among its settings (release notes of 12), so they come first.
      needs.add(Needs.hasDeclaredSettings(id));
    }
    return List.copyOf(needs);
  }

  @Override
  public World after(World before) {
    return before.with(id, this::cloned);
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(estimates.cloneSeconds());
  }

  @Override
  public List<World> wreckage(World before) {
    return List.of(
        before.with(id, (Instance i) -> i.what() == What.SERVER ? i : i.with(What.DISPOSABLE)));
  }

  @Override
  public List<String> destroys(World before) {
    return before.instance(id).what() == What.SERVER
        ? List.of("the data directory of " + id + " that cannot catch up any more")
        : List.of();
  }

  @Override
  public List<String> touches() {
    return List.of("server " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    Place place = wanted.place(id);
    var copy = new NewCopy(wanted, id, upstream);
    var actions = new ArrayList<Action>(copy.beforehand());
    actions.add(job(briefing, wanted, place));
    actions.addAll(copy.finished());
    actions.add(replaces(briefing) ? copy.named(REPLACE) : copy.named());
    return List.copyOf(actions);
  }

  private boolean replaces(Briefing briefing) {
    return briefing
        .find(id)
        .flatMap(i -> i.directory().known())
        .filter(d -> d.exists() && !d.empty())
        .isPresent();
  }

  private Job job(Briefing briefing, Wanted wanted, Place place) {
    var argv =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                COPY,
                "sh",
                place.cloneDirectory(),
                place.program("pg_basebackup"),
                wanted.baseBackupConninfo(id, upstream),
                "-X",
                "stream",
                "-c",
                "fast",
                "--no-password"));
    if (briefing.declaration().replication().slots()) {
      argv.addAll(List.of("-S", OwnFiles.slot(id.host())));
    }
    briefing.declaration().replication().rate().ifPresent(r -> argv.addAll(List.of("-r", r)));
    long bytes =
        briefing
            .find(upstream)
            .flatMap(u -> u.directory().known())
            .map(d -> d.sizeBytes())
            .orElse(0L);
    return new Job(
        host(),
        unit(briefing),
        new Command(RunAs.POSTGRES, argv),
        Duration.ofDays(2),
        place.cloneDirectory(),
        bytes);
  }

  private String unit(Briefing briefing) {
    return "verdigris-clone-%s-%d-%s"
        .formatted(briefing.declaration().topology(), id.major(), id.name())
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]", "-");
  }

  @Override
  public SequencedMap<String, String> changes(Briefing briefing) {
    var wanted = new Wanted(briefing);
    return Deeds.shown(
        List.copyOf(
            new NewCopy(wanted, id, upstream)
                .inside()
                .filter(
                    f -> f.path().endsWith("recovery.conf") || f.path().endsWith("verdigris.conf"))
                .toList()));
  }
}
