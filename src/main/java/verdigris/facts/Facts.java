package verdigris.facts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was measured, in inventory order. Never compared with other facts; what matters
 * of it is a World.
 *
 * @param hosts one for each host asked, in inventory order
 * @param taken when, by the control machine's clock
 */
public record Facts(List<HostFacts> hosts, Instant taken) {
  /** Of an unknown time, long ago. */
  public Facts(List<HostFacts> hosts) {
    this(hosts, Instant.EPOCH);
  }

  public Facts {
    hosts = List.copyOf(hosts);
  }

  /** The facts of one host. */
  public Optional<HostFacts> host(String name) {
    return hosts.stream().filter(h -> h.name().equals(name)).findFirst();
  }
}
