package verdigris.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.step.Step;
import verdigris.world.Clients;
import verdigris.world.Instance;
import verdigris.world.World;

/**
 * What a step said would hold after it.
 *
 * @param step which
 * @param before the World in which it began
 */
record Promise(Step step, World before) {
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(30);
  private static final Duration SETTLE_PAUSE = Duration.ofMillis(300);

  /**
   * It must come to hold soon; what others do meanwhile is theirs.
   *
   * @throws verdigris.problem.ProblemException PROMISE_BROKEN
   */
  void require(Observer observer, InstantSource clock) {
    World promised = step.after(before);
    var deadline = clock.instant().plus(SETTLE_LIMIT);
    List<String> differences = differences(before, promised, observer.observe().world());
    while (!differences.isEmpty() && clock.instant().isBefore(deadline)) {
      HostInterpreter.pause(SETTLE_PAUSE);
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

  /** What of a promised World is not so; empty: all of it is. */
  static List<String> differences(World before, World promised, World observed) {
    var differences = new ArrayList<String>();
    for (Instance wanted : promised.instances()) {
      Instance is = observed.instance(wanted.id());
      if (!is.fulfils(before.instance(wanted.id()), wanted)) {
        differences.add("promised was \"" + wanted + "\", observed is \"" + is + "\"");
      }
    }
    promised.installed().stream()
        .filter(i -> !before.has(i) && !observed.has(i))
        .forEach(i -> differences.add("promised was \"" + i + "\", observed is that it does not"));
    if (!promised.clients().equals(before.clients())
        && !promised.clients().equals(observed.clients())) {
      differences.add(
          "promised was that %s, observed is that %s".formatted(words(promised), words(observed)));
    }
    if (promised.backedUp() && !before.backedUp() && !observed.backedUp()) {
      differences.add("promised was a backup of the new primary, and none is marked there");
    }
    return differences;
  }

  private static String words(World world) {
    return world.clients().map(Clients::toString).orElse("nobody knows where clients are sent");
  }
}
