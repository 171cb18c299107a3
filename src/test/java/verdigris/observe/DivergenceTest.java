package verdigris.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.facts.ServerFacts.Fork;
import verdigris.facts.ServerFacts.Wal;
import verdigris.postgres.Lsn;

class DivergenceTest {
  private static final long MB = 1 << 20;

  private static Wal primary(long current, Fork... forks) {
    return new Wal(
        Optional.of(new Lsn(current)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(forks),
        false,
        -1);
  }

  private static Optional<String> found(int timeline, long position, Wal primary, int on) {
    return new Divergence(timeline, new Lsn(position)).from(primary, on);
  }

  @Test
  void whatIsBehindOnTheSameTimelineHasNotDiverged() {
    assertThat(found(1, 5 * MB, primary(5 * MB), 1)).isEmpty();
    assertThat(found(1, 4 * MB, primary(5 * MB), 1)).isEmpty();
  }

  @Test
  void whatIsAheadOfItsPrimaryHasDiverged() {
    assertThat(found(1, 7 * MB, primary(5 * MB), 1))
        .contains("it is 2 MB ahead, at 0/700000 of timeline 1, which ends at 0/500000");
  }

  @Test
  void aTimelineThatThePrimaryNeverHadHasDiverged() {
    assertThat(found(2, 4 * MB, primary(5 * MB), 1))
        .contains("it is on timeline 2, which is not in the history of timeline 1");
  }

  @Test
  void anEarlierTimelineHasDivergedOnlyPastTheFork() {
    Wal promoted = primary(9 * MB, new Fork(1, new Lsn(3 * MB)));
    assertThat(found(1, 3 * MB, promoted, 2)).isEmpty();
    assertThat(found(1, 4 * MB, promoted, 2))
        .contains("it went on for 1 MB on timeline 1 after the primary had left that at 0/300000");
  }

  @Test
  void aHistoryThatCouldNotBeReadSaysNothing() {
    assertThat(found(1, 4 * MB, primary(9 * MB), 2)).isEmpty();
  }
}
