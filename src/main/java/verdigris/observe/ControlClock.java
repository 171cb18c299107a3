package verdigris.observe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import verdigris.facts.Facts;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * Whether the clock of the machine that Verdigris runs on can be believed. One host whose clock is
 * off is that host's trouble (the check {@code clock}); when all of them differ in the same
 * direction, it is ours that is off.
 */
public final class ControlClock {
  /** More than this is no drift; waivers end by days, and records are compared with server logs. */
  private static final Duration TOLERATED = Duration.ofMinutes(1);

  private ControlClock() {}

  /** Why nothing should be applied from here; empty: nothing is wrong, or no host could tell. */
  public static Optional<Problem> problem(Facts facts) {
    List<Long> offsets =
        facts.hosts().stream()
            .flatMap(h -> h.system().known().stream())
            .map(s -> s.clockOffsetMillis())
            .toList();
    long least = offsets.stream().mapToLong(Math::abs).min().orElse(0);
    boolean ahead = offsets.stream().allMatch(o -> o < 0);
    boolean behind = offsets.stream().allMatch(o -> o > 0);
    if (least <= TOLERATED.toMillis() || !(ahead || behind)) {
      return Optional.empty();
    }
    return Optional.of(
        Problem.of(
            Kind.CLOCK_OFF,
            new Where.Anywhere(),
            "The clock of this machine is %s %s that of every host. Nothing was changed."
                .formatted(words(Duration.ofMillis(least)), ahead ? "ahead of" : "behind"),
            "Waivers, keep windows and records go by it. Let it follow a time server, and see with:\n  timedatectl"));
  }

  private static String words(Duration duration) {
    if (duration.toHours() > 0) {
      return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
    return "%d min".formatted(duration.toMinutes());
  }
}
