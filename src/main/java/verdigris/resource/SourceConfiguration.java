package verdigris.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.postgres.HbaFile;
import verdigris.postgres.HbaLine;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.world.Declaration;

/**
 * The configuration of an instance that others made. Verdigris owns one included file and one
 * marked block of pg_hba.conf there, and changes only what replication needs; when the instance is
 * itself declared as a target, the playbook's settings and hba lines too.
 *
 * @param declaration of the topology
 * @param host its inventory name
 * @param facts of the host
 * @param instance as it is
 * @param upstream whom it is to follow; empty for a primary
 * @param addresses for each host of the topology the address that others reach it by
 * @param playbook for messages
 */
public record SourceConfiguration(
    Declaration declaration,
    String host,
    HostFacts facts,
    InstanceFacts instance,
    Optional<Upstream> upstream,
    SequencedMap<String, String> addresses,
    Where playbook) {

  /**
   * What the included file of ours sets that only a playbook can have asked for: all but what
   * replication needs, which stays by itself.
   *
   * @param instance as it is
   */
  public static SequencedMap<String, String> settingsOnceDeclared(InstanceFacts instance) {
    SequencedMap<String, String> settings =
        instance
            .files()
            .known()
            .map(files -> new OwnFile(instance, files).now())
            .orElseGet(LinkedHashMap::new);
    settings
        .keySet()
        .removeIf(name -> ReplicationNeeds.isWritten(name) || DeclaredSettings.isOurs(name));
    return settings;
  }

  /** Compares what is wanted with what is there. */
  public Comparison compare() {
    return switch (instance.files()) {
      case Reading.Unknown<InstanceFacts.Files>(String reason) ->
          Comparison.impossible(
              List.of(Blockers.unreadable(where(), "its configuration files", reason)));
      case Reading.Known<InstanceFacts.Files>(InstanceFacts.Files files) -> compare(files);
    };
  }

  private Comparison compare(InstanceFacts.Files files) {
    Effective effective = new Effective(instance);
    OwnFile own = new OwnFile(instance, files);
    DeclaredSettings declared = declaredSettings();
    DeclaredHba declaredHba = declaredHba();
    SequencedMap<String, Assigned> wanted = needed(effective, own);
    declared.settings().forEach(setting -> wanted.put(setting.name(), setting));
    List<Assigned> settings = List.copyOf(wanted.values());
    List<Assigned> written = new ArrayList<>(settings);
    recovery().filter(r -> !r.usesRecoveryConf()).ifPresent(r -> written.addAll(r.settings()));

    List<Problem> problems = new ArrayList<>(declared.problems());
    problems.addAll(declaredHba.problems());
    Blockers blockers = new Blockers(where(), instance, files);
    problems.addAll(blockers.overridden(effective, written));
    problems.addAll(blockers.brokenFiles(effective));
    problems.addAll(blockers.encryption(declaration, effective));

    List<Assigned> leftovers = leftovers(effective, own, written);
    List<Change> changes = new ArrayList<>(own.changes(written, leftovers));
    HbaFile hba = HbaFile.parse(files.hba(), instance.major());
    if (blockers.isHbaUsable(hba)) {
      hbaChange(files, hba, declaredHba.rules()).ifPresent(changes::add);
    }
    problems.addAll(blockers.withPasswords(changes));
    problems.addAll(blockers.withLostBytes(changes));
    List<Assigned> all = new ArrayList<>(settings);
    leftovers.stream().flatMap(s -> effective.withoutOurs(s.name()).stream()).forEach(all::add);
    List<SettingEffect> effects = effective.effects(all);
    Activation activation = effective.activation(changes, effects, settings);
    return new Comparison(
        changes,
        effects,
        activation,
        decisions(effective, declared, activation),
        Unmanaged.of(instance, files, settings),
        problems);
  }

  /**
   * What replication needs and is not there yet. A line of ours that will do stays; so applying
   * twice is applying once.
   */
  private SequencedMap<String, Assigned> needed(Effective effective, OwnFile own) {
    SequencedMap<String, Assigned> wanted = new LinkedHashMap<>();
    boolean logical = declaration.upgrade().method().equals("logical");
    Optional<String> address = Optional.ofNullable(addresses.get(host));
    for (ReplicationNeeds.Need need :
        ReplicationNeeds.of(
            declaration, host, instance.major(), logical, address, facts, instance.paths().wal())) {
      String name = need.name();
      if (name.equals(ReplicationNeeds.SLOT_LIMIT)) {
        // It would bound other people's slots too: here a slot guard watches ours alone.
        continue;
      }
      Optional<String> ours = Optional.ofNullable(own.now().get(name));
      boolean enough =
          ours.isPresent()
              ? ours.flatMap(v -> effective.canonical(name, v)).filter(need.isEnough()).isPresent()
              : isOnlyFollowing() || current(effective, name).filter(need.isEnough()).isPresent();
      if (enough && ours.isPresent()) {
        wanted.put(name, new Assigned(name, ours.get()));
      }
      if (!enough) {
        wanted.put(name, new Assigned(name, extended(effective, need)));
      }
    }
    return wanted;
  }

  /**
   * What our file set, sets no more, and what is in effect all the same until a restart: with the
   * values that it had.
   */
  private static List<Assigned> leftovers(
      Effective effective, OwnFile own, List<Assigned> written) {
    SequencedMap<String, String> before = own.takenOut();
    before.putAll(own.now());
    written.forEach(setting -> before.remove(setting.name().toLowerCase(Locale.ROOT)));
    return before.entrySet().stream()
        .map(e -> new Assigned(e.getKey(), e.getValue()))
        .filter(s -> effective.activation(s.name()) == Activation.RESTART)
        .filter(s -> effective.holds(s.name(), s.value()))
        .filter(
            s ->
                effective
                    .withoutOurs(s.name())
                    .filter(other -> !effective.holds(s.name(), other.value()))
                    .isPresent())
        .toList();
  }

  /**
   * Whether it is a standby that nobody is to follow. Others made it so that it works; what it
   * would need as somebody's upstream is asked for when it is to be one.
   */
  private boolean isOnlyFollowing() {
    boolean follows =
        declaration.standbys().stream().anyMatch(s -> isThis(s.host(), s.instance(), s.version()));
    boolean followed = declaration.standbys().stream().anyMatch(s -> s.follows().equals(host));
    boolean source =
        declaration.source() instanceof Declaration.Existing existing
            && existing.host().equals(host);
    return follows && !followed && !source;
  }

  /** The running value, unless a restart would make it another. */
  private static Optional<String> current(Effective effective, String name) {
    return effective.isPending(name) ? effective.inFiles(name) : effective.raw(name);
  }

  /** Addresses are added to what the server listens on already; nothing is taken away. */
  private static String extended(Effective effective, ReplicationNeeds.Need need) {
    if (!need.name().equals("listen_addresses") || need.wanted().equals("*")) {
      return need.wanted();
    }
    String own = need.wanted().substring(need.wanted().indexOf(',') + 1);
    String now = current(effective, need.name()).orElse("");
    return now.isBlank() ? own : now.strip() + "," + own;
  }

  private boolean isTarget() {
    Declaration.Primary primary = declaration.primary();
    return isThis(primary.host(), primary.instance(), primary.version())
        || declaration.standbys().stream()
            .anyMatch(s -> isThis(s.host(), s.instance(), s.version()));
  }

  private boolean isThis(String otherHost, String name, Declaration.Wanted version) {
    return otherHost.equals(host)
        && name.equals(instance.name())
        && version.major() == instance.major();
  }

  private DeclaredSettings declaredSettings() {
    return isTarget()
        ? DeclaredSettings.of(
            declaration.settings(), instance.major(), Baseline.walSegmentBytes(instance), playbook)
        : new DeclaredSettings(List.of(), List.of(), List.of());
  }

  private DeclaredHba declaredHba() {
    return isTarget()
        ? DeclaredHba.of(declaration.hba(), instance.major(), playbook)
        : new DeclaredHba(List.of(), List.of());
  }

  private Optional<RecoveryConfiguration> recovery() {
    return upstream.map(
        u ->
            new RecoveryConfiguration(
                declaration.replication(),
                host,
                instance.major(),
                instance.paths().data(),
                u,
                Passfile.isUsed(declaration, Optional.of(instance))));
  }

  /** A replication rule is written only where others' rules do not already do the same. */
  private Optional<Change> hbaChange(
      InstanceFacts.Files files, HbaFile hba, List<HbaLine> declaredRules) {
    List<HbaLine> rules = new ArrayList<>();
    for (HbaLine rule : Participants.replicationRules(declaration, host, addresses, hba)) {
      boolean ours = hba.block(HbaFile.Block.RULES).contains(rule);
      if (!hba.alreadyLetsIn(rule) && (ours || !isOnlyFollowing())) {
        rules.add(rule);
      }
    }
    rules.addAll(declaredRules);
    String after = hba.withRules(rules).text();
    return after.equals(files.hba())
        ? Optional.empty()
        : Optional.of(Change.FileChange.changed(instance.paths().hba(), files.hba(), after));
  }

  private List<Decision> decisions(
      Effective effective, DeclaredSettings declared, Activation activation) {
    List<Decision> decisions = new ArrayList<>(declared.notes());
    if (activation == Activation.RESTART) {
      effective
          .server()
          .ifPresent(
              server ->
                  server.settings().stream()
                      .filter(s -> s.pendingRestart() && !isDeclared(s.name()))
                      .forEach(s -> decisions.add(Blockers.activatedToo(s.name()))));
    }
    if (!declaration.replication().slots()
        && effective
            .raw("wal_keep_size")
            .or(() -> effective.raw("wal_keep_segments"))
            .filter(raw -> raw.equals("0"))
            .isPresent()) {
      decisions.add(
          new Decision(
              "replication.slots",
              "nothing kept",
              "without slots and with no WAL kept, a standby that is away for long must be rebuilt"));
    }
    return decisions;
  }

  private boolean isDeclared(String name) {
    return declaration.settings().containsKey(name);
  }

  private Where where() {
    return new Where.OnInstance(host, instance.label());
  }
}
