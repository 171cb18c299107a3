package verdigris.resource;

import java.util.List;
import verdigris.problem.Problem;

/**
 * What is wanted on a host against what is there.
 *
 * @param changes in the order in which they are to be made; none: nothing to write
 * @param effects settings whose effective value changes
 * @param activation what the running server needs to make all of it effective; may be needed
 *     without a change, when a written value still waits for its restart
 * @param decisions what a person should look at
 * @param unmanaged what others wrote and what stays as it is: file:line and name
 * @param problems what forbids the changes; nothing may be changed while there is one
 */
public record Comparison(
    List<Change> changes,
    List<SettingEffect> effects,
    Activation activation,
    List<Decision> decisions,
    List<String> unmanaged,
    List<Problem> problems) {
  public Comparison {
    changes = List.copyOf(changes);
    effects = List.copyOf(effects);
    decisions = List.copyOf(decisions);
    unmanaged = List.copyOf(unmanaged);
    problems = List.copyOf(problems);
  }

  /** Whether everything is as wanted and effective. */
  public boolean isConverged() {
    return changes.isEmpty() && activation == Activation.NONE && problems.isEmpty();
  }

  /** A comparison that cannot be made. */
  static Comparison impossible(List<Problem> problems) {
    return new Comparison(List.of(), List.of(), Activation.NONE, List.of(), List.of(), problems);
  }
}
