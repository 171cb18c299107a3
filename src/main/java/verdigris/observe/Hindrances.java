package verdigris.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.facts.ServerFacts;
import verdigris.facts.ServerFacts.Sender;
import verdigris.postgres.OwnFiles;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;
import verdigris.step.Briefing;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;
import verdigris.world.Role;
import verdigris.world.Target;

/**
 * Finds the facts that forbid something: what is Unknown, what belongs to somebody else, what does
 * not fit.
 */
final class Hindrances {
  private final Briefing briefing;
  private final Conformity conformity;
  private final InstanceFacts source;
  private final List<Sight> sights;
  private final History history;
  private final List<Obstacle> obstacles = new ArrayList<>();
  private final List<Problem> refusals = new ArrayList<>();

  Hindrances(
      Briefing briefing,
      Conformity conformity,
      InstanceFacts source,
      List<Sight> sights,
      History history) {
    this.briefing = briefing;
    this.conformity = conformity;
    this.source = source;
    this.sights = sights;
    this.history = history;
    findUnknowns();
    findManagers();
    findStrangers();
    findWrongMinors();
    sights.forEach(this::findInPlace);
    sights.forEach(this::findMadeByOthers);
    sights.forEach(this::findDiverged);
    sights.forEach(this::findPromoted);
    briefing.target().ways().forEach(this::findForClone);
    briefing.target().ways().forEach(this::findForRewind);
    sights.stream()
        .filter(s -> s.id().equals(briefing.target().primary()))
        .forEach(this::findForBackup);
    obstacles.addAll(conformity.obstacles());
  }

  void add(List<Obstacle> more) {
    obstacles.addAll(more);
  }

  List<Obstacle> obstacles() {
    return obstacles.stream().distinct().toList();
  }

  List<Problem> refusals() {
    return List.copyOf(refusals);
  }

  private void findUnknowns() {
    for (HostFacts host : briefing.facts().hosts()) {
      unknown(host.name(), "The host's system", host.system());
      unknown(host.name(), "The host's software", host.software());
      unknown(host.name(), "The host's instances", host.instances());
      // A guard that nobody can read may have another limit.
      unknown(host.name(), List.of("create-slot"), "The slot guard's timer", host.jobs());
      unknown(host.name(), List.of("create-slot"), "The slot guard's files", host.ownFiles());
    }
    for (Sight sight : sights) {
      sight
          .facts()
          .ifPresent(
              f -> {
                unknown(sight.id().host(), "The data directory of " + f.label(), f.directory());
                unknown(sight.id().host(), "The server " + f.label(), f.server());
              });
    }
  }

  private void unknown(String host, String what, Reading<?> reading) {
    unknown(host, List.of(), what, reading);
  }

  private void unknown(String host, List<String> blocks, String what, Reading<?> reading) {
    if (reading instanceof Reading.Unknown<?>(String reason)) {
      obstacles.add(
          new Obstacle(
              host,
              blocks,
              "%s could not be read: %s".formatted(what, reason),
              "See to it that it can be read, and run again."));
    }
  }

  /** Two managers of one topology undo each other's work. */
  private void findManagers() {
    for (HostFacts host : briefing.facts().hosts()) {
      host.software().known().stream()
          .flatMap(s -> s.managers().stream())
          .filter(HostFacts.HaManager::running)
          .forEach(
              m ->
                  refusals.add(
                      Problem.of(
                          Kind.REFUSED,
                          new Where.OnHost(host.name()),
                          "%s runs on %s (%s); it would act on the same servers."
                              .formatted(m.name(), host.name(), m.foundBy()),
                          "Stop and disable it, or take the topology out of its hands, first.")));
    }
  }

  /**
   * A standby that the playbook does not name would be cut off or left behind by what is done to
   * its upstream.
   */
  private void findStrangers() {
    for (Sight sight : sights) {
      List<Sender> senders = sight.server().map(ServerFacts::senders).orElse(List.of());
      List<InstanceId> named =
          briefing.target().instances(briefing.declaration().hosts()).stream()
              .filter(n -> n.major() == sight.id().major() && !n.equals(sight.id()))
              .toList();
      senders.stream()
          .filter(s -> !Senders.isBackup(s) && !isNoStandby(sight, s))
          .filter(s -> named.stream().noneMatch(n -> isOurs(s, n, sight.id())))
          .forEach(s -> refusals.add(stranger(sight.id(), s)));
    }
  }

  /** Archivers and logical subscribers receive WAL too, but follow nobody. */
  private static boolean isNoStandby(Sight upstream, Sender sender) {
    boolean archiver =
        sender.applicationName().matches("pg_receivewal|barman_receive_wal|pgbackrest.*|wal-g.*");
    return archiver
        || upstream.server().stream()
            .flatMap(s -> s.slots().stream())
            .anyMatch(s -> s.activePid() == sender.pid() && s.type().equals("logical"));
  }

  private boolean isOurs(Sender sender, InstanceId standby, InstanceId upstream) {
    boolean named = sender.applicationName().equals(OwnFiles.slot(standby.host()));
    return named || Senders.to(briefing, upstream, standby).filter(sender::equals).isPresent();
  }

  private static Problem stranger(InstanceId upstream, Sender sender) {
    String from = sender.clientAddress().isEmpty() ? "the same host" : sender.clientAddress();
    return Problem.of(
        Kind.REFUSED,
        new Where.OnInstance(upstream.host(), upstream.label()),
        "A standby that the playbook does not name streams from %s: application_name \"%s\", from %s, user %s."
            .formatted(upstream, sender.applicationName(), from, sender.user()),
        "Name it under standbys: in the playbook, or detach it first.");
  }

  /** A declared minor version is a promise about every instance of the target. */
  private void findWrongMinors() {
    for (Sight sight : sights) {
      Optional<Integer> minor = conformity.wanted().minor(sight.id());
      Optional<Integer> runs = sight.server().map(s -> s.version().minor());
      if (minor.isPresent() && runs.isPresent() && !minor.equals(runs)) {
        refusals.add(
            Problem.of(
                Kind.REFUSED,
                new Where.OnInstance(sight.id().host(), sight.id().label()),
                "%s runs PostgreSQL %d.%d, the playbook declares %d.%d."
                    .formatted(
                        sight.id(),
                        sight.id().major(),
                        runs.get(),
                        sight.id().major(),
                        minor.get()),
                "Changing the minor version of a running instance is not built yet: do it by the package manager, or declare \"%d\"."
                    .formatted(sight.id().major())));
      }
    }
  }

  private void findInPlace(Sight sight) {
    InstanceId id = sight.id();
    if (sight.isUnidentified()) {
      obstacles.add(
          new Obstacle(
              id.host(),
              List.of(),
              "%s: something is in %s, and what it is could not be told (no control file that can be read)."
                  .formatted(id, data(sight)),
              "Look at it by hand. Nothing is done on this host before that is clear."));
    }
    if (sight.isForeign()) {
      obstacles.add(
          new Obstacle(
              id.host(),
              List.of("clone", "configure", "start"),
              "%s: %s exists and is not ours: it is no copy of %s (%s)."
                  .formatted(id, data(sight), source.label(), identity(sight)),
              removal(sight)));
    }
    conformity
        .portTakenBy(id)
        .ifPresent(
            by ->
                obstacles.add(
                    new Obstacle(
                        id.host(),
                        List.of("configure", "start"),
                        "%s: port %d is taken by %s."
                            .formatted(id, conformity.wanted().place(id).port(), by),
                        "Stop what listens there, or declare another port under settings:.")));
  }

  /** Whose file it is decides what may be done to it: somebody else's standby is left as it is. */
  private void findMadeByOthers(Sight sight) {
    InstanceId id = sight.id();
    boolean standby =
        !id.equals(briefing.target().origin())
            && !briefing.target().isFormer(id)
            && sight.what() == What.SERVER;
    if (standby && !conformity.wanted().isOurs(id)) {
      obstacles.add(
          new Obstacle(
              id.host(),
              List.of("stop", "follow", "clone", "rewind"),
              "%s was not made by Verdigris; whom it follows, and its data, are not changed."
                  .formatted(id),
              "Correct it by hand, or remove it and let Verdigris make it."));
    }
  }

  /**
   * What it has and its upstream has not may be commits that somebody was told of; so it is neither
   * waited for nor overwritten.
   */
  private void findDiverged(Sight sight) {
    if (!(sight.role() instanceof Role.StandbyOf(InstanceId upstream))) {
      return;
    }
    sight
        .divergence(upstream)
        .ifPresent(
            how ->
                obstacles.add(
                    new Obstacle(
                        sight.id().host(),
                        List.of("start", "catch-up", "clone"),
                        "%s has diverged from %s and can never follow it: %s."
                            .formatted(sight.id(), upstream, how),
                        "Save what only it has, if that is needed. Then remove it (pg_dropcluster --stop %d %s on Debian) and let Verdigris clone it again, or rewind it by hand (pg_rewind)."
                            .formatted(sight.id().major(), sight.id().name()))));
  }

  private static String removal(Sight sight) {
    String how =
        sight.facts().flatMap(Sight::systemId).isPresent()
            ? "remove that instance (pg_dropcluster --stop %d %s)"
                .formatted(sight.id().major(), sight.id().name())
            : "move that directory away";
    return "If nothing in it is needed, " + how + "; otherwise declare another instance name.";
  }

  private static String data(Sight sight) {
    return sight.facts().map(f -> f.paths().data()).orElse("its data directory");
  }

  private static String identity(Sight sight) {
    return sight
        .facts()
        .flatMap(Sight::systemId)
        .map(s -> "system identifier " + s)
        .orElse("it has no readable control file");
  }

  private void findForClone(Target.Link link) {
    InstanceId id = link.standby();
    Sight sight = sights.stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
    if (sight.isAtWork("rewind")) {
      obstacles.add(
          new Obstacle(
              id.host(),
              List.of("clone"),
              "pg_rewind of an earlier run is at work on %s.".formatted(id),
              "Run again when it has ended; its unit is called verdigris-rewind-*."));
    }
    if (history.what(sight) == What.ABSENT
        || history.what(sight) == What.DISPOSABLE
        || sight.content() == Content.STRANDED
        || history.content(sight) == Content.DIVERGED) {
      new CloneFit(briefing, conformity.wanted(), source, id).obstacles().forEach(obstacles::add);
    }
  }

  /**
   * What was promoted by somebody else, or was let in to clients, may have commits that somebody
   * was told of.
   */
  private void findPromoted(Sight sight) {
    boolean opened =
        !sight.isFenced() || sight.marker().filter(m -> !m.opened().isEmpty()).isPresent();
    if (history.content(sight) == Content.DIVERGED && opened) {
      obstacles.add(
          new Obstacle(
              sight.id().host(),
              List.of("stop", "clone", "rewind"),
              "%s was promoted, and clients could write to it: what only it has may be commits that somebody was told of."
                  .formatted(sight.id()),
              "Save what only it has, if that is needed. Then remove it (pg_dropcluster --stop %d %s on Debian) and let Verdigris clone it again."
                  .formatted(sight.id().major(), sight.id().name())));
    }
  }

  /** That it was taken is written down in our own marker. */
  private void findForBackup(Sight primary) {
    boolean others = primary.what() == What.SERVER && primary.marker().isEmpty();
    if (briefing.target().backup() && others) {
      obstacles.add(
          new Obstacle(
              primary.id().host(),
              List.of("backup"),
              "%s was not made by Verdigris, so that it was backed up cannot be written down there."
                  .formatted(primary.id()),
              "Take the backup by hand, and take backup.after out of the playbook."));
    }
  }

  /** Where rewinding is impossible a new copy is made instead, so this stops no plan. */
  private void findForRewind(Target.Link link) {
    InstanceId id = link.standby();
    Sight sight = sights.stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
    if (history.content(sight) != Content.DIVERGED) {
      return;
    }
    new RewindFit(briefing, conformity.wanted(), sight, link.upstream())
        .missing()
        .map(
            what ->
                new Obstacle(
                    id.host(),
                    List.of("rewind"),
                    "%s cannot be rewound: %s.".formatted(id, what),
                    "Nothing: it is cloned again."))
        .ifPresent(obstacles::add);
  }
}
