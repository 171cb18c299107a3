package verdigris.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.action.Action;
import verdigris.action.Action.PutFile;
import verdigris.action.Command;
import verdigris.action.RunAs;
import verdigris.action.Text;
import verdigris.facts.InstanceFacts.Boot;
import verdigris.postgres.OwnFiles;
import verdigris.resource.Change;
import verdigris.resource.Change.FileChange;
import verdigris.resource.OwnMarker;
import verdigris.resource.SecretState;
import verdigris.world.InstanceId;

/**
 * A copy of an upstream that is made beside its final place, becomes a standby on disk, and gets
 * its name last: so whatever breaks off leaves nothing that could be taken for an instance.
 *
 * @param wanted what is declared
 * @param id the copy
 * @param upstream what it is a copy of
 */
record NewCopy(Wanted wanted, InstanceId id, InstanceId upstream) {
  /**
   * The new directory takes its name at once; what appeared in the place since the plan was made is
   * somebody else's.
   */
  private static final String PUT_IN_PLACE =
      "set -e; if [ -e \"$2\" ]; then rmdir -- \"$2\"; fi; mv -T -- \"$1\" \"$2\"; sync -- \"${2%/*}\"";

  /** What is done before it is made: the way in to the upstream. */
  List<Action> beforehand() {
    var actions = new ArrayList<Action>();
    actions.add(Deeds.readNewerFiles(wanted.server(upstream)));
    actions.add(
        Action.Run.of(id.host(), Command.postgres("mkdir", "-p", OwnFiles.directory(data()))));
    // The password file first: the copy itself logs in with it.
    following()
        .filter(f -> !f.path().startsWith(data() + "/"))
        .map(f -> Deeds.put(id.host(), f, f.path()))
        .forEach(actions::add);
    return List.copyOf(actions);
  }

  /** Makes it a standby on disk. */
  List<Action> finished() {
    var actions = new ArrayList<Action>();
    String made = place().cloneDirectory();
    inside()
        .map(f -> Deeds.put(id.host(), f, made + f.path().substring(data().length())))
        .forEach(actions::add);
    actions.add(
        new PutFile(
            id.host(),
            RunAs.POSTGRES,
            made + "/" + OwnMarker.NAME,
            "600",
            Text.of(OwnMarker.cloned(id, upstream).text()),
            false));
    actions.add(
        Action.Run.of(
            id.host(), Command.postgres("rm", "-f", "--", OwnFiles.rewindPassfile(data()))));
    // An upgrade that was given up saw to it that what it took does not start at boot.
    files(wanted.startable(id)).map(f -> Deeds.put(id.host(), f, f.path())).forEach(actions::add);
    return List.copyOf(actions);
  }

  /** Gives it its name, where nothing is. */
  Action named() {
    return named(PUT_IN_PLACE);
  }

  /**
   * Gives it its name.
   *
   * @param script of a shell, whose arguments are what was made and the final place
   */
  Action named(String script) {
    return Action.Run.of(
        id.host(), Command.postgres("sh", "-c", script, "sh", place().cloneDirectory(), data()));
  }

  /**
   * What goes into the data directory: no setting of the source's ALTER SYSTEM, and the recovery
   * configuration, its marker last.
   */
  Stream<FileChange> inside() {
    return Stream.concat(
            files(wanted.files(id, Optional.of(upstream)).creation(Boot.AUTO)), following())
        .filter(f -> f.path().startsWith(data() + "/"));
  }

  private Stream<FileChange> following() {
    return files(wanted.files(id, Optional.of(upstream)).following(SecretState.DIFFERENT));
  }

  private static Stream<FileChange> files(List<Change> changes) {
    return changes.stream().filter(FileChange.class::isInstance).map(FileChange.class::cast);
  }

  private Place place() {
    return wanted.place(id);
  }

  private String data() {
    return place().data();
  }
}
