package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import verdigris.action.Action;
import verdigris.action.Command;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;

class DeedTest {
  private static final Action ACTION = Action.Run.of("green", Command.login("true"));
  private final Instant later = Instant.now().plus(Duration.ofHours(1));

  private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

  @Test
  void anActionThatEndsInTimeIsNotGivenUp() {
    deed(_ -> happened.add("done")).perform(later, () -> false);
    assertThat(happened).containsExactly("done");
  }

  @Test
  void itsOwnProblemIsTheOneThatIsThrown() {
    Problem problem = Problem.of(Kind.COMMAND_FAILED, new Where.OnHost("green"), "It broke.", "");
    assertThatThrownBy(
            () ->
                deed(_ -> {
                      throw problem.asException();
                    })
                    .perform(later, () -> false))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problems()).containsExactly(problem));
    assertThat(happened).isEmpty();
  }

  @Test
  void atTheLimitItIsInterruptedAndWhatItLeftIsEndedAfterItsThread() {
    assertThat(kindOf(deed(_ -> sleepForEver()), Instant.now(), false))
        .isEqualTo(Kind.OUTAGE_LIMIT);
    assertThat(happened).containsExactly("interrupted", "given up");
  }

  @Test
  void whoSwallowsAnInterruptionIsInterruptedAgain() {
    assertThat(
            kindOf(
                deed(
                    _ -> {
                      sleepForEver();
                      sleepForEver();
                    }),
                Instant.now(),
                false))
        .isEqualTo(Kind.OUTAGE_LIMIT);
    assertThat(happened).containsExactly("interrupted", "interrupted", "given up");
  }

  @Test
  void anInterruptionOfTheRunGivesItUpAfterAMomentOfGrace() {
    assertThat(kindOf(deed(_ -> sleepForEver()), later, true)).isEqualTo(Kind.INTERRUPTED);
    assertThat(happened).containsExactly("interrupted", "given up");
  }

  @Test
  void whatIsNearlyDoneIsNotGivenUpForAnInterruption() {
    deed(_ -> {
          HostInterpreter.pause(Duration.ofMillis(300));
          happened.add("done");
        })
        .perform(later, () -> true);
    assertThat(happened).containsExactly("done");
  }

  private static Kind kindOf(Deed deed, Instant until, boolean hurry) {
    try {
      deed.perform(until, () -> hurry);
      throw new AssertionError("it was not given up");
    } catch (ProblemException e) {
      return e.problems().getFirst().kind();
    }
  }

  private void sleepForEver() {
    try {
      Thread.sleep(Duration.ofHours(1));
    } catch (InterruptedException e) {
      happened.add("interrupted");
    }
  }

  private Deed deed(Consumer<Action> work) {
    var interpreter =
        new Interpreter() {
          @Override
          public void perform(Action action, Watcher watcher) {
            work.accept(action);
          }

          @Override
          public void giveUp(Action action) {
            happened.add("given up");
          }
        };
    return new Deed(ACTION, interpreter, Interpreter.Watcher.NOBODY, InstantSource.system());
  }
}
