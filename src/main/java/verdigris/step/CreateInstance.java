package verdigris.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.action.Action;
import verdigris.action.Action.Job;
import verdigris.action.Action.PutFile;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.action.Text;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Control;
import verdigris.facts.LiveServer;
import verdigris.facts.ServerFacts;
import verdigris.postgres.OwnFiles;
import verdigris.resource.OwnMarker;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Instance;
import verdigris.world.Instance.Settings;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.World;

/**
 * Makes the new, empty instance that pg_upgrade will fill: initdb with the encoding, locale, page
 * checksums and WAL segment size of the old one (manual, "pg_upgrade", step "Initialize the new
 * cluster"), fenced from the start.
 *
 * @param id the new instance
 * @param old what it will be upgraded from
 */
public record CreateInstance(InstanceId id, InstanceId old) implements InstanceStep {
  /** What an earlier attempt left in the place goes only if it is ours and nothing runs on it. */
  private static final String MAKE =
      "set -e; "
          + LiveServer.RUNS
          + "new=$1; final=$2; bin=$3; shift 3; rm -rf -- \"$new\";"
          + " if runs \"$final\"; then \"$bin/pg_ctl\" -D \"$final\" -m immediate stop; fi;"
          + " if [ -e \"$final\" ] && ! rmdir -- \"$final\" 2>/dev/null; then test -f \"$final/verdigris.json\"; rm -rf -- \"$final\"; fi;"
          + " exec \"$bin/initdb\" -D \"$new\" \"$@\"";

  static final StepKind KIND =
      new StepKind(
          "create-instance",
          "Make the new, empty instance that pg_upgrade will fill, initialised like the old one and fenced from the start.",
          "PostgreSQL manual, pg_upgrade, \"Initialize the new PostgreSQL cluster\"; initdb.",
          target ->
              target.upgrades()
                  ? List.of(new CreateInstance(target.primary(), target.successor()))
                  : List.of());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "create " + id + " for the upgrade of " + old;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        Needs.hasBinaries(id),
        new Condition(
            id + " is configured", w -> w.instance(id).settings() == Settings.AS_DECLARED),
        new Condition(
            "nothing worth keeping is at " + id,
            w -> w.instance(id).what() == What.ABSENT || w.instance(id).isLeftOver()));
  }

  @Override
  public World after(World before) {
    return before.with(id, (Instance i) -> i.with(What.PREPARED));
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(4);
  }

  @Override
  public List<World> wreckage(World before) {
    return List.of(before.with(id, (Instance i) -> i.with(What.DISPOSABLE)));
  }

  @Override
  public List<String> touches() {
    return List.of("server " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    Place place = new Wanted(briefing).place(id);
    String made = place.cloneDirectory();
    var argv =
        new ArrayList<>(List.of("sh", "-c", MAKE, "sh", made, place.data(), place.binaries()));
    argv.addAll(options(briefing, old));
    return List.of(
        Action.Run.of(host(), Command.postgres("mkdir", "-p", OwnFiles.directory(place.data()))),
        new Job(
            host(),
            Deeds.unit("create", briefing, id),
            new Command(RunAs.POSTGRES, argv),
            Duration.ofMinutes(10),
            "",
            0),
        new PutFile(
            host(),
            RunAs.POSTGRES,
            made + "/" + OwnMarker.NAME,
            "600",
            Text.of(OwnMarker.prepared(id, old, lineage(briefing)).text()),
            false),
        Action.Run.of(
            host(),
            Command.postgres(
                "sh",
                "-c",
                "set -e; mv -T -- \"$1\" \"$2\"; sync -- \"${2%/*}\"",
                "sh",
                made,
                place.data())));
  }

  static String lineage(Briefing briefing) {
    InstanceId origin = briefing.target().origin();
    return briefing
        .server(origin)
        .map(ServerFacts::systemId)
        .or(() -> control(briefing, origin).map(Control::systemId))
        .map(Object::toString)
        .orElse("");
  }

  private static Optional<Control> control(Briefing briefing, InstanceId id) {
    return briefing.find(id).flatMap(i -> i.control().known()).flatMap(c -> c);
  }

  /** What initdb is told so that the new instance is like the old one. */
  static List<String> options(Briefing briefing, InstanceId old) {
    var options = new ArrayList<>(List.of("-U", "postgres", "-A", "peer"));
    InstanceId from = briefing.server(old).isPresent() ? old : briefing.target().origin();
    briefing
        .server(from)
        .flatMap(s -> s.databases().stream().filter(d -> d.name().equals("template1")).findFirst())
        .ifPresent(
            d ->
                options.addAll(
                    List.of(
                        "-E",
                        d.encoding(),
                        "--lc-collate=" + d.collate(),
                        "--lc-ctype=" + d.ctype())));
    Optional<InstanceFacts> facts = briefing.find(from);
    facts
        .flatMap(i -> i.control().known())
        .flatMap(c -> c)
        .ifPresent(
            c -> {
              if (c.checksums()) {
                options.add("-k");
              }
              options.add("--wal-segsize=" + (c.walSegmentBytes() >> 20));
            });
    return options;
  }
}
