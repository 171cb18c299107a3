package verdigris.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import verdigris.lab.Clients;
import verdigris.lab.Clients.Kind;
import verdigris.lab.Judgement;
import verdigris.lab.LabHost;
import verdigris.lab.Rows;

/**
 * The engine is killed with -9 at every action of the cutover, and at the first action of every
 * step both hosts lose their power as well, while clients write: nobody ever sees two primaries
 * that take writes, an old one does not come back writable, and the same command goes on to the
 * target.
 */
class KilledCutoverIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final int FAILED = 1;

  private final Set<String> killedAt = new LinkedHashSet<>();
  private final Set<String> rebootedIn = new LinkedHashSet<>();

  /**
   * Runs that failed by themselves, with clients served: that a standby which was rebooted a moment
   * ago lacks WAL that is gone shows only while it is waited for. The same command then goes
   * another way.
   */
  private final List<String> failures = new ArrayList<>();

  /**
   * What had to be cloned again, since its WAL is gone, stands behind the gate of what destroys.
   */
  private String through = "cutover";

  @Test
  void whereverTheEngineDiesThereIsOneWriterAndTheSameCommandGoesOn() {
    try (var cutover = Cutover.to15("killed-cutover")) {
      cutover.prepared();
      try (var clients = cutover.underLoad(Kind.SHORT, Kind.HELD, Kind.BYPASS)) {
        clients.awaitRows(5);
        Optional<Ended> done = Optional.empty();
        while (done.isEmpty()) {
          done = runUntilTheNextKill(cutover).filter(this::isTheEnd);
        }
        assertThat(done.get().exit()).as(done.get().output()).isZero();
        clients.awaitRows(5);
        judged(cutover, clients);
      }
      assertThat(killedAt).as("kills").hasSizeGreaterThan(20);
      assertThat(rebootedIn)
          .contains(
              "close-clients blue:11/main",
              "stop-primary blue:11/main",
              "promote green:11/main",
              "upgrade green:15/main",
              "open-clients green:15/main");
    }
  }

  private boolean isTheEnd(Ended ended) {
    if (ended.exit() == FAILED && failures.size() < 3) {
      failures.add(ended.output());
      return false;
    }
    boolean behind = ended.output().contains("left, behind the gate \"finish\"");
    if (behind && through.equals("cutover")) {
      through = "finish";
      return false;
    }
    return true;
  }

  private void judged(Cutover cutover, Clients clients) {
    var judgement = Judgement.of(clients.stop(), Rows.on(cutover.green(), 5432));
    System.out.println(killedAt.size() + " kills, power lost in " + rebootedIn);
    Cutover.requireSound(judgement);
    assertThat(cutover.primaries()).containsExactly(cutover.serverOf(cutover.green(), 15));
  }

  private Optional<Ended> runUntilTheNextKill(Cutover cutover) {
    int read = cutover.events().size();
    String step;
    try (Running run = cutover.start("--through", through, "-v")) {
      Scenario.await(
          "an action or the end, in " + run.output(),
          LONG,
          () -> !run.isAlive() || fresh(cutover, read).findFirst().isPresent());
      List<JournalEvent> actions = fresh(cutover, read).toList();
      if (actions.isEmpty()) {
        return Optional.of(run.end(LONG));
      }
      run.killed();
      actions.forEach(a -> killedAt.add(a.action()));
      step = actions.getLast().step();
    }
    atMostOneLetsWritersIn(cutover);
    if (rebootedIn.add(step)) {
      Stream.of(cutover.blue(), cutover.green()).parallel().forEach(LabHost::reboot);
      atMostOneLetsWritersIn(cutover);
    }
    return Optional.empty();
  }

  private Stream<JournalEvent> fresh(Cutover cutover, int read) {
    return cutover.events().stream()
        .skip(read)
        .filter(e -> e.event().equals("action-started"))
        .filter(e -> !killedAt.contains(e.action()));
  }

  private static void atMostOneLetsWritersIn(Cutover cutover) {
    assertThat(cutover.primaries().stream().filter(Server::letsTheApplicationIn).toList())
        .hasSizeLessThan(2);
  }
}
