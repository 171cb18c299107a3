package verdigris.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.observe.Premises;
import verdigris.observe.Situation;
import verdigris.plan.Plan.PlannedStep;
import verdigris.plan.PlanDocument.StepDocument;
import verdigris.step.Step;
import verdigris.step.StepKind;
import verdigris.step.Steps;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;
import verdigris.world.Target;
import verdigris.world.World;

/**
 * Whether a plan that was reviewed still fits what is there now. Decided from fresh facts, before
 * anything is done, and without a memory of earlier runs: what of the plan is done shows in the
 * World.
 */
public sealed interface PlanFit {

  /**
   * It fits.
   *
   * @param plan what is left of it, each step behind the gate that was reviewed; empty: nothing to
   *     do
   */
  record GoesOn(Plan plan) implements PlanFit {}

  /**
   * It would lead on, but for facts that forbid one of its steps.
   *
   * @param refusal with those
   */
  record Blocked(Outcome.Refusal refusal) implements PlanFit {}

  /**
   * It does not fit any more.
   *
   * @param reasons facts that differ, what was reviewed and what is now, a sentence each
   */
  record Stale(List<String> reasons) implements PlanFit {
    public Stale {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * It was not made by us.
   *
   * @param detail what is wrong with it
   */
  record Unusable(String detail) implements PlanFit {}

  /**
   * Decides.
   *
   * @param reviewed the plan as it was reviewed
   * @param now what is there
   * @param inputs of today
   */
  static PlanFit of(PlanDocument reviewed, Situation now, SequencedMap<String, String> inputs) {
    String topology = now.briefing().declaration().topology();
    if (!topology.equals(reviewed.topology())) {
      return stale(
          "It is about the topology %s, the playbook about %s."
              .formatted(reviewed.topology(), topology));
    }
    if (!now.target().sentence().equals(reviewed.target())) {
      return stale(
          "It leads to another target: \"%s\"; now that is \"%s\"."
              .formatted(reviewed.target(), now.target().sentence()));
    }
    Optional<String> unknown =
        reviewed.steps().stream()
            .map(StepDocument::key)
            .filter(key -> !isKnown(key, now.target()))
            .findFirst();
    return unknown
        .<PlanFit>map(key -> new Unusable("Its step \"" + key + "\" is not known here."))
        .orElseGet(() -> walked(reviewed, now, inputs));
  }

  /** Lines of a file or a World that are shown; the rest stands in the new plan. */
  int MOST_LINES = 3;

  private static PlanFit walked(
      PlanDocument reviewed, Situation now, SequencedMap<String, String> inputs) {
    List<Step> steps = steps(reviewed, now.target());
    Optional<List<Step>> way = left(steps, now.world(), now.target());
    List<String> keys = way.orElse(List.of()).stream().map(Step::key).toList();
    List<String> done =
        reviewed.steps().stream().map(StepDocument::key).filter(k -> !keys.contains(k)).toList();
    List<Obstacle> inTheWay = inTheWay(way.orElse(steps), now);
    if (way.isEmpty()) {
      List<String> drift = drift(steps, now);
      List<String> worlds = worlds(reviewed, now.world());
      // In the middle of a plan the World differs in many ways that are the plan's own.
      int shown = drift.isEmpty() ? worlds.size() : Math.min(MOST_LINES, worlds.size());
      return new Stale(
          Stream.of(
                  facts(inTheWay),
                  Premises.differences(reviewed.facts(), Premises.of(now), List.of(), done),
                  worlds.subList(0, shown),
                  drift,
                  dead(steps, now))
              .flatMap(List::stream)
              .toList());
    }
    if (keys.isEmpty()) {
      return new GoesOn(new Plan(now.target(), now.world(), List.of()));
    }
    List<String> different = Premises.differences(reviewed.facts(), Premises.of(now), done, keys);
    if (!different.isEmpty()) {
      return new Stale(Stream.concat(different.stream(), facts(inTheWay).stream()).toList());
    }
    if (!inTheWay.isEmpty()) {
      return new Blocked(
          new Outcome.Refusal(inTheWay, List.of(), way.get().stream().map(Step::title).toList()));
    }
    return compared(reviewed, now, inputs, way.get());
  }

  /** None of them was there when the plan was made, or there would have been no plan. */
  private static List<Obstacle> inTheWay(List<Step> steps, Situation now) {
    return now.obstacles().stream()
        .filter(o -> steps.stream().anyMatch(s -> isInTheWay(o, s, now)))
        .distinct()
        .toList();
  }

  /** A step acts on its host, and if it is about clients on the poolers, which have no instance. */
  private static boolean isInTheWay(Obstacle obstacle, Step step, Situation now) {
    boolean pooler =
        now.world().instances().stream().noneMatch(i -> i.id().host().equals(obstacle.host()));
    return obstacle.stops(step.word(), pooler ? obstacle.host() : step.host());
  }

  private static List<String> facts(List<Obstacle> obstacles) {
    return obstacles.stream().map(Obstacle::fact).map(f -> f.endsWith(".") ? f : f + ".").toList();
  }

  /**
   * What would be changed in files that are not as declared: the lines that somebody changed. Where
   * the plan changes the file anyway that is no news.
   */
  private static List<String> drift(List<Step> reviewed, Situation now) {
    return Steps.towards(now.target()).stream()
        .filter(s -> s.word().equals("configure") && s.isPossible(now.world()))
        .filter(s -> isThere(s, now.world()) && !reviewed.contains(s))
        .flatMap(s -> s.changes(now.briefing().at(now.world())).sequencedEntrySet().stream())
        .flatMap(
            e ->
                e.getValue()
                    .lines()
                    .filter(l -> l.matches("[-+][^-+].*"))
                    .limit(MOST_LINES)
                    .map(l -> "Not as declared: " + e.getKey() + ": \"" + l + "\"."))
        .toList();
  }

  private static boolean isThere(Step step, World world) {
    return InstanceId.parse(step.subject())
        .map(world::instance)
        .filter(i -> i.what() != Instance.What.ABSENT && !i.isLeftOver())
        .isPresent();
  }

  private static PlanFit compared(
      PlanDocument reviewed, Situation now, SequencedMap<String, String> inputs, List<Step> left) {
    Plan plan = Plan.of(now.target(), now.world(), left, now.estimates());
    PlanDocument fresh = PlanDocument.of(plan, now, inputs);
    boolean whole = left.size() == reviewed.steps().size();
    List<String> deviations = Deviations.between(reviewed, fresh, whole);
    if (deviations.isEmpty()) {
      return new GoesOn(behindReviewedGates(plan, reviewed));
    }
    return whole
        ? new Stale(
            Stream.of(worlds(reviewed, now.world()), deviations, strange(reviewed, fresh))
                .flatMap(List::stream)
                .toList())
        : new Stale(deviations);
  }

  /** What nobody manages is compared with nothing, but may be why something else differs. */
  private static List<String> strange(PlanDocument reviewed, PlanDocument fresh) {
    List<String> was = reviewed.unmanaged().stream().map(PlanFit::withoutLine).toList();
    return fresh.unmanaged().stream()
        .filter(u -> !was.contains(withoutLine(u)))
        .map(u -> "New, and managed by nobody: " + u + ".")
        .toList();
  }

  private static String withoutLine(String unmanaged) {
    return unmanaged.replaceFirst(" line \\d+", "");
  }

  /**
   * What is left of reviewed steps: all of them while none is done, else the fewest that lead on.
   *
   * @return empty when they do not lead to the target from here
   */
  static Optional<List<Step>> left(List<Step> reviewed, World from, Target target) {
    if (target.isReached(from)) {
      return Optional.of(List.of());
    }
    Optional<World> end = Optional.of(from);
    for (Step step : reviewed) {
      end = end.flatMap(step::safelyAfter);
    }
    return end.filter(target::isReached).isPresent()
        ? Optional.of(reviewed)
        : PlanCheck.remaining(reviewed, from, target);
  }

  /** A step does not come before its gate because others before it are done. */
  private static Plan behindReviewedGates(Plan plan, PlanDocument reviewed) {
    return new Plan(
        plan.target(),
        plan.from(),
        plan.steps().stream()
            .map(
                s ->
                    new PlannedStep(
                        s.step(), s.why(), s.after(), s.cost(), gate(s, reviewed), s.promise()))
            .toList());
  }

  private static Part gate(PlannedStep step, PlanDocument reviewed) {
    return reviewed.steps().stream()
        .filter(s -> s.key().equals(step.step().key()))
        .flatMap(s -> Part.of(s.part()).stream())
        .findFirst()
        .orElse(step.part());
  }

  /**
   * A step of a kind and an instance that we know may have no place any more: what it was to do is
   * done, and what it was about is gone.
   */
  private static boolean isKnown(String key, Target target) {
    int space = key.indexOf(' ');
    String word = space < 0 ? key : key.substring(0, space);
    boolean kind = Steps.kinds().stream().map(StepKind::word).anyMatch(word::equals);
    return (kind && InstanceId.parse(key.substring(space + 1)).isPresent())
        || Steps.towards(target).stream().anyMatch(s -> s.key().equals(key));
  }

  private static List<Step> steps(PlanDocument reviewed, Target target) {
    List<Step> moves = Steps.towards(target);
    return reviewed.steps().stream()
        .flatMap(s -> moves.stream().filter(m -> m.key().equals(s.key())))
        .toList();
  }

  private static Stale stale(String reason) {
    return new Stale(List.of(reason));
  }

  /** Where the reviewed steps come to a dead end, for the reader: after those that are possible. */
  private static List<String> dead(List<Step> steps, Situation now) {
    World at = now.world();
    var left = new ArrayList<Step>();
    for (Step step : steps) {
      Optional<World> after = step.safelyAfter(at);
      if (after.isEmpty() && !step.after(at).equals(at)) {
        left.add(step);
      }
      at = after.orElse(at);
    }
    List<String> faults = PlanCheck.walk(left, at, now.target());
    return Stream.concat(
            Stream.of("It does not lead to the target from what is there now."),
            faults.stream().limit(1).map(f -> "Walking it from here fails: " + f + "."))
        .toList();
  }

  private static List<String> worlds(PlanDocument reviewed, World now) {
    var lines = new ArrayList<String>();
    now.lines().stream()
        .filter(l -> !reviewed.from().contains(l))
        .forEach(l -> lines.add("Now: " + l + "."));
    reviewed.from().stream()
        .filter(l -> !now.lines().contains(l))
        .forEach(l -> lines.add("Reviewed: " + l + "."));
    return lines;
  }

  /** What the plan's inputs are not any more, by name. */
  static List<String> otherInputs(PlanDocument reviewed, SequencedMap<String, String> inputs) {
    return Stream.concat(
            reviewed.inputs().sequencedEntrySet().stream()
                .filter(e -> !e.getValue().equals(inputs.get(e.getKey())))
                .map(Map.Entry::getKey),
            inputs.sequencedKeySet().stream().filter(n -> !reviewed.inputs().containsKey(n)))
        .toList();
  }
}
