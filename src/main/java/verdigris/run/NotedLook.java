package verdigris.run;

import verdigris.observe.Lag;
import verdigris.observe.Situation;

/**
 * Looks, and tells of what is seen. Nothing is asked for that: a look in an outage takes no longer.
 *
 * @param observer looks
 * @param reporter hears of it
 */
public record NotedLook(Observer observer, Reporter reporter) implements Observer {
  @Override
  public Situation observe() {
    return noted(observer.observe(), reporter);
  }

  /** Tells of one look. */
  public static Situation noted(Situation seen, Reporter reporter) {
    reporter.hear(new Event.Looked(seen.world().lines(), Lag.of(seen)));
    return seen;
  }
}
