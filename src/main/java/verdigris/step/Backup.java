package verdigris.step;

import java.time.Duration;
import java.util.List;
import verdigris.action.Action;
import verdigris.action.OwnCommand;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.InstanceId;
import verdigris.world.World;

/**
 * Takes a backup of the new primary by the user's own command, once clients are served by it: the
 * old one's backups hold none of their commits, and an upgraded instance cannot be restored from
 * them at all.
 *
 * @param id the new primary
 */
public record Backup(InstanceId id) implements InstanceStep {
  private static final Duration LIMIT = Duration.ofHours(24);

  static final StepKind KIND =
      new StepKind(
          "backup",
          "Take a backup of the new primary by backup.after, once clients are served by it.",
          "PostgreSQL manual, \"Continuous Archiving and Point-in-Time Recovery (PITR)\". What pg_upgrade makes has a system identifier of its own, so that older backups and their WAL do not lead to it.",
          target -> target.backup() ? List.of(new Backup(target.primary())) : List.of());

  @Override
  public StepKind kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "back up " + id;
  }

  @Override
  public List<Condition> needs() {
    return List.of(
        new Condition("no backup of " + id + " was taken", w -> !w.backedUp()), Needs.serves(id));
  }

  @Override
  public World after(World before) {
    return before.withBackup(true);
  }

  @Override
  public Cost cost(World before, Estimates estimates) {
    return Cost.ofWork(estimates.cloneSeconds());
  }

  @Override
  public List<String> touches() {
    // The mark lies in one file with what completes the upgrade.
    return List.of("server " + id);
  }

  @Override
  public List<Action> actions(Briefing briefing) {
    var wanted = new Wanted(briefing);
    return List.of(
        briefing.declaration().backup().stream()
            .flatMap(b -> b.after().stream())
            .map(c -> new OwnCommand("backup.after", wanted.filled(c, id), LIMIT))
            .findFirst()
            .orElseThrow(),
        Deeds.changeMark(host(), wanted.place(id), "backup", "taken"));
  }
}
