package verdigris.resource;

import java.util.ArrayList;
import java.util.List;
import verdigris.postgres.HbaFile;
import verdigris.postgres.HbaLine;
import verdigris.world.Declaration;

/** Who takes part in a topology, and which pg_hba.conf rules let them replicate. */
public final class Participants {
  private Participants() {}

  /** Hosts with an instance, today's or declared, in inventory order. */
  public static List<String> hosts(Declaration declaration) {
    List<String> named = new ArrayList<>();
    if (declaration.source() instanceof Declaration.Existing source) {
      named.add(source.host());
    }
    named.add(declaration.primary().host());
    declaration.standbys().forEach(standby -> named.add(standby.host()));
    List<String> ordered = new ArrayList<>(declaration.hosts());
    ordered.addAll(named);
    return ordered.stream().distinct().filter(named::contains).toList();
  }

  /** The others, who may have to stream from a host now or after a switchover. */
  public static List<String> others(Declaration declaration, String host) {
    return hosts(declaration).stream().filter(other -> !other.equals(host)).toList();
  }

  /**
   * Rules that let the others replicate from a host. When no password is declared, only those that
   * are there: the others' authentication is configured by somebody else.
   *
   * @param addresses for each host the address that it connects from
   * @param now pg_hba.conf as it is
   */
  static List<HbaLine> replicationRules(
      Declaration declaration,
      String host,
      java.util.SequencedMap<String, String> addresses,
      HbaFile now) {
    Declaration.Replication replication = declaration.replication();
    return others(declaration, host).stream()
        .map(other -> replicationRule(replication, range(addresses.getOrDefault(other, other))))
        .distinct()
        .filter(rule -> replication.password().isPresent() || now.has(rule))
        .toList();
  }

  static HbaLine replicationRule(Declaration.Replication replication, String range) {
    boolean encrypted =
        List.of("require", "verify-ca", "verify-full").contains(replication.sslmode());
    return new HbaLine(
        encrypted ? HbaLine.Type.HOSTSSL : HbaLine.Type.HOST,
        List.of(new HbaLine.Name("replication", false)),
        List.of(new HbaLine.Name(replication.user(), isKeyword(replication.user()))),
        range,
        "scram-sha-256",
        List.of());
  }

  private static boolean isKeyword(String user) {
    return user.equals("all") || user.startsWith("+") || user.startsWith("@");
  }

  static String range(String address) {
    if (address.matches("[0-9.]+")) {
      return address + "/32";
    }
    return address.indexOf(':') >= 0 ? address + "/128" : address;
  }
}
