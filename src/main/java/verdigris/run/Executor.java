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
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.step.Step;
import verdigris.world.Instance;
import verdigris.world.World;

/**
 * Does the steps of a plan: checks each against fresh facts, acts, observes again, and compares
 * with the promise. Steps run side by side where the plan allows it. After a failure or an
 * interruption no further step begins.
 */
public final class Executor {
  /** As long as a server may take to start. */
  private static final Duration BUSTLE_LIMIT = Duration.ofMinutes(5);

  private static final Duration BUSTLE_PAUSE = Duration.ofSeconds(2);

  private final Observer observer;
  private final Interpreter interpreter;
  private final Reporter reporter;
  private final InstantSource clock;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Bustle bustle = new Bustle();
  private final AtomicReference<@Nullable Standing> standing = new AtomicReference<>();
  private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();
  private final AtomicReference<@Nullable Standing> remembered = new AtomicReference<>();
  private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

  /** Whether this is the way out of an outage: it is neither timed nor stopped. */
  private final boolean retreats;

  /**
   * @param observer reads facts and makes a World of them
   * @param interpreter makes actions happen
   * @param reporter hears of everything, the journal first
   * @param clock for durations only
   */
  public Executor(
      Observer observer, Interpreter interpreter, Reporter reporter, InstantSource clock) {
    this(new SharedLook(observer), interpreter, reporter, clock, null);
  }

  private Executor(
      Observer observer,
      Interpreter interpreter,
      Reporter reporter,
      InstantSource clock,
      @Nullable Standing known) {
    this.observer = observer;
    this.interpreter = interpreter;
    this.reporter = reporter;
    this.clock = clock;
    this.retreats = known != null;
    standing.set(known);
  }

  /**
   * The same for a way out of an outage: it begins at once, is not bound by the outage's limit, and
   * cannot be stopped.
   *
   * @param situation what holds, its World being where the plan starts
   * @param unwatched whether some host cannot be looked at, so that each step's own proof must do
   * @param began the outage
   */
  Executor retreating(Situation situation, boolean unwatched, Outage began) {
    var known = new Standing(situation, situation.world(), unwatched);
    var retreat = new Executor(observer, interpreter, reporter, clock, known);
    retreat.outage.set(began);
    return retreat;
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
   * Where a run was when it failed.
   *
   * @param step key of the step that failed first; empty: none did, the run was stopped
   * @param situation as it was looked at last
   * @param worlds what may hold: the step did nothing; or one of its declared wrecks; or all of it
   */
  public record Failure(String step, Situation situation, List<World> worlds) {
    public Failure {
      worlds = List.copyOf(worlds);
    }

    /** Of no step: an earlier run left it so, or this one was stopped. */
    public static Failure none(Situation situation) {
      return none(situation, situation.world());
    }

    private static Failure none(Situation situation, World world) {
      return new Failure("", situation, List.of(world));
    }

    static Failure of(Step step, Situation situation, World before) {
      var worlds = new ArrayList<World>(List.of(before));
      worlds.addAll(step.wreckage(before));
      worlds.add(step.after(before));
      return new Failure(step.key(), situation, worlds.stream().distinct().toList());
    }
  }

  /** The outage that this run began and did not end; empty: clients were not shut out by it. */
  public Optional<Outage> outage() {
    return Optional.ofNullable(outage.get());
  }

  /**
   * What is known of where the run failed or stopped: the step that failed first, or only the World
   * that it had come to. Empty: nothing was done.
   */
  public Optional<Failure> failure() {
    return Optional.ofNullable(failure.get())
        .or(
            () ->
                Optional.ofNullable(remembered.get())
                    .map(s -> Failure.none(s.situation(), s.world())));
  }

  /** Whether it was done; false when the run is to stop before it. */
  private boolean perform(Plan plan, PlannedStep planned) {
    if (stop.get() && !retreats) {
      return false;
    }
    Step step = planned.step();
    var began = clock.instant();
    reporter.hear(new Event.StepStarted(step.key(), step.title()));
    try {
      act(plan, planned);
    } catch (ProblemException e) {
      stop.set(true);
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
   *
   * @param unwatched whether some host cannot be looked at
   */
  private record Standing(Situation situation, World world, boolean unwatched) {
    Standing then(World promised) {
      return new Standing(situation, promised, unwatched);
    }
  }

  private void act(Plan plan, PlannedStep planned) {
    Standing known = standing.getAndSet(null);
    if (known != null) {
      carryOut(planned, known);
      return;
    }
    Optional<Situation> possible = lookUntilPossible(plan, planned);
    if (possible.isPresent()) {
      carryOut(planned, new Standing(possible.get(), possible.get().world(), false));
    }
  }

  /** Empty: what it promises holds already. */
  private Optional<Situation> lookUntilPossible(Plan plan, PlannedStep planned) {
    Instant deadline = clock.instant().plus(BUSTLE_LIMIT);
    while (true) {
      long stillness = bustle.now();
      Situation situation = observer.observe();
      // A standby that was just started may stream before we come to wait for it.
      if (Promise.differences(plan.worldBefore(planned), planned.promise(), situation.world())
          .isEmpty()) {
        return Optional.empty();
      }
      try {
        Precondition.require(planned.step(), situation);
        return Optional.of(situation);
      } catch (ProblemException e) {
        // Another step may be seen in the middle of its work: a server that starts answers nobody.
        boolean patient = !stop.get() && clock.instant().isBefore(deadline);
        if (bustle.isStillSince(stillness) || !patient) {
          throw e;
        }
        HostInterpreter.pause(BUSTLE_PAUSE);
      }
    }
  }

  private void carryOut(PlannedStep planned, Standing known) {
    remembered.set(known);
    try {
      bustle.during(
          () -> {
            perform(planned.step(), known);
            settle(planned, known);
          });
    } catch (ProblemException e) {
      failure.compareAndSet(null, Failure.of(planned.step(), known.situation(), known.world()));
      throw e;
    }
  }

  private void perform(Step step, Standing known) {
    World before = known.world();
    boolean opens = step.after(before).serving().isPresent();
    boolean inOutage = before.serving().isEmpty() || !opens;
    if (inOutage) {
      begin(Outage.in(known.situation(), before, clock.instant()));
    }
    // Whoever lets clients in ends the outage: nothing would be sooner.
    Optional<Instant> until =
        inOutage && !opens && !retreats
            ? outage().flatMap(o -> o.giveUpAt(known.situation(), before))
            : Optional.empty();
    for (Action action : step.actions(known.situation().briefing().at(before))) {
      var watch = new ActionWatch(step.key(), action, reporter);
      watch.during(() -> perform(action, watch, until));
    }
  }

  private void begin(Outage now) {
    if (outage.compareAndSet(null, now)) {
      reporter.hear(new Event.OutageBegan(now.began(), now.inherited()));
    }
  }

  private void perform(Action action, Interpreter.Watcher watcher, Optional<Instant> until) {
    if (until.isEmpty()) {
      interpreter.perform(action, watcher);
      return;
    }
    if (clock.instant().isAfter(until.get())) {
      throw Deed.overdue(action.host()).asException();
    }
    new Deed(action, interpreter, watcher, clock).perform(until.get(), stop::get);
  }

  /** In an outage the next step follows at once; otherwise all hosts are looked at again. */
  private void settle(PlannedStep planned, Standing known) {
    World promised = planned.step().after(known.world());
    Optional<Instance> serving = promised.serving();
    boolean served = serving.isPresent();
    Instant now = clock.instant();
    remembered.set(known.then(promised));
    if (planned.step().provesItself() && (!served || known.unwatched())) {
      standing.set(known.then(promised));
    } else {
      new Promise(planned.step(), known.world()).require(observer, clock);
    }
    @Nullable Outage over = served ? outage.getAndSet(null) : null;
    if (over != null) {
      double seconds = Duration.between(over.began(), now).toMillis() / 1000.0;
      reporter.hear(
          new Event.OutageEnded(
              serving.orElseThrow().id().toString(), over.began(), seconds, over.inherited()));
    }
  }
}
