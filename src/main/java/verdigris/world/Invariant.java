package verdigris.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A sentence that no step may make untrue (design, section 4).
 *
 * @param name short and stable
 * @param scope whether a crash may break it
 * @param rule what must hold between the World before a step and the World after it; for {@link
 *     Scope#ALWAYS} only the second matters
 * @param sentence what is broken, for the user
 */
public record Invariant(String name, Scope scope, Rule rule, String sentence) {

  /** When it must hold. */
  public enum Scope {
    /** In every World, also right after a crash. */
    ALWAYS,
    /** After our own steps; planning may start from a World in which it does not hold. */
    AFTER_OUR_STEPS
  }

  /** Compares the Worlds on both sides of a step. */
  @FunctionalInterface
  public interface Rule {
    /** Whether the move is allowed. */
    boolean allows(World before, World after);
  }

  /** Every invariant, in the order in which they are reported. */
  public static List<Invariant> all() {
    return List.of(
        new Invariant(
            "one-writer",
            Scope.ALWAYS,
            (_, after) -> after.instances().stream().filter(Instance::isWritable).count() <= 1,
            "two instances would take writes"),
        new Invariant(
            "one-candidate",
            Scope.ALWAYS,
            (_, after) -> after.instances().stream().filter(Invariant::bootsWritable).count() <= 1,
            "after a reboot two instances would take writes"),
        new Invariant(
            "never-the-last-copy",
            Scope.AFTER_OUR_STEPS,
            (before, after) ->
                before.instances().stream()
                    .allMatch(i -> !isGone(i, after) || isCopiedElsewhere(i, after)),
            "a data directory would be removed whose commits no running instance has"),
        new Invariant(
            "same-major",
            Scope.ALWAYS,
            (_, after) -> after.instances().stream().allMatch(Invariant::followsSameMajor),
            "an instance would follow one of another major version"),
        new Invariant(
            "no-loop",
            Scope.ALWAYS,
            (_, after) -> after.instances().stream().noneMatch(i -> followsItself(i, after)),
            "an instance would follow itself"));
  }

  /** The first invariant that the move from {@code before} to {@code after} breaks. */
  public static Optional<Invariant> brokenBy(World before, World after) {
    return all().stream().filter(i -> !i.rule().allows(before, after)).findFirst();
  }

  private static boolean bootsWritable(Instance instance) {
    return instance.what() == Instance.What.SERVER
        && instance.run() != Instance.Run.DISABLED
        && instance.role() instanceof Role.Primary;
  }

  private static boolean isGone(Instance before, World after) {
    return before.what() == Instance.What.SERVER
        && after.instance(before.id()).what() != Instance.What.SERVER;
  }

  /** Only a standby can be had again, and only from an upstream that runs. */
  private static boolean isCopiedElsewhere(Instance lost, World after) {
    return lost.role() instanceof Role.StandbyOf(InstanceId upstream)
        && after.instance(upstream).isRunning();
  }

  private static boolean followsSameMajor(Instance instance) {
    return !(instance.role() instanceof Role.StandbyOf(InstanceId upstream))
        || upstream.major() == instance.id().major();
  }

  private static boolean followsItself(Instance start, World world) {
    var seen = new ArrayList<InstanceId>();
    Instance at = start;
    while (at.role() instanceof Role.StandbyOf(InstanceId upstream)) {
      if (seen.contains(upstream)) {
        return true;
      }
      seen.add(upstream);
      at = world.instance(upstream);
    }
    return false;
  }
}
