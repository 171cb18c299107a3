package verdigris.observe;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A topology that exists.
 *
 * @param name the name that it was given
 * @param primary who is primary
 * @param standbys who follows whom, upstreams before those that follow them
 * @param replication how they follow
 * @param settings what a playbook of before has set on the primary
 * @param poolers PgBouncers that lead to the primary
 * @param notes what could not be told or needs a look, as sentences
 */
public record DiscoveredTopology(
    String name,
    Member primary,
    List<Follower> standbys,
    Replication replication,
    SequencedMap<String, String> settings,
    List<Pooler> poolers,
    List<String> notes) {
  public DiscoveredTopology {
    standbys = List.copyOf(standbys);
    poolers = List.copyOf(poolers);
    notes = List.copyOf(notes);
  }

  /**
   * An instance.
   *
   * @param host inventory name
   * @param instance its name on the host
   * @param major version
   * @param port TCP port
   */
  public record Member(String host, String instance, int major, int port) {}

  /**
   * A standby.
   *
   * @param member itself
   * @param follows host of its upstream
   */
  public record Follower(Member member, String follows) {}

  /**
   * How the standbys replicate.
   *
   * @param user role that they connect as; empty when there is no standby
   * @param slots whether each of them uses a slot
   * @param sslmode of their connections, when all say the same
   * @param slotWalIsUnlimited whether a server from 13 on has no limit to what a slot may keep
   * @param address for each host the address that the others know it by, where it is not the one
   *     that it is reached by from here
   */
  public record Replication(
      Optional<String> user,
      boolean slots,
      Optional<String> sslmode,
      boolean slotWalIsUnlimited,
      SequencedMap<String, String> address) {}

  /**
   * A PgBouncer in front of the primary.
   *
   * @param host inventory name
   * @param databases as it names them
   */
  public record Pooler(String host, List<String> databases) {
    public Pooler {
      databases = List.copyOf(databases);
    }
  }

  /** Hosts with an instance of it, the primary's first. */
  public List<String> hosts() {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(primary.host()),
            standbys.stream().map(s -> s.member().host()))
        .distinct()
        .toList();
  }
}
