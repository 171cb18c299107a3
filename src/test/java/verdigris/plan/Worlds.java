package verdigris.plan;

import java.util.List;
import java.util.Optional;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Settings;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.Target;
import verdigris.world.World;
import verdigris.world.World.Installed;

/** Worlds and targets that read aloud. */
final class Worlds {
  static final InstanceId BLUE = new InstanceId("blue", 11, "main");
  static final InstanceId GREEN = new InstanceId("green", 11, "main");
  static final InstanceId TEAL = new InstanceId("teal", 11, "main");

  private Worlds() {}

  /** Blue is the primary, green its streaming standby. */
  static Target greenFollowsBlue() {
    return new Target(
        Optional.of(BLUE), BLUE, List.of(new Target.Link(GREEN, BLUE)), "green follows blue");
  }

  /** Blue is the primary; green follows it, and teal follows green. */
  static Target cascade() {
    return new Target(
        Optional.of(BLUE),
        BLUE,
        List.of(new Target.Link(GREEN, BLUE), new Target.Link(TEAL, GREEN)),
        "a cascade");
  }

  /** Blue serves, untouched; the others have nothing at all. */
  static World fresh(Settings blueSettings, InstanceId... others) {
    var instances = new java.util.ArrayList<Instance>();
    instances.add(serving(blueSettings, false));
    for (InstanceId other : others) {
      instances.add(Instance.absent(other));
    }
    return new World(instances, List.of(new Installed("blue", 11)));
  }

  static Instance serving(Settings settings, boolean role) {
    return new Instance(
        BLUE,
        What.SERVER,
        Run.RUNNING,
        new Role.Primary(),
        Content.OWN,
        settings,
        true,
        true,
        role);
  }

  static Instance standby(InstanceId id, InstanceId upstream, Content content) {
    return new Instance(
        id,
        What.SERVER,
        Run.RUNNING,
        new Role.StandbyOf(upstream),
        content,
        Settings.AS_DECLARED,
        true,
        true,
        true);
  }

  /** Everything as declared. */
  static World done() {
    return new World(
        List.of(serving(Settings.AS_DECLARED, true), standby(GREEN, BLUE, Content.FOLLOWS)),
        List.of(new Installed("blue", 11), new Installed("green", 11)));
  }
}
