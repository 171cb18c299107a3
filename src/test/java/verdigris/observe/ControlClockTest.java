package verdigris.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import verdigris.facts.ChangedFacts;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.problem.Kind;
import verdigris.problem.Problem;

class ControlClockTest {
  @Test
  void aClockThatEveryHostContradictsIsOurFault() {
    assertThat(problem(-3_720_000, -3_721_000))
        .hasValueSatisfying(
            p -> {
              assertThat(p.kind()).isEqualTo(Kind.CLOCK_OFF);
              assertThat(p.detail()).startsWith("The clock of this machine is 1 h 2 min ahead of");
            });
    assertThat(problem(125_000, 190_000))
        .hasValueSatisfying(p -> assertThat(p.detail()).contains("is 2 min behind that of every"));
  }

  @Test
  void oneHostAloneOrASmallDifferenceIsNot() {
    assertThat(problem(0, 3_720_000)).isEmpty();
    assertThat(problem(-3_720_000, 3_720_000)).isEmpty();
    assertThat(problem(59_000, 3_720_000)).isEmpty();
  }

  @Test
  void withoutHostsNothingIsKnown() {
    assertThat(ControlClock.problem(new Facts(java.util.List.of()))).isEmpty();
  }

  /** With hosts that are so many milliseconds ahead of us. */
  private static Optional<Problem> problem(long blue, long green) {
    Facts facts = Recorded.facts("blue", "green");
    facts = Recorded.with(facts, "blue", h -> ahead(h, blue));
    return ControlClock.problem(Recorded.with(facts, "green", h -> ahead(h, green)));
  }

  private static HostFacts ahead(HostFacts host, long millis) {
    return ChangedFacts.system(
        host, s -> ChangedFacts.copy(s, s.architecture(), s.libc(), s.sortSamples(), millis));
  }
}
