package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandstillTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Optional<String> HERE = Optional.of("received 0/3, replayed 0/3");

  private final Standstill begun = new Standstill(Duration.ofSeconds(10), 0);

  @Test
  void theSamePositionForAsLongAsThePatienceIsTheEndOfIt() {
    Standstill still = begun.after(HERE, SECOND).after(HERE, 10 * SECOND);
    assertThat(still.isOver(10 * SECOND)).isFalse();
    assertThat(still.after(HERE, 11 * SECOND).isOver(11 * SECOND)).isTrue();
  }

  @Test
  void aPositionThatMovesBeginsItAnew() {
    Standstill moved = begun.after(HERE, 0).after(Optional.of("received 0/4"), 9 * SECOND);
    assertThat(moved.isOver(18 * SECOND)).isFalse();
    assertThat(moved.isOver(19 * SECOND)).isTrue();
  }

  @Test
  void workThatSurelyGoesOnIsNeverAStandstill() {
    Standstill streaming = begun.after(HERE, 0).after(Optional.empty(), 5 * SECOND);
    assertThat(streaming.isOver(1000 * SECOND)).isFalse();
    assertThat(streaming.after(HERE, 1000 * SECOND).isOver(1000 * SECOND)).isFalse();
  }
}
