package verdigris.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import verdigris.action.Action;
import verdigris.observe.Recorded;
import verdigris.observe.Situation;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.run.Executor.Failure;
import verdigris.world.Instance;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.World;

class RetreatTest {
  private static final InstanceId BLUE = new InstanceId("blue", 11, "main");
  private static final InstanceId GREEN = new InstanceId("green", 11, "main");

  private static final Outage OUTAGE =
      new Outage(BLUE, Instant.EPOCH, Duration.ofMinutes(1), false);

  private final Situation before = Recorded.switchover();
  private final List<Action> done = new ArrayList<>();
  private final List<Event> heard = new ArrayList<>();

  @Test
  void blueServesAgainThoughGreenIsGoneAndNothingIsDoneThere() {
    World stopped = blueStopped();
    Retreat.End end =
        retreat(gone("green"), stopped).from(OUTAGE, failed(stopped, promoted(stopped)));

    assertThat(end)
        .isInstanceOfSatisfying(Retreat.End.Served.class, s -> assertThat(s.on()).isEqualTo(BLUE));
    assertThat(done).isNotEmpty().extracting(Action::host).containsOnly("blue");
    assertThat(heard)
        .filteredOn(Event.OutageEnded.class::isInstance)
        .singleElement()
        .satisfies(e -> assertThat(((Event.OutageEnded) e).on()).isEqualTo("blue:11/main"));
  }

  @Test
  void ofWhatMayHoldTheWorldIsTakenThatAgreesWithWhatIsSeen() {
    World stopped = blueStopped();
    World running = stopped.with(BLUE, (Instance i) -> i.with(Run.RUNNING));
    retreat(gone("green"), stopped).from(OUTAGE, failed(running, stopped));

    assertThat(done.getFirst().lines().getFirst()).contains("systemctl start");
  }

  @Test
  void clientsAreNotLetInWhereAGoneHostMayHaveLetThemInAlready() {
    World stopped = blueStopped();
    World opened = promoted(stopped).with(GREEN, (Instance i) -> i.withFence(false));
    Retreat.End end = retreat(gone("green"), stopped).from(OUTAGE, failed(stopped, opened));

    assertThat(end).isInstanceOf(Retreat.End.ShutOut.class);
    assertThat(done).isEmpty();
  }

  @Test
  void withoutBlueThereIsNoWayBackToIt() {
    World stopped = blueStopped();
    Retreat.End end = retreat(gone("blue"), stopped).from(OUTAGE, failed(stopped));

    assertThat(end)
        .isInstanceOfSatisfying(
            Retreat.End.ShutOut.class,
            s ->
                assertThat(s.problems())
                    .extracting(Problem::detail)
                    .anyMatch(d -> d.contains("blue is away")));
  }

  @Test
  void besideARunThatHasTakenOverNothingIsDone() {
    World stopped = blueStopped();
    var held =
        Problem.of(Kind.LOCK_HELD, new Where.OnHost("green"), "It is held by another.", "Wait.");
    Retreat.End end = retreat(List.of(held), stopped).from(OUTAGE, failed(stopped));

    assertThat(end).isEqualTo(new Retreat.End.TakenOver(List.of(held)));
    assertThat(done).isEmpty();
  }

  /** Fenced, and Green has its last change. */
  private World blueStopped() {
    return before
        .world()
        .withAll(i -> i.withFence(true))
        .with(BLUE, (Instance i) -> i.with(Content.HAS_ALL).with(Run.STOPPED))
        .with(GREEN, (Instance i) -> i.with(Content.HAS_ALL));
  }

  private static World promoted(World world) {
    return world.with(GREEN, (Instance i) -> i.with(new Role.Primary()));
  }

  private Failure failed(World... worlds) {
    return new Failure("", before, List.of(worlds));
  }

  private static List<Problem> gone(String host) {
    return List.of(
        Problem.of(Kind.UNREACHABLE, new Where.OnHost(host), host + " is away", "Bring it back."));
  }

  private Retreat retreat(List<Problem> gone, World seen) {
    return new Retreat(
        () -> gone,
        (_, _) -> before.with(seen, List.of()),
        () ->
            new Executor(
                () -> before, (action, _) -> done.add(action), heard::add, InstantSource.system()),
        _ -> {},
        Duration.ZERO);
  }
}
