package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import verdigris.action.Action;
import verdigris.action.Command;
import verdigris.observe.Recorded;
import verdigris.observe.Situation;
import verdigris.plan.Part;
import verdigris.plan.Plan;
import verdigris.plan.Plan.PlannedStep;
import verdigris.plan.Planner;
import verdigris.problem.ProblemException;
import verdigris.step.Briefing;
import verdigris.step.Estimates;
import verdigris.step.Step;
import verdigris.step.StepKind;
import verdigris.world.Clients;
import verdigris.world.Condition;
import verdigris.world.Cost;
import verdigris.world.Obstacle;
import verdigris.world.World;

/** Two steps that the plan lets run side by side. */
class ExecutorTest {
  private static final Obstacle STARTING =
      new Obstacle("blue", List.of(), "The server is starting up.", "Wait.");

  private final Situation fresh = unrefused(Recorded.freshPair());
  private final Plan plan =
      (Plan) new Planner(fresh.target(), List.of(), fresh.estimates()).plan(fresh.world());
  private final List<PlannedStep> two =
      plan.steps().stream().filter(s -> s.after().isEmpty()).limit(2).toList();
  private final PlannedStep first = two.getFirst();
  private final PlannedStep second = two.getLast();

  private final AtomicBoolean atWork = new AtomicBoolean();
  private final CountDownLatch wasSeenAtWork = new CountDownLatch(2);
  private final ConcurrentHashMap<String, Long> actionsDone = new ConcurrentHashMap<>();

  @Test
  void aServerThatAnotherStepIsStartingIsLookedAtAgainWhenItHasStarted() {
    var executor =
        new Executor(this::look, (action, _) -> act(action), _ -> {}, InstantSource.system());

    var ofFirst = CompletableFuture.supplyAsync(() -> executor.execute(plan, List.of(first)));
    while (!atWork.get()) {
      Thread.onSpinWait();
    }
    assertThat(executor.execute(plan, List.of(second))).isEmpty();
    assertThat(ofFirst.join()).isEmpty();
    assertThat(actionsDone).containsOnlyKeys(first.step().key(), second.step().key());
  }

  @Test
  void aServerThatStartsThoughNoStepDoesAnythingIsAFailureAtOnce() {
    var looks = new ArrayList<Situation>();
    var executor =
        new Executor(
            () -> {
              looks.add(fresh.with(fresh.world(), List.of(STARTING)));
              return looks.getLast();
            },
            (_, _) -> {
              throw new AssertionError("nothing may be done");
            },
            _ -> {},
            InstantSource.system());

    assertThatThrownBy(() -> executor.execute(plan, List.of(first)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("starting up");
    assertThat(looks).hasSize(1);
  }

  @Test
  void clientsThatAreStillLedElsewhereAreLetInThoughTheServerIsOpen() {
    World held = led("blue", false);
    var open = new Plan(fresh.target(), held, List.of(planned(new LetIn("green"), held)));
    var done = new ArrayList<Action>();
    var executor =
        new Executor(
            () -> fresh.with(done.isEmpty() ? held : led("green", true), List.of()),
            (action, _) -> done.add(action),
            _ -> {},
            InstantSource.system());

    assertThat(executor.execute(open, open.steps())).isEmpty();
    assertThat(done).hasSize(1);
  }

  private World led(String host, boolean letIn) {
    return new World(
        fresh.world().instances(),
        fresh.world().installed(),
        Optional.of(new Clients(host, letIn)));
  }

  private static PlannedStep planned(Step step, World before) {
    return new PlannedStep(step, "", List.of(), Cost.ofWork(1), Part.CUTOVER, step.after(before));
  }

  /** Leads clients to a host, and changes nothing else. */
  private record LetIn(String host) implements Step {
    @Override
    public StepKind kind() {
      return new StepKind("let-in", "", "", _ -> List.of());
    }

    @Override
    public String subject() {
      return host;
    }

    @Override
    public String title() {
      return key();
    }

    @Override
    public List<Condition> needs() {
      return List.of();
    }

    @Override
    public World after(World before) {
      return before.withClients(_ -> new Clients(host, true));
    }

    @Override
    public Cost cost(World before, Estimates estimates) {
      return Cost.ofWork(1);
    }

    @Override
    public List<String> touches() {
      return List.of("clients");
    }

    @Override
    public List<Action> actions(Briefing briefing) {
      return List.of(new Action.Require(host, Command.login("true"), ""));
    }
  }

  @Test
  void anActionIsToldWithItsEndItsStatusAndWhatWasPrintedAndALookWithItsWorld() {
    var heard = Collections.synchronizedList(new ArrayList<Event>());
    var executor =
        new Executor(
            new NotedLook(this::look, heard::add),
            (action, watcher) -> {
              watcher.printed(0, List.of("a line"));
              actionsDone.merge(first.step().key(), 1L, Long::sum);
            },
            heard::add,
            InstantSource.system());

    assertThat(executor.execute(plan, List.of(first))).isEmpty();
    assertThat(heard)
        .filteredOn(Event.ActionEnded.class::isInstance)
        .hasSize((int) actions(first))
        .allSatisfy(
            e ->
                assertThat(e)
                    .isEqualTo(
                        new Event.ActionEnded(
                            first.step().key(),
                            ((Event.ActionEnded) e).host(),
                            true,
                            Optional.of(0),
                            List.of("a line"))));
    assertThat(heard).filteredOn(Event.Looked.class::isInstance).hasSizeGreaterThanOrEqualTo(2);
    assertThat(((Event.Looked) heard.get(1)).world()).isEqualTo(fresh.world().lines());
  }

  @Test
  void anActionThatFailsIsToldToHaveFailed() {
    var heard = Collections.synchronizedList(new ArrayList<Event>());
    var executor =
        new Executor(
            this::look,
            (action, watcher) -> {
              watcher.printed(3, List.of("no"));
              throw HostInterpreter.failed(
                      action.host(),
                      new verdigris.action.Command(verdigris.action.RunAs.LOGIN, List.of("false")),
                      new verdigris.host.Host.Outcome(3, "", "no"))
                  .asException();
            },
            heard::add,
            InstantSource.system());

    assertThatThrownBy(() -> executor.execute(plan, List.of(first)))
        .isInstanceOf(ProblemException.class);
    assertThat(heard)
        .filteredOn(Event.ActionEnded.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.ActionEnded.class,
            e -> {
              assertThat(e.done()).isFalse();
              assertThat(e.exit()).contains(3);
              assertThat(e.output()).containsExactly("no");
            });
  }

  /** In the recorded facts streams a standby that the playbook does not name. */
  private static Situation unrefused(Situation given) {
    return new Situation(
        given.world(),
        given.target(),
        List.of(),
        List.of(),
        given.estimates(),
        given.briefing(),
        given.unmanaged(),
        given.finishFrom());
  }

  private Situation look() {
    World world = fresh.world();
    for (PlannedStep planned : two) {
      if (actionsDone.getOrDefault(planned.step().key(), 0L) >= actions(planned)) {
        world = planned.step().after(world);
      }
    }
    if (!atWork.get()) {
      return fresh.with(world, List.of());
    }
    wasSeenAtWork.countDown();
    return fresh.with(world, List.of(STARTING));
  }

  private long actions(PlannedStep planned) {
    return planned.step().actions(fresh.briefing()).size();
  }

  /** The first step's server is starting until it was seen so twice. */
  private void act(Action action) {
    PlannedStep of = isOf(first, action) ? first : second;
    if (of.equals(first) && wasSeenAtWork.getCount() > 0) {
      atWork.set(true);
      awaitBeingSeen();
      atWork.set(false);
    }
    actionsDone.merge(of.step().key(), 1L, Long::sum);
  }

  private boolean isOf(PlannedStep planned, Action action) {
    return planned.step().actions(fresh.briefing()).contains(action);
  }

  private void awaitBeingSeen() {
    try {
      wasSeenAtWork.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
