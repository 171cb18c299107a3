package verdigris.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import verdigris.facts.Facts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.SecretFacts;
import verdigris.facts.ServerFacts;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.resource.Templates;
import verdigris.step.Briefing;
import verdigris.step.Estimates;
import verdigris.step.Rehearse;
import verdigris.world.Declaration;
import verdigris.world.Declaration.Existing;
import verdigris.world.Instance;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;
import verdigris.world.Role;
import verdigris.world.Target;
import verdigris.world.World;
import verdigris.world.World.Installed;

/** Turns Facts into a World: the one place where measurements become relations. Pure. */
public final class Observation {
  private static final long CLONE_BYTES_PER_SECOND = 100L << 20;

  private final Briefing briefing;
  private final Conformity conformity;
  private final SecretFacts secrets;

  private final List<Sight> sights;

  private Observation(Briefing base, InstanceFacts source, SecretFacts secrets) {
    List<InstanceId> ids = base.target().instances(base.declaration().hosts());
    SequencedMap<InstanceId, Role> roles = new LinkedHashMap<>();
    ids.forEach(id -> roles.put(id, new Sight(id, base, source).role()));
    this.briefing = base.with(roles);
    this.sights = ids.stream().map(id -> new Sight(id, briefing, source)).toList();
    this.conformity = new Conformity(briefing, ids);
    this.secrets = secrets;
  }

  /**
   * What planning starts from.
   *
   * @throws verdigris.problem.ProblemException when the declared source cannot be found or is not
   *     unique
   */
  public static Situation of(
      Facts facts, SecretFacts secrets, Declaration declaration, Templates templates) {
    InstanceFacts source = Source.find(facts, declaration);
    Target declared = Target.of(declaration, source.major());
    var known = new Briefing(facts, declaration, declared, templates);
    List<Sight> former =
        declared.places().stream()
            .map(id -> new Sight(id, known, source))
            .filter(Sight::isOfTheLineage)
            .toList();
    Optional<Sight> heir = heir(former, new Sight(declared.origin(), known, source));
    if (heir.isPresent()) {
      InstanceId id = heir.get().id();
      var existing = new Existing(id.host(), id.name(), id.major(), 0);
      return of(facts, secrets, declaration.from(existing), templates);
    }
    Target target = declared.withFormer(former.stream().map(Sight::id).toList());
    target = target.withKept(leftBehind(target, known, source));
    return new Observation(new Briefing(facts, declaration, target, templates), source, secrets)
        .situation(source);
  }

  /**
   * Whose data the source's are since an upgrade took its files: a standby of it that was kept as
   * it was. From there on it is as if that one had been the source from the beginning.
   */
  private static Optional<Sight> heir(List<Sight> former, Sight source) {
    return source.isTaken() ? former.stream().findFirst() : Optional.empty();
  }

  /** What the upgrade to the primary left behind, and nobody else speaks of any more. */
  private static List<InstanceId> leftBehind(
      Target target, Briefing briefing, InstanceFacts source) {
    List<InstanceId> spokenOf = target.instances(briefing.declaration().hosts());
    return new Sight(target.primary(), briefing, source)
        .marker().stream()
            .flatMap(m -> m.leftBehind().stream())
            .filter(id -> !spokenOf.contains(id))
            .filter(id -> new Sight(id, briefing, source).wasUpgraded())
            .toList();
  }

  private Situation situation(InstanceFacts source) {
    var keep = new Keep(briefing, sights);
    Target target = briefing.target().withGone(keep.over());
    History history = History.of(sights, target);
    List<Instance> instances = sights.stream().map(s -> instance(s, history)).toList();
    var hindrances = new Hindrances(briefing, conformity, source, sights, history);
    ClientRoute route = ClientRoute.of(briefing);
    hindrances.add(route.obstacles());
    var world = new World(instances, installed(target), route.clients(), isBackedUp(target));
    return new Situation(
        world,
        target,
        Stream.concat(hindrances.obstacles().stream(), unknownSecrets().stream()).toList(),
        Stream.concat(
                hindrances.refusals().stream(), servedElsewhere(world, target.origin()).stream())
            .toList(),
        estimates(source),
        briefing,
        conformity.unmanaged(),
        keep.running());
  }

  /** What was stopped for a successor lacks what clients commit there, whoever that is. */
  private static Optional<Problem> servedElsewhere(World world, InstanceId origin) {
    Instance instance = world.instance(origin);
    boolean replaced =
        instance.role() instanceof Role.Stray && instance.fenced() && !instance.isRunning();
    return replaced && world.leadsClientsElsewhere(origin.host())
        ? Optional.of(
            Problem.of(
                Kind.REFUSED,
                new Where.OnHost(origin.host()),
                "%s was shut for a successor that the playbook does not name, and the client path leads clients elsewhere: it lacks what they commit there."
                    .formatted(origin),
                "Bring the successor back and name it in the playbook. See docs/client-path.md, \"When a host is gone for good\"."))
        : Optional.empty();
  }

  private Instance instance(Sight sight, History history) {
    InstanceId id = sight.id();
    return new Instance(
        id,
        history.what(sight),
        sight.run(),
        sight.role(),
        history.content(sight),
        conformity.settings(id),
        conformity.recoveryIsDeclared(id) && passfileIsDeclared(id),
        conformity.keepsWalFor(id),
        replicationRole(id),
        sight.isFenced(),
        sight.statistics());
  }

  /** Our own marker of the primary tells it; a backup that others take is no business of ours. */
  private boolean isBackedUp(Target target) {
    return !target.backup()
        || sights.stream()
            .filter(s -> s.id().equals(target.primary()))
            .flatMap(s -> s.marker().stream())
            .anyMatch(m -> !m.backup().isEmpty());
  }

  private boolean passfileIsDeclared(InstanceId id) {
    Optional<Reading<Boolean>> passfile = Optional.ofNullable(secrets.passfiles().get(id.host()));
    return passfile.isEmpty() || passfile.get().known().orElse(false);
  }

  /** A secret that could not be compared is neither the declared one nor another. */
  private List<Obstacle> unknownSecrets() {
    var obstacles = new ArrayList<Obstacle>();
    InstanceId primary = briefing.target().primary();
    if (briefing.server(primary).isPresent()
        && secrets.rolePassword() instanceof Reading.Unknown<Boolean>(String reason)) {
      obstacles.add(
          unknownSecret(
              primary.host(),
              "replication-role",
              "the password of %s on %s"
                  .formatted(briefing.declaration().replication().user(), primary),
              reason));
    }
    secrets
        .passfiles()
        .forEach(
            (host, passfile) -> {
              if (passfile instanceof Reading.Unknown<Boolean>(String reason)) {
                obstacles.add(
                    unknownSecret(host, "follow", "the password file on " + host, reason));
              }
            });
    return obstacles;
  }

  private static Obstacle unknownSecret(String host, String blocks, String what, String reason) {
    return new Obstacle(
        host,
        List.of(blocks),
        "Whether %s holds the declared password could not be told: %s."
            .formatted(what, reason.replaceFirst("\\.$", "")),
        "See to it that it can be read, and run again.");
  }

  /**
   * A primary that does not run cannot be asked; what is not known differs from what is declared
   * only after it was started and looked at again.
   */
  private boolean replicationRole(InstanceId id) {
    Optional<ServerFacts> server = briefing.server(id);
    return server.isEmpty()
        || (conformity.roleIsDeclared(id) && secrets.rolePassword().known().orElse(false));
  }

  private List<Installed> installed(Target target) {
    var installed = new ArrayList<Installed>();
    for (InstanceId id : target.instances(briefing.declaration().hosts())) {
      var binaries = new Installed(id.host(), id.major());
      if (conformity.isInstalled(id) && !installed.contains(binaries)) {
        installed.add(binaries);
      }
    }
    return installed;
  }

  private Estimates estimates(InstanceFacts source) {
    long bytes = source.directory().known().map(InstanceFacts.Directory::sizeBytes).orElse(0L);
    int smoke = briefing.declaration().clients().map(c -> c.smoke().size()).orElse(0);
    var coarse =
        new Estimates(
            Estimates.coarse(8 + bytes / CLONE_BYTES_PER_SECOND),
            4,
            8,
            2,
            smoke == 0 ? 0 : Estimates.coarse(2L * smoke),
            Optional.empty());
    return new Rehearse(briefing).last().map(coarse::with).orElse(coarse);
  }
}
