package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.Job;
import verdigris.action.Action.PutFile;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.action.Text;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.facts.LiveServer;
import verdigris.postgres.OwnFiles;
import verdigris.resource.Change;
import verdigris.resource.Change.FileChange;
import verdigris.resource.OwnMarker;
import verdigris.resource.SecretState;
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
   * The new directory takes its name at once; an old one that can never catch up goes only then,
   * and only when the plan has seen it: what appeared in the place since is somebody else's.
   */
  private static final String PUT_IN_PLACE =
      "set -e; if [ -e \"$2\" ]; then rmdir -- \"$2\"; fi; mv -T -- \"$1\" \"$2\"; sync -- \"${2%/*}\"";

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
          target -> target.ways().stream().map(l -> new Clone(l.standby(), l.upstream())).toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  /** A stopped standby that can never catch up holds nothing that its upstream does not have. */
  private static boolean isReplaceable(Instance instance) {
    boolean stranded = instance.content() == Content.STRANDED && instance.run() == Run.STOPPED;
    return instance.what() == What.ABSENT || instance.what() == What.DISPOSABLE || stranded;
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
    String made = place.cloneDirectory();
    var actions = new ArrayList<Action>();
    actions.add(Deeds.readNewerFiles(wanted.server(upstream)));
    actions.add(
        Action.Run.of(host(), Command.postgres("mkdir", "-p", OwnFiles.directory(place.data()))));
    // The password file first: the copy itself logs in with it.
    following(wanted)
        .filter(f -> !f.path().startsWith(place.data() + "/"))
        .map(f -> Deeds.put(host(), f, f.path()))
        .forEach(actions::add);
    actions.add(job(briefing, wanted, place));
    inside(wanted, place)
        .map(f -> Deeds.put(host(), f, made + f.path().substring(place.data().length())))
        .forEach(actions::add);
    actions.add(
        new PutFile(
            host(),
            RunAs.POSTGRES,
            made + "/" + OwnMarker.NAME,
            "600",
            Text.of(OwnMarker.cloned(id, upstream).text()),
            false));
    // An upgrade that was given up saw to it that what it took does not start at boot.
    files(wanted.startable(id)).map(f -> Deeds.put(host(), f, f.path())).forEach(actions::add);
    actions.add(
        Action.Run.of(
            host(),
            Command.postgres(
                "sh",
                "-c",
                replaces(briefing) ? REPLACE : PUT_IN_PLACE,
                "sh",
                made,
                place.data())));
    return List.copyOf(actions);
  }

  private boolean replaces(Briefing briefing) {
    return briefing
        .find(id)
        .flatMap(i -> i.directory().known())
        .filter(d -> d.exists() && !d.empty())
        .isPresent();
  }

  private static Stream<FileChange> files(List<Change> changes) {
    return changes.stream().filter(FileChange.class::isInstance).map(FileChange.class::cast);
  }

  private Stream<FileChange> following(Wanted wanted) {
    return files(wanted.files(id, Optional.of(upstream)).following(SecretState.DIFFERENT));
  }

  /**
   * What goes into the data directory: no setting of the source's ALTER SYSTEM, and the recovery
   * configuration, its marker last.
   */
  private Stream<FileChange> inside(Wanted wanted, Place place) {
    return Stream.concat(
            files(wanted.files(id, Optional.of(upstream)).creation(Boot.AUTO)), following(wanted))
        .filter(f -> f.path().startsWith(place.data() + "/"));
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
            inside(wanted, wanted.place(id))
                .filter(
                    f -> f.path().endsWith("recovery.conf") || f.path().endsWith("verdigris.conf"))
                .toList()));
  }
}
