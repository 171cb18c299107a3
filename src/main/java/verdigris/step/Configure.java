package verdigris.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.ProveConfiguration;
import verdigris.action.Action.Reload;
import verdigris.action.Action.Sql;
import verdigris.action.Command;
import verdigris.action.Text;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.resource.Change;
import verdigris.resource.Change.FileChange;
import verdigris.resource.Comparison;
import verdigris.resource.RewindDoor;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Settings;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.Target.Link;
import verdigris.world.World;

/**
 * Brings an instance's configuration files to the declared ones and reloads a running server.
 *
 * @param id whose
 * @param baseline instance that its settings start from; the same as {@code id} for one that exists
 * @param line instances that hold what was taken over from it
 */
public record Configure(InstanceId id, InstanceId baseline, List<InstanceId> line)
    implements InstanceStep {
  static final StepKind KIND =
      new StepKind(
          "configure",
          "Bring the configuration files to the declared ones, proved by PostgreSQL itself first, and reload a running server.",
          "PostgreSQL manual, \"Setting Parameters\"; the views pg_file_settings and pg_hba_file_rules; postgres -C. pg_reload_conf() is true even when a file has an error (tried on 11).",
          target ->
              Stream.concat(target.line().stream(), target.ways().stream().map(Link::standby))
                  .distinct()
                  .map(id -> new Configure(id, target.origin(), target.line()))
                  .toList());

  @Override
  public StepKind kind() {
    return KIND;
  }

  /**
   * A server that does not run reads its files when it starts; one that runs may need a restart
   * after this step.
   */
  private static Instance configured(Instance instance) {
    boolean restart =
        instance.settings() == Settings.NEED_RESTART
            || instance.settings() == Settings.PENDING_RESTART;
    boolean startable =
        instance.run() == Run.DISABLED && !(instance.role() instanceof Role.Primary);
    return instance
        .with(startable ? Run.STOPPED : instance.run())
        .with(restart ? Settings.PENDING_RESTART : Settings.AS_DECLARED);
  }

  @Override
  public String title() {
    return "configure " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.hasBinaries(id),
        new Condition(
            "an instance runs that the configuration of " + id + " starts from",
            w -> line.stream().anyMatch(i -> w.instance(i).isRunning())),
        new Condition(
            id + " was not upgraded to another", w -> w.instance(id).what() != What.LINKED));
  }

  @Override
  public World after(World before) {
    return before.with(id, Configure::configured);
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(1);
  }

  @Override
  public List<String> touches() {
    return List.of("configuration of " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    Place place = wanted.place(id);
    List<Change> changes = changes(wanted);
    var actions = new ArrayList<Action>();
    SequencedMap<String, Text> candidates = candidates(place, changes);
    if (!candidates.isEmpty()) {
      actions.add(
          new ProveConfiguration(
              host(), place.binaries(), place.placement().configDirectory(), candidates));
    }
    if (isLeftOpen(briefing)) {
      actions.add(
          new Sql(
              wanted.server(id),
              RewindDoor.DATABASE,
              Text.of(RewindDoor.revoke(briefing.declaration())),
              false));
    }
    actions.addAll(Deeds.of(host(), changes));
    if (changes.stream()
        .anyMatch(c -> c instanceof FileChange f && f.path().endsWith("/start.conf"))) {
      // What starts at boot is decided by a generator that reads start.conf.
      actions.add(Action.Run.of(host(), Command.root("systemctl", "daemon-reload")));
    }
    if (briefing.server(id).isPresent()) {
      actions.add(new Reload(wanted.server(id), paths(changes, true), paths(changes, false)));
    }
    return List.copyOf(actions);
  }

  /** Somebody died while another server was rewound to this one. */
  private boolean isLeftOpen(Briefing briefing) {
    return briefing.server(id).isPresent()
        && briefing
            .find(id)
            .flatMap(i -> i.files().known())
            .filter(f -> RewindDoor.isIn(f.hba(), id.major()))
            .isPresent();
  }

  @Override
  public SequencedMap<String, String> changes(Briefing briefing) {
    var wanted = new Wanted(briefing);
    SequencedMap<String, String> shown = Deeds.shown(changes(wanted));
    String decisions =
        wanted.comparison(id).map(Comparison::decisions).orElse(List.of()).stream()
            .map(d -> d + "\n")
            .collect(Collectors.joining());
    if (!decisions.isEmpty()) {
      shown.put("taken over from " + baseline + ", for a look", decisions);
    }
    return shown;
  }

  /**
   * What differs, or all of it when there is nothing yet; whom a standby follows is the business of
   * other steps.
   */
  private List<Change> changes(Wanted wanted) {
    boolean nothingYet =
        wanted.isOurs(id) && wanted.comparison(id).map(Comparison::changes).isEmpty();
    List<Change> all =
        nothingYet
            ? wanted.files(id).creation(wanted.opensLater(id) ? Boot.MANUAL : Boot.AUTO)
            : wanted.comparison(id).map(Comparison::changes).orElse(List.of());
    return Stream.concat(
            all.stream().filter(c -> !wanted.isRecovery(id, c)), wanted.startable(id).stream())
        .toList();
  }

  private static List<String> paths(List<Change> changes, boolean existing) {
    return changes.stream()
        .filter(c -> c instanceof FileChange f && f.before().isPresent() == existing)
        .map(c -> ((FileChange) c).path())
        .toList();
  }

  /**
   * The files that the server reads its settings from, by their path below the directory of
   * postgresql.conf.
   */
  private static SequencedMap<String, Text> candidates(Place place, List<Change> changes) {
    String directory = place.placement().configDirectory() + "/";
    SequencedMap<String, Text> candidates = new LinkedHashMap<>();
    for (Change change : changes) {
      if (change instanceof FileChange file
          && file.path().startsWith(directory)
          && file.path().endsWith(".conf")) {
        candidates.put(file.path().substring(directory.length()), file.after());
      }
    }
    return candidates;
  }
}
