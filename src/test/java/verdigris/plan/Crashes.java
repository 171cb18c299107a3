package verdigris.plan;

import java.util.List;
import java.util.stream.Stream;
import verdigris.world.Clients;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Settings;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

/**
 * What can happen to a World without us: a server dies, a host reboots, a pooler is restarted and
 * forgets its pause, replay is paused, WAL goes away.
 */
final class Crashes {
  private Crashes() {}

  /**
   * Every World that one accident makes of this one.
   *
   * @param origin the instance that served first, which needs nobody to tell what it has
   */
  static List<World> of(World world, InstanceId origin) {
    return Stream.concat(
            world.instances().stream()
                .filter(Instance::isRunning)
                .map(i -> world.with(i.id(), Crashes::died)),
            Stream.concat(
                Stream.concat(
                    hosts(world).map(h -> rebooted(world, h)),
                    world.instances().stream()
                        .filter(i -> !i.id().equals(origin) && isProvedByReplay(i, world))
                        .flatMap(i -> unproved(i).map(u -> world.with(i.id(), (Instance _) -> u)))),
                Stream.of(world.withClients(c -> new Clients(c.host(), true)))))
        .filter(w -> !w.equals(world))
        .distinct()
        .toList();
  }

  /** Every World that one pair of hands makes of this one. */
  static List<World> byHand(World world) {
    return world.instances().stream()
        .filter(i -> i.what() == What.SERVER)
        .flatMap(i -> changed(i).map(c -> world.with(i.id(), (Instance _) -> c)))
        .filter(w -> !w.equals(world))
        .distinct()
        .toList();
  }

  private static Stream<Instance> changed(Instance instance) {
    Stream<Instance> either =
        Stream.of(
            instance.with(Settings.NEED_RELOAD),
            instance.with(Settings.NEED_RESTART),
            instance.with(Run.STOPPED));
    if (instance.role() instanceof Role.Primary) {
      return Stream.concat(either, Stream.of(instance.withReplicationRole(false)));
    }
    Instance paused = instance.isRunning() ? instance.with(Content.PAUSED) : instance;
    Instance stranded = instance.slot() ? instance : instance.with(Content.STRANDED);
    return Stream.concat(
        either,
        Stream.of(
            paused,
            stranded,
            instance.with(Run.DISABLED),
            instance.withRecovery(false),
            instance.with(new Role.Stray()).withRecovery(false),
            instance
                .withSlot(false)
                .with(instance.isRunning() ? Content.BEHIND : instance.content())));
  }

  private static Stream<String> hosts(World world) {
    return world.instances().stream().map(i -> i.id().host()).distinct();
  }

  /**
   * Only a standby that runs can tell how far it has replayed. Where an upgrade has taken its
   * upstream, it is written down.
   */
  private static boolean isProvedByReplay(Instance instance, World world) {
    return instance.isRunning()
        && instance.hasAll()
        && instance.role() instanceof Role.StandbyOf(InstanceId upstream)
        && world.instance(upstream).what() == What.SERVER;
  }

  /**
   * What is seen of it when it has died, or has begun anew and not yet replayed all that it has.
   */
  private static Stream<Instance> unproved(Instance instance) {
    return Stream.of(
        instance.with(Run.STOPPED).with(Content.BEHIND), instance.with(Content.BEHIND));
  }

  /** A server that died by itself; nothing starts it but a person, we, or a reboot. */
  private static Instance died(Instance instance) {
    return instance.with(Run.STOPPED);
  }

  /** After a reboot everything that starts at boot runs, and reads its files anew. */
  private static World rebooted(World world, String host) {
    World next = world;
    for (Instance instance : world.instances()) {
      boolean starts =
          instance.what() == What.SERVER
              && instance.run() != Run.DISABLED
              && instance.id().host().equals(host);
      if (starts) {
        next = next.with(instance.id(), Crashes::booted);
      }
    }
    return next;
  }

  private static Instance booted(Instance instance) {
    Instance down = instance.with(Run.STOPPED);
    Content content = down.content();
    return down.with(Run.RUNNING).with(content);
  }
}
