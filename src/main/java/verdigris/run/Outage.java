package verdigris.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import verdigris.observe.Situation;
import verdigris.plan.Plan;
import verdigris.plan.Planner;
import verdigris.step.OutageLimit;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.World;

/**
 * The outage that a run is in.
 *
 * @param last who served before it
 * @param began when
 * @param limit how long clients can be kept waiting
 * @param inherited whether clients were shut out before this run did anything, so that it lasts for
 *     longer than since then
 */
public record Outage(InstanceId last, Instant began, Duration limit, boolean inherited) {
  /** A way back that takes longer than it should still ends in time. */
  private static final int WORST_CASE = 2;

  /**
   * One that begins in a World, or began before it.
   *
   * @param situation tells the playbook's limit, and how long the client path holds clients
   */
  public static Outage in(Situation situation, World before, Instant now) {
    InstanceId last = before.serving().map(Instance::id).orElse(situation.target().origin());
    Duration limit = Duration.ofSeconds(OutageLimit.of(situation.briefing()).seconds());
    return new Outage(last, now, limit, before.serving().isEmpty());
  }

  /**
   * When work must be given up, so that the way back from a World ends within the limit. Empty when
   * there is no way back from there: then going on is the only way out.
   */
  Optional<Instant> giveUpAt(Situation situation, World world) {
    var back =
        new Planner(situation.target().retreat(last), List.of(), situation.estimates()).plan(world);
    if (!(back instanceof Plan plan)
        || !plan.end().serving().map(Instance::id).equals(Optional.of(last))) {
      return Optional.empty();
    }
    long seconds = (long) plan.cost().outage() * WORST_CASE;
    return Optional.of(began.plus(limit).minusSeconds(seconds));
  }
}
