package verdigris.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import verdigris.facts.Rehearsal.Phase;
import verdigris.step.RehearsalScript.Line;

class RehearsalLineTest {
  @Test
  void theJobTellsWhenAPhaseBeginsAndWhatItTook() {
    assertThat(Line.of("begin copy")).isEqualTo(new Line.Begin(Phase.COPY));
    assertThat(Line.of("done upgrade 11616")).isEqualTo(new Line.Done(Phase.UPGRADE, 11_616));
    assertThat(Line.of("failed check 1")).isEqualTo(new Line.Failed(Phase.CHECK));
  }

  @Test
  void whatAProgramSaysIsNoPhaseThoughItBeginsLikeOne() {
    assertThat(Line.of("begin again")).isEqualTo(new Line.Said("begin again"));
    assertThat(Line.of("done copy in no time")).isEqualTo(new Line.Said("done copy in no time"));
    assertThat(Line.of("")).isEqualTo(new Line.Said(""));
  }
}
