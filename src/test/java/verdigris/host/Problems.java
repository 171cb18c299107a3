package verdigris.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;

/** The one problem that something throws. */
final class Problems {
  private Problems() {}

  static Problem of(ThrowingCallable call) {
    var thrown = catchThrowableOfType(ProblemException.class, call);
    assertThat(thrown).as("a problem").isNotNull();
    assertThat(thrown.problems()).hasSize(1);
    return thrown.problems().getFirst();
  }
}
