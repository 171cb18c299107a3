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

  private static final List<Invariant> ALL =
      List.of(
          new Invariant(
              "one-writer",
              Scope.ALWAYS,
              (_, after) -> after.instances().stream().filter(Instance::isExposed).count() <= 1,
              "clients could write to two instances"),
          new Invariant(
              "one-candidate",
              Scope.ALWAYS,
              (_, after) ->
                  after.instances().stream().filter(Invariant::bootsWritable).count() <= 1,
              "after a reboot two instances would take writes"),
          new Invariant(
              "no-commit-lost",
              Scope.AFTER_OUR_STEPS,
              (before, after) ->
                  after.instances().stream()
                      .allMatch(
                          i -> !i.isExposed() || i.hasAll() || before.instance(i.id()).isExposed()),
              "clients would be let in to an instance that lacks acknowledged commits"),
          new Invariant(
              "statistics-before-clients",
              Scope.AFTER_OUR_STEPS,
              (_, after) ->
                  after.instances().stream()
                      .noneMatch(i -> i.isExposed() && i.statistics() == Instance.Statistics.NONE),
              "clients would be let in to a server without planner statistics"),
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
              Scope.AFTER_OUR_STEPS,
              (_, after) -> after.instances().stream().noneMatch(i -> followsItself(i, after)),
              "an instance would follow itself"));

  /** Every invariant, in the order in which they are reported. */
  public static List<Invariant> all() {
    return ALL;
  }

  /** The first invariant that the move from {@code before} to {@code after} breaks. */
  public static Optional<Invariant> brokenBy(World before, World after) {
    return ALL.stream().filter(i -> !i.rule().allows(before, after)).findFirst();
  }

  private static boolean bootsWritable(Instance instance) {
    return instance.what() == Instance.What.SERVER
        && instance.run() != Instance.Run.DISABLED
        && !instance.fenced()
        && instance.role() instanceof Role.Primary;
  }

  private static boolean isGone(Instance before, World after) {
    return before.what() == Instance.What.SERVER
        && after.instance(before.id()).what() != Instance.What.SERVER;
  }

  /**
   * What is lost must be there otherwise: in a copy of the same major that has everything; or, for
   * a copy that has not, in the instance that clients write to. What was just upgraded proves
   * nothing before it has served.
   */
  private static boolean isCopiedElsewhere(Instance lost, World after) {
    boolean served = after.instances().stream().anyMatch(i -> i.isExposed() && i.hasAll());
    boolean copied =
        after.instances().stream()
            .anyMatch(
                i ->
                    i.hasAll() && !i.id().equals(lost.id()) && i.id().major() == lost.id().major());
    return served || copied || (!lost.hasAll() && isRunningUpstream(lost, after));
  }

  private static boolean isRunningUpstream(Instance lost, World after) {
    return lost.role() instanceof Role.StandbyOf(InstanceId upstream)
        && after.instance(upstream).isRunning();
  }

  private static boolean followsSameMajor(Instance instance) {
    return !(instance.role() instanceof Role.StandbyOf(InstanceId upstream))
        || upstream.major() == instance.id().major();
  }

  /**
   * Of two that name each other only one may run: so it is between the moment when the old primary
   * is marked and the promotion of the new one.
   */
  private static boolean followsItself(Instance start, World world) {
    var seen = new ArrayList<InstanceId>();
    Instance at = start;
    while (at.isRunning() && at.role() instanceof Role.StandbyOf(InstanceId upstream)) {
      if (seen.contains(upstream)) {
        return true;
      }
      seen.add(upstream);
      at = world.instance(upstream);
    }
    return false;
  }
}
