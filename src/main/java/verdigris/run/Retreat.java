package verdigris.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.facts.Facts;
import verdigris.observe.Situation;
import verdigris.plan.Outcome;
import verdigris.plan.Plan;
import verdigris.plan.Plan.PlannedStep;
import verdigris.plan.Planner;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.run.Executor.Failure;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;
import verdigris.world.World;

/**
 * Ends an outage after a failure in it: plans from fresh facts to the nearest World in which
 * clients can commit where they did last, or on the declared primary, and does it. Once clients
 * were let in on the new primary the old one lacks commits, so that the same plan only leads
 * forward.
 *
 * <p>A host that cannot be reached any more is taken to be as it was when the run failed: nothing
 * is done on it, and what is done elsewhere must be safe whatever became of the step that failed.
 *
 * @param reach connects anew where a connection broke, and says which hosts are not ours now
 * @param lookout reads facts
 * @param executor for the plan
 * @param reporter hears of everything
 * @param pause between two attempts
 */
public record Retreat(
    Supplier<List<Problem>> reach,
    Lookout lookout,
    Supplier<Executor> executor,
    Reporter reporter,
    Duration pause) {
  private static final int ATTEMPTS = 6;

  /** Where every way ends. */
  private static final String OPENING = "open-clients ";

  /** Looks at hosts. */
  @FunctionalInterface
  public interface Lookout {
    /**
     * Fresh facts as a World.
     *
     * @param gone hosts that cannot be asked; empty: all can
     * @param remembered what is taken of those
     */
    Situation observe(Set<String> gone, Facts remembered);
  }

  /** How it ended. */
  public sealed interface End {
    /**
     * Clients can commit.
     *
     * @param on which instance
     * @param steps titles of what was done
     */
    record Served(InstanceId on, List<String> steps) implements End {}

    /**
     * Clients cannot commit.
     *
     * @param problems why
     */
    record ShutOut(List<Problem> problems) implements End {}

    /**
     * Another run has the lock of a host, and so is at work on all of them: the way out is its
     * business, and nothing was done beside it.
     *
     * @param problems who has which lock
     */
    record TakenOver(List<Problem> problems) implements End {}
  }

  /**
   * Goes back, or forward, to where clients can commit.
   *
   * @param outage with who served before it
   * @param first where the run was when it failed
   */
  public End from(Outage outage, Failure first) {
    InstanceId last = outage.last();
    var without = new ArrayList<String>();
    avoid(without, first.step(), last);
    var problems = new ArrayList<Problem>();
    Failure failure = first;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Executor next = executor.get();
      try {
        List<Problem> gone = reach.get();
        if (Locks.isHeld(gone)) {
          return new End.TakenOver(gone);
        }
        View view = look(gone, failure, attempt);
        Plan plan = plan(view, last, without);
        reporter.hear(
            new Event.RetreatStarted(plan.steps().stream().map(s -> s.step().key()).toList()));
        next = next.retreating(view.situation(), view.unwatched(), outage);
        next.execute(plan, plan.steps());
        return new End.Served(
            plan.end().serving().map(Instance::id).orElse(last),
            plan.steps().stream().map(s -> s.step().title()).toList());
      } catch (ProblemException e) {
        problems.addAll(e.problems());
        if (next.failure().isPresent()) {
          failure = next.failure().get();
          avoid(without, failure.step(), last);
        } else {
          without.removeIf(step -> step.startsWith(OPENING));
        }
        HostInterpreter.pause(pause);
      }
    }
    return new End.ShutOut(problems.stream().distinct().toList());
  }

  /**
   * Letting clients in where they were may be tried again. Where they never were it has failed by
   * the smoke test, perhaps, so going back comes first; when there is no way back it is tried again
   * too.
   */
  private static void avoid(List<String> without, String step, InstanceId last) {
    if (!step.isEmpty() && !step.equals(OPENING + last)) {
      without.add(step);
    }
  }

  /**
   * What the way out starts from.
   *
   * @param unwatched whether some host is not ours, so that its part is from memory
   * @param others what else may hold there
   */
  private record View(Situation situation, boolean unwatched, List<World> others) {}

  /**
   * Fresh facts; or, where a host is gone, that one of the remembered Worlds which agrees with what
   * is seen of the others.
   */
  private View look(List<Problem> gone, Failure failure, int attempt) {
    Situation known = failure.situation();
    Facts remembered = known.briefing().facts();
    if (gone.isEmpty()) {
      return new View(lookout.observe(Set.of(), remembered), false, List.of());
    }
    List<Obstacle> away = gone.stream().flatMap(Retreat::obstacle).toList();
    Set<String> hosts = away.stream().map(Obstacle::host).collect(Collectors.toSet());
    World seen = lookout.observe(hosts, remembered).world();
    List<World> agreeing = failure.worlds().stream().filter(w -> agree(w, seen, hosts)).toList();
    // A server that is neither up nor down agrees with none; then one after the other is tried.
    List<World> worlds =
        agreeing.isEmpty()
            ? List.of(failure.worlds().get(attempt % failure.worlds().size()))
            : agreeing;
    List<Obstacle> obstacles =
        Stream.concat(known.obstacles().stream(), away.stream()).distinct().toList();
    return new View(known.with(worlds.getFirst(), obstacles), true, worlds);
  }

  /**
   * Whether a World may be the one that is seen, by what a host tells without its neighbours. What
   * is of no use to anybody in a World looks like anything.
   */
  private static boolean agree(World world, World seen, Set<String> gone) {
    return world.instances().stream()
        .filter(i -> !gone.contains(i.id().host()))
        .allMatch(i -> looksLike(i, seen.instance(i.id())));
  }

  private static boolean looksLike(Instance instance, Instance seen) {
    return seen.run() == instance.run()
        && (instance.isLeftOver()
            || (seen.fenced() == instance.fenced() && seen.role().equals(instance.role())));
  }

  private static Stream<Obstacle> obstacle(Problem problem) {
    return problem.where() instanceof Where.OnHost(String host)
        ? Stream.of(new Obstacle(host, List.of(), problem.detail(), problem.remedy()))
        : Stream.empty();
  }

  private static Plan plan(View view, InstanceId last, List<String> without) {
    Situation situation = view.situation();
    Outcome outcome =
        new Planner(
                situation.target().retreat(last, situation.world()),
                situation.obstacles(),
                situation.estimates(),
                without)
            .plan(situation.world());
    return switch (outcome) {
      case Plan plan when view.others().stream().allMatch(w -> isSafe(plan, w)) -> plan;
      case Plan _ ->
          throw refused(last, List.of("what became of the step that failed cannot be seen"));
      case Outcome.Refusal refusal -> throw refused(last, refusal.reasons());
    };
  }

  /** Whether the steps of a plan can be done in another World, too, and keep every invariant. */
  private static boolean isSafe(Plan plan, World from) {
    Optional<World> world = Optional.of(from);
    for (PlannedStep planned : plan.steps()) {
      world = world.flatMap(planned.step()::safelyAfter);
    }
    return world.isPresent();
  }

  private static ProblemException refused(InstanceId last, List<String> why) {
    return Problem.of(
            Kind.REFUSED,
            new Where.OnHost(last.host()),
            "There is no safe way to let clients in: " + String.join("; ", why) + ".",
            "See what the servers say (verdigris status), and apply again.")
        .asException();
  }
}
