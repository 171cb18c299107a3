package verdigris.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a {@link Writer} has seen.
 *
 * @param acknowledged rows whose commit the server reported
 * @param errors how often each message came; one row each, of unknown fate
 * @param longestGap longest time in which no row was acknowledged: the outage that a client sees
 * @param gapBegan when it began
 */
public record Summary(
    long acknowledged, Map<String, Long> errors, Duration longestGap, Instant gapBegan) {
  public Summary {
    errors = Map.copyOf(errors);
  }

  /** How many statements or connections failed. */
  public long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public String toString() {
    var head =
        "%d rows acknowledged, %d errors, longest gap %.3f s at %s"
            .formatted(
                acknowledged,
                errorCount(),
                longestGap.toNanos() / 1e9,
                gapBegan.truncatedTo(ChronoUnit.MILLIS));
    return errors.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(error -> "%n  %d x %s".formatted(error.getValue(), error.getKey()))
        .collect(Collectors.joining("", head, ""));
  }
}
