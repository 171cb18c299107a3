package verdigris.observe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import verdigris.action.Secret;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.ProbeHarness;
import verdigris.facts.SecretFacts;
import verdigris.resource.Templates;
import verdigris.world.Declaration;

/** Facts of real hosts, recorded, and the playbooks that fit them. */
public final class Recorded {
  private Recorded() {}

  /** A primary on blue; green has nothing, and could install. */
  public static Situation freshPair() {
    return situation(
        facts("blue", "bare"), playbook("bare", true, Optional.of(new Secret("replicator"))));
  }

  /** Blue and a standby that somebody made by hand on green. */
  public static Situation handMadePair(UnaryOperator<Facts> change) {
    return situation(
        change.apply(facts("blue", "green")), playbook("green", true, Optional.empty()));
  }

  /** The same pair, of which Green is to take over on the same major. */
  public static Situation switchover() {
    return situation(facts("blue", "green"), takeover(11));
  }

  /** The same pair as given facts tell it, of which Green is to take over. */
  public static Situation switchover(Facts facts) {
    return situation(facts, takeover(11));
  }

  /** A primary and an empty host as given facts tell it, which is to be its standby. */
  public static Situation freshPair(Facts facts) {
    return situation(facts, playbook("bare", true, Optional.of(new Secret("replicator"))));
  }

  /** The same hosts, of which the empty one is to take over on a new major. */
  public static Situation upgrade(Facts facts) {
    Optional<Secret> password = Optional.of(new Secret("replicator"));
    return situation(facts, takeover("bare", 15, password));
  }

  private static Facts only(Facts facts, String... hosts) {
    return new Facts(
        facts.hosts().stream().filter(h -> List.of(hosts).contains(h.name())).toList());
  }

  /** Green is to be the primary on that major, and Blue to follow it. */
  static Declaration takeover(int major) {
    return takeover(major, Optional.empty());
  }

  /** The same with a password of the replication role. */
  static Declaration takeover(int major, Optional<Secret> password) {
    return takeover("green", major, password);
  }

  private static Declaration takeover(String host, int major, Optional<Secret> password) {
    Declaration given = playbook(host, true, password);
    var version = new Declaration.Wanted(major, Optional.empty());
    return new Declaration(
        given.topology(),
        given.hosts(),
        given.source(),
        new Declaration.Primary(host, "main", version),
        List.of(new Declaration.Standby("blue", "main", host, version)),
        given.upgrade(),
        given.clients(),
        given.replication(),
        given.settings(),
        given.hba(),
        given.limits(),
        given.rollback(),
        given.accept(),
        given.backup());
  }

  /** The same with the address by which the others reach a host. */
  static Declaration reaching(Declaration given, String host, String address) {
    SequencedMap<String, String> addresses = new LinkedHashMap<>(given.replication().address());
    addresses.put(host, address);
    return given.withAddresses(addresses);
  }

  static Situation situation(Facts facts, Declaration declaration) {
    return Observation.of(facts, SecretFacts.nothingDeclared(), declaration, Templates.builtIn());
  }

  static Facts facts(String... hosts) {
    return only(ProbeHarness.recorded(), hosts);
  }

  /** The same facts with one host's changed. */
  static Facts with(Facts facts, String host, UnaryOperator<HostFacts> change) {
    return new Facts(
        facts.hosts().stream().map(h -> h.name().equals(host) ? change.apply(h) : h).toList());
  }

  /** The same playbook with another {@code limits.slot_wal}. */
  static Declaration withSlotWal(Declaration given, int percent) {
    Declaration.Limits limits = given.limits();
    return new Declaration(
        given.topology(),
        given.hosts(),
        given.source(),
        given.primary(),
        given.standbys(),
        given.upgrade(),
        given.clients(),
        given.replication(),
        given.settings(),
        given.hba(),
        new Declaration.Limits(
            limits.outageSeconds(),
            limits.lagBeforeSwitchoverBytes(),
            limits.lagAlertBytes(),
            percent),
        given.rollback(),
        given.accept(),
        given.backup());
  }

  static Declaration playbook(String standby, boolean slots, Optional<Secret> password) {
    SequencedMap<String, String> address = new LinkedHashMap<>();
    address.put("blue", "blue");
    address.put(standby, standby);
    var eleven = new Declaration.Wanted(11, Optional.empty());
    return new Declaration(
        "orders",
        List.of("blue", standby),
        new Declaration.Existing("blue", "main", 0, 0),
        new Declaration.Primary("blue", "main", eleven),
        List.of(new Declaration.Standby(standby, "main", "blue", eleven)),
        new Declaration.Upgrade("pg_upgrade", Declaration.Transfer.LINK, 4),
        Optional.empty(),
        new Declaration.Replication(
            "replicator", password, slots, "prefer", address, Optional.empty()),
        new LinkedHashMap<>(),
        List.of(),
        new Declaration.Limits(60, 1 << 20, 100 << 20, 20),
        new Declaration.Rollback(72 * 3600, "none"),
        List.of(),
        Optional.empty());
  }
}
