package verdigris.plan;

import java.util.List;
import java.util.Optional;
import verdigris.world.Clients;
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

  /** Blue is the primary, and nobody else is left. */
  public static Target blueAlone() {
    return new Target(Optional.of(BLUE), BLUE, List.of(), "blue is all that is left");
  }

  /**
   * Blue was stopped in a cutover, and marked as a standby of one who is gone.
   *
   * @param clients where the client path leads
   */
  public static World marked(Clients clients) {
    return new World(
        List.of(
            serving(Settings.AS_DECLARED, true)
                .with(Run.STOPPED)
                .with(new Role.Stray())
                .withFence(true)),
        List.of(new Installed("blue", 11)),
        Optional.of(clients));
  }

  /** Blue is the primary; green follows it, and teal follows green. */
  public static Target cascade() {
    return new Target(
        Optional.of(BLUE),
        BLUE,
        List.of(new Target.Link(GREEN, BLUE), new Target.Link(TEAL, GREEN)),
        "a cascade");
  }

  public static final InstanceId GREEN15 = new InstanceId("green", 15, "main");
  public static final InstanceId BLUE15 = new InstanceId("blue", 15, "main");

  /** Green takes over on the same major, and blue follows it. */
  public static Target switchover() {
    return new Target(
        Optional.of(BLUE), GREEN, List.of(new Target.Link(BLUE, GREEN)), "green serves");
  }

  /** Green is the primary on the new major, blue its standby. */
  public static Target upgrade() {
    return new Target(
        Optional.of(BLUE),
        GREEN15,
        List.of(new Target.Link(BLUE15, GREEN15)),
        "green serves on 15");
  }

  /** After a switchover: green is upgraded where it is, and blue's 11 standby gives way to 15. */
  public static Target upgradeInPlace() {
    return new Target(
            Optional.of(GREEN),
            GREEN15,
            List.of(new Target.Link(BLUE15, GREEN15)),
            "green serves on 15")
        .withFormer(List.of(BLUE));
  }

  /** The source serves through the client path; nothing else is there but who follows it. */
  public static World served(Target target) {
    InstanceId origin = target.origin();
    var instances = new java.util.ArrayList<Instance>();
    for (InstanceId id : target.instances(List.of("blue", "green", "teal"))) {
      boolean follows = target.former().stream().anyMatch(l -> l.standby().equals(id));
      instances.add(
          id.equals(origin)
              ? serving(origin, Settings.NEED_RELOAD, false)
              : follows ? standby(id, origin, Content.FOLLOWS) : Instance.absent(id));
    }
    List<Installed> installed =
        instances.stream()
            .filter(i -> i.what() == What.SERVER)
            .map(i -> new Installed(i.id().host(), i.id().major()))
            .toList();
    return new World(instances, installed, Optional.of(new Clients(origin.host(), true)));
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

  /** The same with any number of others. */
  public static World fresh(Settings blueSettings, List<InstanceId> others) {
    return fresh(blueSettings, others.toArray(InstanceId[]::new));
  }

  public static Instance serving(Settings settings, boolean role) {
    return serving(BLUE, settings, role);
  }

  private static Instance serving(InstanceId id, Settings settings, boolean role) {
    return new Instance(
        id,
        What.SERVER,
        Run.RUNNING,
        new Role.Primary(),
        Content.OWN,
        settings,
        true,
        true,
        role,
        false,
        Instance.Statistics.ALL);
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
        true,
        false,
        Instance.Statistics.ALL);
  }

  /** Everything as declared. */
  public static World done() {
    return new World(
        List.of(serving(Settings.AS_DECLARED, true), standby(GREEN, BLUE, Content.FOLLOWS)),
        List.of(new Installed("blue", 11), new Installed("green", 11)));
  }
}
