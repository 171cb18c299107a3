package verdigris.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import verdigris.action.Action;
import verdigris.observe.Situation;
import verdigris.plan.Plan;
import verdigris.plan.Plan.PlannedStep;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.step.Step;
import verdigris.world.Condition;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Invariant;
import verdigris.world.Obstacle;
import verdigris.world.World;

/**
 * Does the steps of a plan: checks each against fresh facts, acts, observes again, and compares
 * with the promise. Steps run side by side where the plan allows it. After a failure or an
 * interruption no further step begins.
 */
public final class Executor {
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(30);
  private static final Duration SETTLE_PAUSE = Duration.ofMillis(300);

  private final Observer observer;
  private final Interpreter interpreter;
  private final Reporter reporter;
  private final InstantSource clock;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicReference<@Nullable Standing> standing = new AtomicReference<>();
  private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();
  private final AtomicReference<@Nullable String> failed = new AtomicReference<>();

  /**
   * @param observer reads facts and makes a World of them
   * @param interpreter makes actions happen
   * @param reporter hears of everything, the journal first
   * @param clock for durations only
   */
  public Executor(
      Observer observer, Interpreter interpreter, Reporter reporter, InstantSource clock) {
    this.observer = observer;
    this.interpreter = interpreter;
    this.reporter = reporter;
    this.clock = clock;
  }

  /** Lets the steps that have begun end, and begins no other. */
  public void stopAfterCurrentStep() {
    stop.set(true);
  }

  /**
   * Does the steps.
   *
   * @param plan with its dependencies
   * @param steps those of its steps that are to be done, in the plan's order
   * @return keys of the steps that were not begun because of an interruption; empty: all done
   * @throws ProblemException when a step failed; the others that had begun have ended
   */
  public List<String> execute(Plan plan, List<PlannedStep> steps) {
    SequencedMap<String, CompletableFuture<Boolean>> results = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (PlannedStep planned : steps) {
        CompletableFuture<?>[] before =
            planned.after().stream()
                .map(results::get)
                .filter(f -> f != null)
                .toArray(CompletableFuture<?>[]::new);
        results.put(
            planned.step().key(),
            CompletableFuture.allOf(before)
                .thenApplyAsync(_ -> !anySkipped(before) && perform(plan, planned), threads));
      }
      results.values().forEach(f -> collect(f, problems));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems.stream().distinct().toList());
    }
    return results.entrySet().stream()
        .filter(e -> !e.getValue().join())
        .map(e -> e.getKey())
        .toList();
  }

  private static boolean anySkipped(CompletableFuture<?>[] before) {
    for (CompletableFuture<?> future : before) {
      if (Boolean.FALSE.equals(future.join())) {
        return true;
      }
    }
    return false;
  }

  private static void collect(CompletableFuture<Boolean> future, List<Problem> problems) {
    try {
      future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ProblemException known) {
        problems.addAll(known.problems());
        return;
      }
      throw e;
    }
  }

  /**
   * The outage that a run is in.
   *
   * @param last who served before it
   * @param began when
   */
  public record Outage(InstanceId last, Instant began) {}

  /** The outage that this run began and did not end; empty: clients were not shut out by it. */
  public Optional<Outage> outage() {
    return Optional.ofNullable(outage.get());
  }

  /** Key of the step that failed first. */
  public Optional<String> failedStep() {
    return Optional.ofNullable(failed.get());
  }

  /** Whether it was done; false when the run is to stop before it. */
  private boolean perform(Plan plan, PlannedStep planned) {
    if (stop.get()) {
      return false;
    }
    Step step = planned.step();
    var began = clock.instant();
    reporter.hear(new Event.StepStarted(step.key(), step.title()));
    try {
      act(plan, planned);
    } catch (ProblemException e) {
      stop.set(true);
      failed.compareAndSet(null, step.key());
      reporter.hear(new Event.StepFailed(step.key(), step.title(), e.problems()));
      throw e;
    } catch (RuntimeException bug) {
      stop.set(true);
      reporter.hear(new Event.StepFailed(step.key(), step.title(), List.of()));
      throw bug;
    }
    double seconds = Duration.between(began, clock.instant()).toMillis() / 1000.0;
    reporter.hear(new Event.StepDone(step.key(), step.title(), seconds));
    return true;
  }

  /**
   * What is known in the middle of an outage, in which steps are done one after the other and each
   * proves its promise itself: the facts from before it, and the World as it was promised.
   */
  private record Standing(Situation situation, World world) {}

  private void act(Plan plan, PlannedStep planned) {
    Step step = planned.step();
    Standing known = standing.getAndSet(null);
    if (known != null) {
      perform(step, known.situation(), known.world());
      settle(planned, known.situation(), known.world());
      return;
    }
    Situation situation = observer.observe();
    World before = situation.world();
    // A standby that was just started may stream before we come to wait for it.
    if (differences(plan.worldBefore(planned), planned.promise(), before).isEmpty()) {
      return;
    }
    requirePossible(step, situation);
    perform(step, situation, before);
    settle(planned, situation, before);
  }

  private void perform(Step step, Situation situation, World before) {
    if (before.serving().isEmpty() || step.after(before).serving().isEmpty()) {
      InstanceId last = before.serving().map(Instance::id).orElse(situation.target().origin());
      outage.compareAndSet(null, new Outage(last, clock.instant()));
    }
    for (Action action : step.actions(situation.briefing().at(before))) {
      reporter.hear(new Event.ActionStarted(step.key(), action.host(), action.lines()));
      interpreter.perform(action, watcher(step.key(), action.host()));
    }
  }

  /** In an outage the next step follows at once; otherwise all hosts are looked at again. */
  private void settle(PlannedStep planned, Situation situation, World before) {
    World promised = planned.step().after(before);
    if (planned.step().provesItself() && promised.serving().isEmpty()) {
      standing.set(new Standing(situation, promised));
      return;
    }
    requirePromise(planned.step(), before);
    if (promised.serving().isPresent()) {
      outage.set(null);
    }
  }

  private Interpreter.Watcher watcher(String step, String host) {
    return new Interpreter.Watcher() {
      @Override
      public void found(String unit, boolean ended) {
        reporter.hear(new Event.JobFound(step, host, unit, ended));
      }

      @Override
      public void at(long done, long total) {
        reporter.hear(new Event.Progress(step, done, total));
      }
    };
  }

  private static void requirePossible(Step step, Situation situation) {
    for (Condition need : step.needs()) {
      if (!need.holds(situation.world())) {
        throw Problem.of(
                Kind.STALE_PLAN,
                new Where.OnHost(step.host()),
                "\"%s\" needs that %s, and that does not hold any more."
                    .formatted(step.title(), need.sentence()),
                "Plan again and review what is different.")
            .asException();
      }
    }
    if (!situation.refusals().isEmpty()) {
      throw new ProblemException(situation.refusals());
    }
    World world = situation.world();
    Invariant.brokenBy(world, step.after(world))
        .ifPresent(
            broken -> {
              throw Problem.of(
                      Kind.REFUSED,
                      new Where.OnHost(step.host()),
                      "\"%s\" would break an invariant now: %s."
                          .formatted(step.title(), broken.sentence()),
                      "Somebody changed the hosts meanwhile. Plan again.")
                  .asException();
            });
    for (Obstacle obstacle : situation.obstacles()) {
      // What cannot be read on any host may be the very thing that makes this step unsafe.
      if (obstacle.blocks().isEmpty() || obstacle.stops(step.word(), step.host())) {
        throw Problem.of(
                Kind.REFUSED, new Where.OnHost(obstacle.host()), obstacle.fact(), obstacle.remedy())
            .asException();
      }
    }
  }

  /** What the step promised must come to hold soon; what others do meanwhile is theirs. */
  private void requirePromise(Step step, World before) {
    World promised = step.after(before);
    var deadline = clock.instant().plus(SETTLE_LIMIT);
    List<String> differences = differences(before, promised, observer.observe().world());
    while (!differences.isEmpty() && clock.instant().isBefore(deadline)) {
      pause();
      differences = differences(before, promised, observer.observe().world());
    }
    if (!differences.isEmpty()) {
      throw Problem.of(
              Kind.PROMISE_BROKEN,
              new Where.OnHost(step.host()),
              "After \"%s\": %s".formatted(step.title(), String.join("; ", differences)),
              "Look at the server log on " + step.host() + ", then plan again.")
          .asException();
    }
  }

  private static List<String> differences(World before, World promised, World observed) {
    var differences = new ArrayList<String>();
    for (Instance wanted : promised.instances()) {
      Instance is = observed.instance(wanted.id());
      if (!is.fulfils(before.instance(wanted.id()), wanted)) {
        differences.add("promised was \"" + wanted + "\", observed is \"" + is + "\"");
      }
    }
    promised.installed().stream()
        .filter(i -> !observed.has(i))
        .forEach(i -> differences.add("promised was \"" + i + "\", observed is that it does not"));
    return differences;
  }

  private static void pause() {
    try {
      Thread.sleep(SETTLE_PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
