package verdigris.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.postgres.HbaFile;
import verdigris.postgres.HbaLine;
import verdigris.postgres.OwnFiles;
import verdigris.postgres.SettingCatalogue;
import verdigris.postgres.SettingDefinition;
import verdigris.postgres.SettingValue;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.world.Declaration;

/**
 * The whole configuration of an instance that Verdigris makes, primary or standby: what the source
 * has that is not default, translated; over it what replication needs; over it the playbook.
 *
 * @param declaration of the topology
 * @param host its inventory name
 * @param facts of the host
 * @param placement where the instance is put
 * @param baseline where it starts from; empty for a fresh topology
 * @param upstream whom it follows; empty for a primary
 * @param addresses for each host of the topology the address that others reach it by
 * @param templates the user's or ours
 * @param playbook for messages
 */
public record InstanceConfiguration(
    Declaration declaration,
    String host,
    HostFacts facts,
    Placement placement,
    Optional<Baseline> baseline,
    Optional<Upstream> upstream,
    SequencedMap<String, String> addresses,
    Templates templates,
    Where playbook) {

  /**
   * The rendered files.
   *
   * @param postgresql text of postgresql.conf
   * @param hba text of pg_hba.conf
   * @param recovery what makes it follow: text of recovery.conf up to 11, of the included file from
   *     12; empty for a primary
   * @param settings every setting of postgresql.conf
   * @param decisions what a person should look at
   */
  public record Rendered(
      String postgresql,
      String hba,
      String recovery,
      List<Assigned> settings,
      List<Decision> decisions) {
    public Rendered {
      settings = List.copyOf(settings);
      decisions = List.copyOf(decisions);
    }
  }

  /**
   * Renders the files. The same inputs give the same bytes.
   *
   * @throws ProblemException with every declared setting and line that this major refuses, or a
   *     template that cannot be rendered
   */
  public Rendered render() {
    DeclaredSettings declared =
        DeclaredSettings.of(declaration.settings(), major(), segmentBytes(), playbook);
    DeclaredHba declaredHba = DeclaredHba.of(declaration.hba(), major(), playbook);
    List<Problem> problems = new ArrayList<>(declared.problems());
    problems.addAll(declaredHba.problems());
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    List<Decision> decisions = new ArrayList<>(declared.notes());
    InheritedSettings inherited =
        baseline
            .map(b -> InheritedSettings.of(b, major(), facts))
            .orElseGet(() -> new InheritedSettings(List.of(), List.of()));
    decisions.addAll(inherited.decisions());
    baseline.flatMap(b -> DefaultChanges.decision(b.major(), major())).ifPresent(decisions::add);

    SequencedMap<String, Assigned> theirs = byName(declared.settings());
    // The placement has it already, declared or not.
    theirs.remove("port");
    SequencedMap<String, Assigned> taken = byName(inherited.settings());
    taken.keySet().removeAll(theirs.keySet());
    SequencedMap<String, Assigned> needed = needed(theirs, taken, decisions);
    needed.keySet().forEach(taken::remove);
    needed.keySet().forEach(theirs::remove);
    return rendered(declaredHba.rules(), decisions, theirs, taken, needed);
  }

  private Rendered rendered(
      List<HbaLine> declaredRules,
      List<Decision> decisions,
      SequencedMap<String, Assigned> theirs,
      SequencedMap<String, Assigned> taken,
      SequencedMap<String, Assigned> needed) {
    SequencedMap<String, Object> variables = new LinkedHashMap<>(names());
    variables.put("layout", Rendering.settings(placement.settings()));
    variables.put("replication", Rendering.settings(List.copyOf(needed.values())));
    variables.put("declared", Rendering.settings(List.copyOf(theirs.values())));
    variables.put("baseline", Rendering.settings(List.copyOf(taken.values())));
    variables.put("included", major() < 12 ? "" : OwnFiles.includedName(placement.isDebian()));
    List<Assigned> all = new ArrayList<>(placement.settings());
    List.of(needed, theirs, taken).forEach(part -> all.addAll(part.values()));
    return new Rendered(
        templates.postgresql().render(variables),
        hba(declaredRules, decisions),
        recovery(),
        all,
        decisions);
  }

  private SequencedMap<String, Object> names() {
    return Rendering.row(
        "topology",
        declaration.topology(),
        "host",
        host,
        "instance",
        placement.label(),
        "major",
        Integer.toString(major()));
  }

  /**
   * Replication's settings, wherever their values come from: a declared or inherited value stays
   * when it is enough.
   */
  private SequencedMap<String, Assigned> needed(
      SequencedMap<String, Assigned> theirs,
      SequencedMap<String, Assigned> taken,
      List<Decision> decisions) {
    SequencedMap<String, Assigned> needed = new LinkedHashMap<>();
    for (ReplicationNeeds.Need need :
        ReplicationNeeds.of(
            declaration,
            host,
            major(),
            isLogical(),
            Optional.ofNullable(addresses.get(host)),
            facts,
            placement.paths().wal())) {
      String name = need.name();
      Optional<Assigned> found = found(name, theirs, taken);
      Optional<Assigned> enough =
          found.filter(s -> raw(name, s.value()).filter(need.isEnough()).isPresent());
      if (enough.isEmpty()) {
        found.ifPresent(s -> decisions.add(raised(s, need.wanted(), "replication needs it")));
      }
      needed.put(name, enough.orElseGet(() -> new Assigned(name, need.wanted())));
    }
    needed.put("hot_standby", new Assigned("hot_standby", "on"));
    if (!baseline.map(Baseline::checksums).orElse(false)) {
      // pg_rewind needs this or checksums, and needs it before two servers part.
      needed.put("wal_log_hints", new Assigned("wal_log_hints", "on"));
    }
    for (String name : Upstream.LIMITS) {
      Optional<Assigned> found =
          Optional.ofNullable(needed.get(name)).or(() -> found(name, theirs, taken));
      raisedToUpstream(name, found, decisions).or(() -> found).ifPresent(s -> needed.put(name, s));
    }
    return needed;
  }

  private static Optional<Assigned> found(
      String name, SequencedMap<String, Assigned> theirs, SequencedMap<String, Assigned> taken) {
    return Optional.ofNullable(theirs.get(name)).or(() -> Optional.ofNullable(taken.get(name)));
  }

  /** A standby that undercuts its primary in one of these does not start or stops replaying. */
  private Optional<Assigned> raisedToUpstream(
      String name, Optional<Assigned> found, List<Decision> decisions) {
    Optional<String> primary = upstream.flatMap(u -> Optional.ofNullable(u.limits().get(name)));
    String own = found.flatMap(s -> raw(name, s.value())).orElseGet(() -> boot(name));
    if (primary.isEmpty() || Long.parseLong(own) >= Long.parseLong(primary.get())) {
      return Optional.empty();
    }
    String reason = upstream.map(Upstream::host).orElse("") + " has it";
    found.ifPresent(s -> decisions.add(raised(s, primary.get(), reason)));
    return Optional.of(new Assigned(name, primary.get()));
  }

  private static Decision raised(Assigned setting, String value, String reason) {
    return new Decision(
        setting.name(), "set to " + value + " instead of " + setting.value(), reason);
  }

  private String hba(List<HbaLine> declaredRules, List<Decision> decisions) {
    List<HbaLine> inherited = new ArrayList<>();
    for (HbaLine rule : baseline.map(Baseline::hba).orElseGet(InstanceConfiguration::localRules)) {
      Optional<String> refusal =
          HostBound.isHidden(rule.toString())
              ? Optional.of("it holds a password, which Verdigris does not read; declare it again")
              : Baseline.refusal(rule, major());
      refusal.ifPresentOrElse(
          reason ->
              decisions.add(new Decision(rule.withoutOptions().toString(), "left out", reason)),
          () -> inherited.add(rule));
      if (rule.options().stream().anyMatch(option -> option.name().equals("map"))) {
        decisions.add(
            new Decision(
                rule.withoutOptions().toString(), "taken over", "its map in pg_ident.conf is not"));
      }
    }
    baseline.ifPresent(
        b ->
            b.unreadable()
                .forEach(
                    line ->
                        decisions.add(
                            new Decision(line, "left out", "it is no rule of pg_hba.conf"))));
    List<HbaLine> replication =
        Participants.replicationRules(
            declaration, host, addresses, HbaFile.parse(hbaNow(), major()));
    List<HbaLine> first = List.of(administrator(), copies());
    inherited.removeAll(first);
    inherited.removeAll(replication);
    inherited.removeAll(declaredRules);
    SequencedMap<String, Object> variables = new LinkedHashMap<>(names());
    variables.put("administration", Rendering.lines(first));
    variables.put("replication", Rendering.lines(replication));
    variables.put("declared", Rendering.lines(declaredRules));
    variables.put("baseline", Rendering.lines(inherited));
    return templates.hba().render(variables);
  }

  private static HbaLine administrator() {
    return local("postgres", "peer");
  }

  /**
   * A rehearsal copies a standby over its own socket; {@code all} does not match replication
   * (manual, "The pg_hba.conf File").
   */
  private static HbaLine copies() {
    return local("replication", "postgres", "peer");
  }

  private static List<HbaLine> localRules() {
    return List.of(local("all", "peer"));
  }

  private static HbaLine local(String user, String method) {
    return local("all", user, method);
  }

  private static HbaLine local(String database, String user, String method) {
    return new HbaLine(
        HbaLine.Type.LOCAL,
        List.of(new HbaLine.Name(database, false)),
        List.of(new HbaLine.Name(user, false)),
        "",
        method,
        List.of());
  }

  private String recovery() {
    return following()
        .map(
            following ->
                following.usesRecoveryConf()
                    ? following.text(templates.recovery(), names())
                    : OwnFile.text(following.settings()))
        .orElse("");
  }

  /** How it follows its upstream; empty for a primary. */
  public Optional<RecoveryConfiguration> following() {
    return upstream.map(
        u ->
            new RecoveryConfiguration(
                declaration.replication(),
                host,
                major(),
                placement.paths().data(),
                u,
                Passfile.isUsed(declaration, existing())));
  }

  private String hbaNow() {
    return existing().flatMap(i -> i.files().known()).map(InstanceFacts.Files::hba).orElse("");
  }

  private Optional<InstanceFacts> existing() {
    return facts.instances().known().stream()
        .flatMap(List::stream)
        .filter(i -> i.paths().data().equals(placement.paths().data()))
        .findFirst();
  }

  /** Logical decoding: for a way back that is kept in step, or an upgrade by it. */
  private boolean isLogical() {
    return declaration.rollback().sync().equals("logical")
        || declaration.upgrade().method().equals("logical");
  }

  private int major() {
    return placement.major();
  }

  private long segmentBytes() {
    return baseline.map(Baseline::walSegmentBytes).orElse(16L << 20);
  }

  private Optional<String> raw(String name, String value) {
    return definition(name)
        .flatMap(
            setting ->
                switch (SettingValue.read(setting, major(), value)) {
                  case SettingValue.Valid(String raw) -> Optional.of(raw);
                  case SettingValue.Invalid _ -> Optional.empty();
                });
  }

  private String boot(String name) {
    return definition(name).map(SettingDefinition::boot).orElse("0");
  }

  private Optional<SettingDefinition> definition(String name) {
    return SettingCatalogue.builtIn().find(major(), name);
  }

  private static SequencedMap<String, Assigned> byName(List<Assigned> settings) {
    SequencedMap<String, Assigned> byName = new LinkedHashMap<>();
    settings.forEach(setting -> byName.put(setting.name(), setting));
    return byName;
  }
}
