package verdigris.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.plan.Part;
import verdigris.plan.PlanDocument;
import verdigris.plan.PlanDocument.PartDocument;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.step.Estimates;

/** The sentences about a plan that every form of it shares. */
final class PlanWords {
  private PlanWords() {}

  /** What the plan does, costs and destroys, in one sentence. */
  static String summary(PlanDocument plan) {
    var words = new ArrayList<String>();
    words.add(count(plan.steps().size(), "step"));
    words.add(outage(plan.outageSeconds()) + rehearsed(plan));
    words.add(destroys(plan));
    if (!plan.pointOfNoReturn().isEmpty()) {
      words.add("point of no return after step " + number(plan, plan.pointOfNoReturn()));
    }
    return String.join(", ", words) + ".";
  }

  private static String rehearsed(PlanDocument plan) {
    return plan.rehearsed().isEmpty() ? "" : " (rehearsed on " + plan.rehearsed() + ")";
  }

  /** How long clients cannot commit. */
  static String outage(int seconds) {
    return seconds == 0 ? "no outage" : "outage of " + duration(seconds);
  }

  /** A coarse duration. */
  static String duration(int seconds) {
    return Estimates.about(seconds);
  }

  private static String destroys(PlanDocument plan) {
    List<StepDocument> steps = plan.steps().stream().filter(s -> !s.destroys().isEmpty()).toList();
    List<String> things = steps.stream().flatMap(s -> s.destroys().stream()).toList();
    String numbers =
        steps.stream().map(s -> number(plan, s.key())).collect(Collectors.joining(", "));
    return switch (things.size()) {
      case 0 -> "nothing is destroyed";
      case 1 -> "destroys " + things.getFirst();
      default -> "destroys " + count(things.size(), "thing") + " (steps " + numbers + ")";
    };
  }

  /** A step's number in the list, from 1. */
  static String number(PlanDocument plan, String key) {
    int index = plan.steps().stream().map(StepDocument::key).toList().indexOf(key);
    return index < 0 ? "?" : Integer.toString(index + 1);
  }

  /**
   * Why a step is there; another step that it quotes by its title is named by its number, which is
   * shorter and can be looked up.
   */
  static String because(PlanDocument plan, StepDocument step) {
    return plan.steps().stream()
        .filter(s -> step.why().startsWith("\"" + s.title() + "\" "))
        .findFirst()
        .map(s -> "step " + number(plan, s.key()) + step.why().substring(s.title().length() + 2))
        .orElse(step.why());
  }

  /** What must hold before a step, each with what provides it. */
  static List<String> needs(PlanDocument plan, StepDocument step) {
    return step.prospect().needs().stream()
        .map(
            n ->
                n.what()
                    + (n.by().isEmpty() ? " (as found)" : " (step " + number(plan, n.by()) + ")"))
        .toList();
  }

  /** What would go wrong without a step; the later step that it quotes by key gets its number. */
  static String without(PlanDocument plan, StepDocument step) {
    return plan.steps().stream()
        .filter(s -> step.prospect().without().startsWith("\"" + s.key() + "\" "))
        .findFirst()
        .map(
            s ->
                "step "
                    + number(plan, s.key())
                    + step.prospect().without().substring(s.key().length() + 2))
        .orElse(step.prospect().without());
  }

  /** The way back after a step in short: what it costs. */
  static String briefWayBack(StepDocument step) {
    return step.prospect().wayBack().split(": ", 2)[0];
  }

  /**
   * What can be lost by following the plan, a sentence each; none: from every step of it there is a
   * way back that loses nothing.
   */
  static List<String> losses(PlanDocument plan) {
    var losses = new ArrayList<String>();
    for (StepDocument step : plan.steps()) {
      step.destroys()
          .forEach(d -> losses.add("step " + number(plan, step.key()) + " destroys " + d));
    }
    changes(plan).stream()
        .filter(s -> !s.prospect().wayBack().startsWith("without loss"))
        .forEach(
            s ->
                losses.add(
                    "after step "
                        + number(plan, s.key())
                        + " the way back is "
                        + s.prospect().wayBack()));
    if (losses.isEmpty() && !plan.pointOfNoReturn().isEmpty()) {
      losses.add(pointOfNoReturn(plan));
    }
    return losses;
  }

  /** Steps after which the way back is of another kind than after the one before. */
  private static List<StepDocument> changes(PlanDocument plan) {
    var changes = new ArrayList<StepDocument>();
    String known = "";
    for (StepDocument step : plan.steps()) {
      String kind = step.prospect().wayBack().split("[:,]", 2)[0];
      if (!kind.isEmpty() && !kind.equals(known)) {
        changes.add(step);
      }
      known = kind;
    }
    return changes;
  }

  /** What a part costs. */
  static String cost(PartDocument part) {
    return part.steps() == 0
        ? "no steps"
        : "%s, %s of work, %s"
            .formatted(
                count(part.steps(), "step"),
                duration(part.workSeconds()),
                outage(part.outageSeconds()));
  }

  /** The parts that are used, in their order. */
  static List<Part> parts(PlanDocument plan) {
    return Stream.of(Part.values())
        .filter(p -> plan.steps().stream().anyMatch(s -> s.part().equals(p.word())))
        .toList();
  }

  /** What a part means for whoever confirms it. */
  static String heading(PlanDocument plan, Part part) {
    int outage =
        plan.steps().stream()
            .filter(s -> s.part().equals(part.word()))
            .mapToInt(StepDocument::outageSeconds)
            .sum();
    return switch (part) {
      case PREPARE -> "Prepare: " + outage(outage);
      case CUTOVER -> "Cutover: " + outage(outage);
      case FINISH -> "Finish: gives up the way back" + (outage == 0 ? "" : ", " + outage(outage));
    };
  }

  /**
   * What the point of no return means. It is where something is destroyed, or where clients are let
   * in on a new major, whose files no older one reads.
   */
  static String pointOfNoReturn(PlanDocument plan) {
    boolean destroys =
        plan.steps().stream()
            .filter(s -> s.key().equals(plan.pointOfNoReturn()))
            .anyMatch(s -> !s.destroys().isEmpty());
    return destroys
        ? "Point of no return: from here on, going back needs a copy from elsewhere."
        : "Point of no return: from here on clients commit on the new major version only. Going back to the"
            + " old one loses every commit made since, however soon. Until here a failure goes back by itself and"
            + " loses nothing.";
  }

  /** A number with its noun. */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
