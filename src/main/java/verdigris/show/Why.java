package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.plan.Prospect.Need;
import verdigris.step.StepKind;
import verdigris.step.Steps;

/**
 * Why a step is in a plan: what it is for, what it rests on, and where its rule is from. All of it
 * stands in the plan file, or belongs to the kind of step.
 *
 * @param plan with the step in it
 * @param step which one
 */
public record Why(PlanDocument plan, StepDocument step) {

  /**
   * The step that somebody means.
   *
   * @param asked its number as it is shown, or its key
   */
  public static Optional<Why> of(PlanDocument plan, String asked) {
    return plan.steps().stream()
        .filter(s -> s.key().equals(asked) || PlanWords.number(plan, s.key()).equals(asked))
        .findFirst()
        .map(s -> new Why(plan, s));
  }

  /** Its number in the plan, from 1. */
  String number() {
    return PlanWords.number(plan, step.key());
  }

  /** Its kind; empty: this Verdigris does not know it. */
  Optional<StepKind> kind() {
    return Steps.kinds().stream().filter(k -> step.key().startsWith(k.word() + " ")).findFirst();
  }

  /** What needs it, what needs that, and so on to the target. */
  List<String> reasons() {
    var reasons = new ArrayList<String>();
    Optional<StepDocument> at = Optional.of(step);
    while (at.isPresent() && reasons.size() < plan.steps().size()) {
      StepDocument served = at.get();
      reasons.add(PlanWords.because(plan, served));
      at =
          plan.steps().stream()
              .filter(s -> served.why().startsWith("\"" + s.title() + "\" "))
              .findFirst();
    }
    return reasons;
  }

  /** Later steps that need what this one makes so, a sentence each. */
  List<String> serves() {
    return plan.steps().stream()
        .flatMap(
            s ->
                s.prospect().needs().stream()
                    .filter(n -> n.by().equals(step.key()))
                    .map(
                        n ->
                            "step %s, %s: %s"
                                .formatted(PlanWords.number(plan, s.key()), s.title(), n.what())))
        .toList();
  }

  /** What was found on the hosts of all that the step speaks of. */
  List<String> found() {
    String spoken =
        String.join(
            "\n",
            Stream.concat(
                    Stream.of(step.title(), step.key()),
                    Stream.concat(
                        step.prospect().needs().stream().map(Need::what),
                        step.prospect().makes().stream()))
                .toList());
    return plan.from().stream()
        .filter(l -> spoken.contains(l) || spoken.contains(subject(l)))
        .toList();
  }

  /** The instance of a World's line, or its first word. */
  private static String subject(String line) {
    int end = line.indexOf(' ');
    String first = end < 0 ? line : line.substring(0, end);
    return first.contains(":") || first.equals("clients") ? first : line;
  }
}
