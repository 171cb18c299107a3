package verdigris.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import verdigris.history.RunRecord.ActionRun;
import verdigris.history.RunRecord.StepRun;

/** The steps of a run as they become known, line by line. Several may be at work at a time. */
final class StepRuns {
  private final List<StepRun> steps = new ArrayList<>();
  private boolean retreating;

  List<StepRun> all() {
    return List.copyOf(steps);
  }

  void retreats() {
    retreating = true;
  }

  void begins(String key, String title, Instant at) {
    steps.add(
        new StepRun(key, title, retreating, at, Optional.empty(), RunRecord.UNKNOWN, List.of()));
  }

  void ends(String key, Instant at, String outcome) {
    change(
        key,
        s ->
            new StepRun(
                s.key(),
                s.title(),
                s.retreat(),
                s.started(),
                Optional.of(at),
                outcome,
                s.actions()));
  }

  void acts(String key, String host, List<String> does, Instant at) {
    change(
        key,
        s -> {
          var actions = new ArrayList<>(s.actions());
          actions.add(
              new ActionRun(
                  host,
                  does,
                  at,
                  Optional.empty(),
                  RunRecord.UNKNOWN,
                  Optional.empty(),
                  List.of()));
          return with(s, actions);
        });
  }

  void acted(String key, Instant at, String outcome, Optional<Integer> exit, List<String> output) {
    change(
        key,
        s -> {
          if (s.actions().isEmpty()) {
            return s;
          }
          var actions = new ArrayList<>(s.actions());
          ActionRun a = actions.removeLast();
          actions.add(
              new ActionRun(
                  a.host(), a.does(), a.started(), Optional.of(at), outcome, exit, output));
          return with(s, actions);
        });
  }

  private static StepRun with(StepRun s, List<ActionRun> actions) {
    return new StepRun(
        s.key(), s.title(), s.retreat(), s.started(), s.ended(), s.outcome(), actions);
  }

  /** The same step may begin again, after it has ended. */
  private void change(String key, UnaryOperator<StepRun> change) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      StepRun step = steps.get(i);
      if (step.key().equals(key) && step.ended().isEmpty()) {
        steps.set(i, change.apply(step));
        return;
      }
    }
  }
}
