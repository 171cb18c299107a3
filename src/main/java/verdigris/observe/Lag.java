package verdigris.observe;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Lsn;
import verdigris.step.Briefing;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Role;

/** By how many bytes standbys are behind. */
public final class Lag {
  private Lag() {}

  /** Of every standby of which it is known, in inventory order. */
  public static SequencedMap<String, Long> of(Situation situation) {
    SequencedMap<String, Long> lag = new LinkedHashMap<>();
    for (Instance instance : situation.world().instances()) {
      if (instance.role() instanceof Role.StandbyOf(InstanceId upstream)) {
        of(situation.briefing(), instance.id(), upstream)
            .ifPresent(bytes -> lag.put(instance.id().toString(), bytes));
      }
    }
    return lag;
  }

  /** From the upstream's row about the standby; without one, from what both say of themselves. */
  static Optional<Long> of(Briefing briefing, InstanceId id, InstanceId upstream) {
    Optional<Lsn> has = briefing.server(upstream).flatMap(Sight::position);
    Optional<Lsn> replayed =
        Senders.to(briefing, upstream, id)
            .flatMap(ServerFacts.Sender::replayed)
            .or(() -> briefing.server(id).flatMap(s -> s.wal().replayed()));
    return has.flatMap(h -> replayed.map(r -> Math.max(0, h.minus(r))));
  }
}
