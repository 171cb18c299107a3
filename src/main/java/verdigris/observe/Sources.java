package verdigris.observe;

import verdigris.facts.InstanceFacts;
import verdigris.postgres.SystemId;
import verdigris.world.InstanceId;

/** The identity of what everything else is a copy of. */
public final class Sources {
  private Sources() {}

  /** The source instance's system identifier; empty text for a fresh topology. */
  public static String systemId(Situation situation) {
    InstanceId source = situation.target().source().orElse(situation.target().primary());
    return situation
        .briefing()
        .find(source)
        .flatMap((InstanceFacts i) -> Sight.systemId(i))
        .map(SystemId::value)
        .orElse("");
  }
}
