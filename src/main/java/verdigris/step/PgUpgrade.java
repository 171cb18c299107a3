package verdigris.step;

import java.util.ArrayList;
import java.util.List;
import verdigris.action.Action;
import verdigris.action.Action.PutFile;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.action.Text;
import verdigris.resource.InstanceFiles;
import verdigris.resource.OwnMarker;
import verdigris.world.Declaration.Upgrade;
import verdigris.world.InstanceId;

/**
 * The command line of pg_upgrade, the same for the check and for the real run (manual,
 * "pg_upgrade"). It runs in a directory of its own, where it leaves what is to be done afterwards.
 *
 * @param briefing facts and declaration
 * @param old what is upgraded
 * @param id the new instance
 */
record PgUpgrade(Briefing briefing, InstanceId old, InstanceId id) {
  private static final String IN_DIRECTORY = "cd -- \"$1\" && shift && exec \"$@\"";

  private static final String BEGUN = "upgrading.json";
  private static final String DONE = "upgraded.json";

  /**
   * The job itself marks that it began, so that a new instance which nobody has touched does not
   * look like one that is half upgraded; and that all of it was done, so that the proof is there
   * however the connection fares. Nothing starts the old instance at boot any more.
   */
  private static final String UPGRADE =
      "set -e; cd -- \"$1\"; mark=$2; start=$3; shift 3;"
          + " put() { cp -- \"$PWD/$1\" \"$mark.new\"; sync -- \"$mark.new\"; mv -T -- \"$mark.new\" \"$mark\"; };"
          + " put %s; \"$@\"; put %s;".formatted(BEGUN, DONE)
          + " if [ -n \"$start\" ]; then printf '%s' "
          + Command.quote(InstanceFiles.startConf(verdigris.facts.InstanceFacts.Boot.DISABLED))
          + " >\"$start\"; fi";

  /** The directory that pg_upgrade runs in. */
  static String directory(InstanceId id) {
    return "/var/lib/postgresql/.verdigris/upgrade-" + id.major() + "-" + id.name();
  }

  Command workDirectory() {
    return Command.postgres("mkdir", "-p", "-m", "700", "--", directory(id));
  }

  Command check() {
    var argv = new ArrayList<>(List.of("sh", "-c", IN_DIRECTORY, "sh", directory(id)));
    argv.addAll(pgUpgrade());
    argv.addAll(List.of("-p", Integer.toString(oldPlace().port()), "--check"));
    return new Command(RunAs.POSTGRES, argv);
  }

  Command run() {
    String start =
        oldPlace().placement().isDebian()
            ? oldPlace().placement().configDirectory() + "/start.conf"
            : "";
    var argv =
        new ArrayList<>(List.of("sh", "-c", UPGRADE, "sh", directory(id), markPath(), start));
    argv.addAll(pgUpgrade());
    return new Command(RunAs.POSTGRES, argv);
  }

  private List<String> pgUpgrade() {
    return argv(oldPlace(), newPlace(), briefing.declaration().upgrade());
  }

  /** The command line that a check, the real run and a rehearsal have in common. */
  static List<String> argv(Place from, Place to, Upgrade upgrade) {
    var argv =
        new ArrayList<>(
            List.of(
                to.program("pg_upgrade"),
                "-U",
                "postgres",
                "-b",
                from.binaries(),
                "-B",
                to.binaries(),
                "-d",
                from.data(),
                "-D",
                to.data(),
                "-j",
                Integer.toString(upgrade.jobs())));
    if (from.placement().isDebian()) {
      argv.addAll(List.of("-o", "-c config_file=" + from.placement().paths().config()));
    }
    if (to.placement().isDebian()) {
      argv.addAll(List.of("-O", "-c config_file=" + to.placement().paths().config()));
    }
    switch (upgrade.transfer()) {
      case LINK -> argv.add("--link");
      case CLONE -> argv.add("--clone");
      case COPY -> {}
    }
    return argv;
  }

  /** Writes that the upgrade was checked. */
  Action markChecked() {
    return put(markPath(), marker().withStage(OwnMarker.CHECKED));
  }

  /**
   * Puts down, beside, what the job makes the mark when it begins and when it is through: with the
   * copies that have everything.
   */
  List<Action> putMarks(List<InstanceId> copies) {
    OwnMarker marker = withCopies(marker(), copies);
    return List.of(
        put(directory(id) + "/" + BEGUN, marker.withStage(OwnMarker.UPGRADING)),
        put(
            directory(id) + "/" + DONE,
            marker.withStage(OwnMarker.UPGRADED).withStatistics("none")));
  }

  private OwnMarker withCopies(OwnMarker marker, List<InstanceId> copies) {
    return marker.withCopies(copies.stream().filter(c -> !c.equals(old)).toList());
  }

  private OwnMarker marker() {
    return new Wanted(briefing)
        .marker(id)
        .orElseGet(() -> OwnMarker.prepared(id, old, CreateInstance.lineage(briefing)));
  }

  private PutFile put(String path, OwnMarker marker) {
    return new PutFile(id.host(), RunAs.POSTGRES, path, "600", Text.of(marker.text()), false);
  }

  private String markPath() {
    return newPlace().data() + "/" + OwnMarker.NAME;
  }

  private Place oldPlace() {
    return new Wanted(briefing).place(old);
  }

  private Place newPlace() {
    return new Wanted(briefing).place(id);
  }
}
