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
public final class Worlds {
  public static final InstanceId BLUE = new InstanceId("blue", 11, "main");
  public static final InstanceId GREEN = new InstanceId("green", 11, "main");
  public static final InstanceId TEAL = new InstanceId("teal", 11, "main");

  private Worlds() {}

  /** Blue is the primary, green its streaming standby. */
  public static Target greenFollowsBlue() {
    return new Target(
        Optional.of(BLUE), BLUE, List.of(new Target.Link(GREEN, BLUE)), "green follows blue");
  }

  /** Blue is the primary; green follows it, and teal follows green. */
  public static Target cascade() {
    return new Target(
        Optional.of(BLUE),
        BLUE,
        List.of(new Target.Link(GREEN, BLUE), new Target.Link(TEAL, GREEN)),
        "a cascade");
  }

  /** Blue serves, untouched; the others have nothing at all. */
  public static World fresh(Settings blueSettings, InstanceId... others) {
    var instances = new java.util.ArrayList<Instance>();
    instances.add(serving(blueSettings, false));
    for (InstanceId other : others) {
      instances.add(Instance.absent(other));
    }
    return new World(instances, List.of(new Installed("blue", 11)));
  }

  public static Instance serving(Settings settings, boolean role) {
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

  public static Instance standby(InstanceId id, InstanceId upstream, Content content) {
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
  public static World done() {
    return new World(
        List.of(serving(Settings.AS_DECLARED, true), standby(GREEN, BLUE, Content.FOLLOWS)),
        List.of(new Installed("blue", 11), new Installed("green", 11)));
  }
}
