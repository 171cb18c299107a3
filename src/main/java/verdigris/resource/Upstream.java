package verdigris.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import verdigris.facts.InstanceFacts;

/**
 * The instance that a standby follows.
 *
 * @param host inventory name
 * @param address that the standby reaches it by
 * @param port of the upstream
 * @param limits the upstream's effective values of the settings that a standby must not undercut; a
 *     name that is missing is not checked
 */
public record Upstream(String host, String address, int port, SequencedMap<String, String> limits) {
  /** What a standby must not undercut; before 12 without max_wal_senders, where it does no harm. */
  static final List<String> LIMITS =
      List.of(
          "max_connections",
          "max_locks_per_transaction",
          "max_prepared_transactions",
          "max_wal_senders",
          "max_worker_processes");

  public Upstream {
    limits = new LinkedHashMap<>(limits);
  }

  /** An instance that is there, with its limits (manual, "Administrator's Overview"). */
  public static Upstream of(String host, String address, InstanceFacts instance) {
    Effective effective = new Effective(instance);
    SequencedMap<String, String> limits = new LinkedHashMap<>();
    LIMITS.forEach(name -> effective.raw(name).ifPresent(raw -> limits.put(name, raw)));
    return new Upstream(host, address, instance.port(), limits);
  }
}
