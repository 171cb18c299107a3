package verdigris.observe;

import java.util.Optional;
import verdigris.facts.ServerFacts.Fork;
import verdigris.facts.ServerFacts.Wal;
import verdigris.postgres.Bytes;
import verdigris.postgres.Lsn;

/**
 * Whether one server has WAL that another, which is a primary, never had (manual, "Timelines"): its
 * timeline is not in the other's history, or it went further on it than the other did. Such a
 * server can never stream from the other.
 *
 * @param timeline of the one
 * @param position the end of what it has
 */
record Divergence(int timeline, Lsn position) {

  /**
   * Compares with a primary that does not send to it.
   *
   * @param primary where the primary is
   * @param primaryTimeline its timeline
   * @return what is wrong, as the end of a sentence; empty: the primary may have all of it
   */
  Optional<String> from(Wal primary, int primaryTimeline) {
    if (timeline > primaryTimeline) {
      return Optional.of(
          "it is on timeline %d, which is not in the history of timeline %d"
              .formatted(timeline, primaryTimeline));
    }
    Optional<Lsn> end = timeline == primaryTimeline ? primary.current() : left(primary);
    if (end.isEmpty() || position.compareTo(end.get()) <= 0) {
      return Optional.empty();
    }
    String surplus = Bytes.text(position.minus(end.get()));
    return Optional.of(
        timeline == primaryTimeline
            ? "it is %s ahead, at %s of timeline %d, which ends at %s"
                .formatted(surplus, position, timeline, end.get())
            : "it went on for %s on timeline %d after the primary had left that at %s"
                .formatted(surplus, timeline, end.get()));
  }

  private Optional<Lsn> left(Wal primary) {
    return primary.forks().stream()
        .filter(f -> f.timeline() == timeline)
        .map(Fork::end)
        .findFirst();
  }
}
