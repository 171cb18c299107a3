package verdigris.step;

import verdigris.world.Condition;
import verdigris.world.Instance;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Settings;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;
import verdigris.world.World.Installed;

/** The conditions that several step kinds share, each with its one sentence. */
final class Needs {
  private Needs() {}

  static Condition runs(InstanceId id) {
    return new Condition(id + " runs", w -> w.instance(id).isRunning());
  }

  /** As the remains of an upgrade that was given up have: they run, and are nobody's future. */
  static Condition hasNotParted(InstanceId id) {
    return new Condition(
        id + " has not parted from the others",
        w -> w.instance(id).content() != Instance.Content.DIVERGED);
  }

  static Condition isStopped(InstanceId id) {
    return new Condition(
        id + " is stopped",
        w -> w.instance(id).what() == What.SERVER && w.instance(id).run() == Run.STOPPED);
  }

  static Condition isFenced(InstanceId id) {
    return new Condition(id + " is fenced", w -> w.instance(id).fenced());
  }

  static Condition hasEverything(InstanceId id) {
    return new Condition(id + " has everything", w -> w.instance(id).hasAll());
  }

  static Condition holdsClientsBack() {
    return new Condition("clients are held back", World::holdsClientsBack)
        .unless(w -> w.clients().isEmpty());
  }

  /** Two instances that nobody can tell apart by their port must not run at once. */
  static Condition isAlone(InstanceId id) {
    return new Condition(
        "no other instance of the topology runs on " + id.host(),
        w ->
            w.instances().stream()
                .noneMatch(
                    i -> i.id().host().equals(id.host()) && !i.id().equals(id) && i.isRunning()));
  }

  static Condition isWritable(InstanceId id) {
    return new Condition(id + " runs as primary", w -> w.instance(id).isWritable());
  }

  static Condition serves(InstanceId id) {
    return new Condition(
        "clients are served by " + id,
        w -> w.serving().filter(i -> i.id().equals(id) && i.hasAll()).isPresent());
  }

  static Condition hasBinaries(InstanceId id) {
    var binaries = new Installed(id.host(), id.major());
    return new Condition(binaries.toString(), w -> w.has(binaries));
  }

  static Condition hasDeclaredSettings(InstanceId id) {
    return new Condition(
        id + " has the declared settings", w -> w.instance(id).settings() == Settings.AS_DECLARED);
  }

  static Condition letsReplicationIn(InstanceId id) {
    return new Condition(
        id + " lets the replication role in",
        w -> w.instance(id).replicationRole() || w.instance(id).role() instanceof Role.StandbyOf);
  }

  static Condition isStandbyOf(InstanceId id, InstanceId upstream) {
    return new Condition(
        id + " is configured to follow " + upstream,
        w -> w.instance(id).isStandbyOf(upstream) && w.instance(id).recovery());
  }

  static Condition keepsWalFor(InstanceId upstream, InstanceId id) {
    return new Condition(upstream + " keeps WAL for " + id, w -> w.instance(id).slot());
  }
}
