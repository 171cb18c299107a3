package verdigris.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import verdigris.check.Verdict;
import verdigris.plan.Plan.PlannedStep;
import verdigris.step.OutageLimit;
import verdigris.world.Obstacle;

/**
 * What stands before the parts of a plan. It is told beside the plan and is no part of what is
 * reviewed: it is made of measurements, and is looked at again before the outage begins.
 *
 * @param outageSeconds forecast of the outage that the plan begins; 0: it begins none
 * @param limit the longest that clients can be kept waiting
 * @param blocked what forbids that the outage begins; empty: nothing
 * @param warnings what somebody should know before it, a sentence each
 * @param finishFrom from when on old copies can be removed, while that is to come
 */
public record Gates(
    int outageSeconds,
    OutageLimit limit,
    List<Obstacle> blocked,
    List<String> warnings,
    Optional<Instant> finishFrom) {
  private static final int LONGEST_SHOWN = 3;

  public Gates {
    blocked = List.copyOf(blocked);
    warnings = List.copyOf(warnings);
  }

  /**
   * The gates of a plan.
   *
   * @param plan with its forecast
   * @param verdict of the pre-flight checks; empty: the plan leads over nothing that they are about
   * @param limit the longest that clients can be kept waiting
   * @param finishFrom from when on old copies can be removed, while that is to come
   * @param now whether the outage begins now; else what the plan prepares first may let be looked
   *     at what cannot be yet
   */
  public static Gates of(
      Plan plan,
      Optional<Verdict> verdict,
      OutageLimit limit,
      Optional<Instant> finishFrom,
      boolean now) {
    List<PlannedStep> outage = plan.fromOutage();
    if (outage.isEmpty()) {
      return new Gates(0, limit, List.of(), List.of(), finishFrom);
    }
    int forecast = outage.stream().mapToInt(s -> s.cost().outage()).sum();
    var blocked = new ArrayList<Obstacle>();
    if (forecast > limit.seconds()) {
      blocked.add(tooLong(outage, forecast, limit));
    }
    PlannedStep first = outage.getFirst();
    boolean strict = now || plan.beforeOutage().isEmpty();
    verdict
        .map(v -> v.obstacles(List.of(first.step().word()), List.of(first.step().host()), strict))
        .ifPresent(blocked::addAll);
    return new Gates(
        forecast, limit, blocked, verdict.map(Verdict::warnings).orElse(List.of()), finishFrom);
  }

  /** Whether the outage may not begin. */
  public boolean areClosed() {
    return !blocked.isEmpty();
  }

  private static Obstacle tooLong(List<PlannedStep> outage, int forecast, OutageLimit limit) {
    String longest =
        outage.stream()
            .filter(s -> s.cost().outage() > 0)
            .sorted(Comparator.comparingInt((PlannedStep s) -> s.cost().outage()).reversed())
            .limit(LONGEST_SHOWN)
            .map(s -> "%s, about %d s".formatted(s.step().title(), s.cost().outage()))
            .collect(Collectors.joining("; "));
    long steps = outage.stream().filter(s -> s.cost().outage() > 0).count();
    PlannedStep first = outage.getFirst();
    return new Obstacle(
        first.step().host(),
        List.of(first.step().word()),
        "The forecast of the outage is about %d s, and %s. It is the sum of %d steps, the longest: %s."
            .formatted(forecast, limit.words(), steps, longest),
        limit.raised(forecast));
  }
}
