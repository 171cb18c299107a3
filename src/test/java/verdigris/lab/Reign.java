package verdigris.lab;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time in which one server, and no other, committed what was acknowledged.
 *
 * @param server as in {@link Attempt}
 * @param commits how many
 * @param first when its first commit began
 * @param last when its last commit began
 */
public record Reign(String server, long commits, Instant first, Instant last) {

  /**
   * The reigns in their order. Between servers that took over from each other properly every commit
   * of the later one began after every commit of the earlier one, so each has one reign; two that
   * wrote at the same time have several.
   */
  static List<Reign> of(List<Attempt> acknowledged) {
    List<Reign> reigns = new ArrayList<>();
    acknowledged.stream()
        .sorted(Comparator.comparingLong(Attempt::began))
        .forEach(
            commit -> {
              if (reigns.isEmpty() || !reigns.getLast().server.equals(commit.server())) {
                Instant at = Attempt.instant(commit.began());
                reigns.add(new Reign(commit.server(), 1, at, at));
                return;
              }
              reigns.add(reigns.removeLast().and(commit));
            });
    return List.copyOf(reigns);
  }

  private Reign and(Attempt commit) {
    return new Reign(server, commits + 1, first, Attempt.instant(commit.began()));
  }

  @Override
  public String toString() {
    return "%s %d rows %s..%s".formatted(server, commits, time(first), time(last));
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString().substring(11);
  }
}
