package verdigris.run;

import java.time.Duration;

/** Waits a little longer each time: what comes soon is seen soon. */
final class Patience {
  private static final Duration LONGEST = Duration.ofMillis(250);

  private Duration next = Duration.ofMillis(10);

  void pause() {
    HostInterpreter.pause(next);
    next = next.compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
  }
}
