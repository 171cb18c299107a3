package verdigris.observe;

import java.util.Optional;
import java.util.stream.Stream;
import verdigris.facts.InstanceFacts;
import verdigris.facts.InstanceFacts.Control;
import verdigris.facts.InstanceFacts.Directory;
import verdigris.facts.InstanceFacts.Marker;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Lsn;
import verdigris.postgres.SystemId;
import verdigris.resource.Fence;
import verdigris.resource.OwnMarker;
import verdigris.step.Briefing;
import verdigris.step.Place;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.Statistics;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;

/**
 * What the facts say of one instance that the topology speaks of.
 *
 * @param id which
 * @param briefing facts and declaration
 * @param source the source instance's facts
 */
record Sight(InstanceId id, Briefing briefing, InstanceFacts source) {
  private static final long SETTLED_SECONDS = 60;

  Optional<InstanceFacts> facts() {
    return briefing.find(id);
  }

  Optional<ServerFacts> server() {
    return briefing.server(id);
  }

  private Optional<Directory> directory() {
    return facts().flatMap(f -> f.directory().known()).filter(d -> d.exists() && !d.empty());
  }

  Optional<Control> control() {
    return facts().flatMap(f -> f.control().known()).flatMap(c -> c);
  }

  /**
   * A data directory of another lineage, or one that nobody can make sense of, is not ours: absent
   * here, and an obstacle to whoever would overwrite it.
   */
  What what() {
    Optional<What> upgrade = directory().isPresent() ? upgrade() : Optional.empty();
    if (upgrade.isPresent()) {
      return upgrade.get();
    }
    if (directory().isPresent() && isOfTheLineage()) {
      return What.SERVER;
    }
    return isHalfCloned() ? What.DISPOSABLE : What.ABSENT;
  }

  /** How far an upgrade to it, or from it, is; empty when it has nothing to do with one. */
  private Optional<What> upgrade() {
    if (isTaken()) {
      return Optional.of(isAtWork("upgrade") ? What.SERVER : What.LINKED);
    }
    return marker()
        .filter(m -> !isMadeForAnother(m))
        .map(OwnMarker::stage)
        .flatMap(
            stage ->
                switch (stage) {
                  case OwnMarker.PREPARED -> Optional.of(What.PREPARED);
                  case OwnMarker.CHECKED -> Optional.of(What.CHECKED);
                  case OwnMarker.UPGRADING ->
                      Optional.of(isAtWork("upgrade") ? What.CHECKED : What.DISPOSABLE);
                  case OwnMarker.UPGRADED -> Optional.of(What.SERVER);
                  default -> Optional.empty();
                });
  }

  /** An empty instance that waits for the upgrade of another database system. */
  private boolean isMadeForAnother(OwnMarker marker) {
    boolean waits =
        marker.stage().equals(OwnMarker.PREPARED) || marker.stage().equals(OwnMarker.CHECKED);
    return waits
        && !marker.lineage().isEmpty()
        && lineage().filter(l -> !l.toString().equals(marker.lineage())).isPresent();
  }

  /**
   * An upgrade with links took its files: from then on, and until somebody undoes that by hand, it
   * cannot start (manual, "pg_upgrade", on reverting).
   */
  boolean isTaken() {
    return directory().filter(d -> d.hasOldControl() && !d.hasControl()).isPresent();
  }

  /** A unit of ours works on this host: what it works on is as before, until it ends. */
  boolean isAtWork(String what) {
    return briefing.facts().host(id.host()).flatMap(h -> h.jobs().known()).stream()
        .flatMap(java.util.List::stream)
        .anyMatch(
            j ->
                j.unit().startsWith("verdigris-%s-".formatted(what))
                    && j.state().startsWith("activ"));
  }

  /** Our own marker, if this host's. */
  Optional<OwnMarker> marker() {
    return directory()
        .flatMap(Directory::ownMarker)
        .map(OwnMarker::parse)
        .filter(m -> m.host().equals(id.host()));
  }

  /** Whether pg_hba.conf keeps clients out. */
  boolean isFenced() {
    return facts()
        .flatMap(f -> f.files().known())
        .filter(f -> Fence.isIn(f.hba(), id.major()))
        .isPresent();
  }

  /** Planner statistics, which only an upgrade takes away. */
  Statistics statistics() {
    return marker()
        .filter(m -> m.stage().equals(OwnMarker.UPGRADED))
        .map(OwnMarker::statistics)
        .map(
            s ->
                switch (s) {
                  case "none" -> Statistics.NONE;
                  case "first" -> Statistics.FIRST;
                  default -> Statistics.ALL;
                })
        .orElse(Statistics.ALL);
  }

  /** Something lies in the place that surely is another database system. */
  boolean isForeign() {
    return directory().isPresent()
        && ownSystemId().isPresent()
        && lineage().isPresent()
        && upgrade().isEmpty()
        && !isOfTheLineage();
  }

  /** Something lies in the place, and nobody can tell what it is. */
  boolean isUnidentified() {
    return directory().isPresent()
        && upgrade().isEmpty()
        && (ownSystemId().isEmpty() || lineage().isEmpty());
  }

  private boolean isHalfCloned() {
    return briefing
        .find(Place.cloneOf(id))
        .flatMap(f -> f.directory().known())
        .filter(Directory::exists)
        .isPresent();
  }

  boolean isOfTheLineage() {
    return (ownSystemId().isPresent() && (ownSystemId().equals(lineage()) || isCopyOfUpgraded()))
        || isMadeForIt()
        || wasUpgraded();
  }

  /** It is what the primary was upgraded from, or a copy of that. */
  boolean wasUpgraded() {
    Optional<OwnMarker> upgrade =
        of(briefing.target().primary()).marker().filter(m -> m.leftBehind().contains(id));
    boolean same =
        upgrade
            .map(OwnMarker::lineage)
            .filter(l -> ownSystemId().map(SystemId::toString).filter(l::equals).isPresent())
            .isPresent();
    return upgrade.isPresent() && directory().isPresent() && (same || isTaken());
  }

  /** An upgrade gives a new system identifier; the marker says where it is from. */
  private boolean isMadeForIt() {
    return marker()
        .map(OwnMarker::lineage)
        .filter(l -> !l.isEmpty())
        .filter(l -> lineage().map(SystemId::toString).filter(l::equals).isPresent())
        .isPresent();
  }

  private boolean isCopyOfUpgraded() {
    Sight primary = of(briefing.target().primary());
    return !primary.id().equals(id)
        && primary.id().major() == id.major()
        && primary.isMadeForIt()
        && primary.ownSystemId().equals(ownSystemId());
  }

  private Optional<SystemId> ownSystemId() {
    return server().map(ServerFacts::systemId).or(() -> control().map(Control::systemId));
  }

  /**
   * The source's identity; of one whose files an upgrade took, what that wrote down of it, on the
   * same host.
   */
  private Optional<SystemId> lineage() {
    return systemId(source).or(this::takenOver);
  }

  private Optional<SystemId> takenOver() {
    InstanceId origin = briefing.target().origin();
    Sight primary = of(briefing.target().primary());
    return of(origin).isTaken() && origin.host().equals(primary.id().host())
        ? primary
            .marker()
            .filter(m -> m.isUpgradeOf(origin) && !m.lineage().isEmpty())
            .map(m -> new SystemId(m.lineage()))
        : Optional.empty();
  }

  private Sight of(InstanceId other) {
    return new Sight(other, briefing, source);
  }

  static Optional<SystemId> systemId(InstanceFacts instance) {
    return instance
        .server()
        .known()
        .flatMap(s -> s)
        .map(ServerFacts::systemId)
        .or(() -> instance.control().known().flatMap(c -> c).map(Control::systemId));
  }

  Run run() {
    boolean lives = directory().filter(d -> d.livePid() > 0).isPresent();
    if (server().isPresent() || lives) {
      return Run.RUNNING;
    }
    boolean disabled = facts().filter(f -> f.boot() == InstanceFacts.Boot.DISABLED).isPresent();
    return disabled ? Run.DISABLED : Run.STOPPED;
  }

  Role role() {
    if (what() != What.SERVER) {
      return new Role.Nothing();
    }
    boolean recovery =
        server()
            .map(ServerFacts::inRecovery)
            .orElseGet(() -> directory().map(d -> d.marker() != Marker.NONE).orElse(false));
    if (!recovery) {
      return new Role.Primary();
    }
    return briefing.target().allWays().stream()
        .filter(l -> l.standby().equals(id) || isBackLink(l))
        .map(l -> l.standby().equals(id) ? l.upstream() : l.standby())
        .filter(this::follows)
        .findFirst()
        .<Role>map(Role.StandbyOf::new)
        .orElseGet(Role.Stray::new);
  }

  /** The origin is marked as a standby of its successor before that is promoted. */
  private boolean isBackLink(verdigris.world.Target.Link link) {
    return id.equals(briefing.target().origin())
        && link.upstream().equals(id)
        && link.standby().equals(briefing.target().successor());
  }

  /** By the connection that is up, whatever name it goes by; else by the one that is configured. */
  private boolean follows(InstanceId upstream) {
    boolean streams =
        server()
            .flatMap(ServerFacts::receiver)
            .filter(r -> r.status().equals("streaming"))
            .isPresent();
    boolean sentTo = Senders.to(briefing, upstream, id).isPresent();
    return (streams && sentTo)
        || Upstream.of(briefing, id).map(u -> u.isAt(briefing, upstream)).orElse(false);
  }

  Content content() {
    if (!(role() instanceof Role.StandbyOf(InstanceId upstream))) {
      return Content.OWN;
    }
    if (isStranded(upstream)) {
      return Content.STRANDED;
    }
    if (server().isEmpty()) {
      return Content.BEHIND;
    }
    if (server().get().wal().replayPaused()) {
      return Content.PAUSED;
    }
    return streamsFrom(upstream) ? Content.FOLLOWS : Content.BEHIND;
  }

  private boolean streamsFrom(InstanceId upstream) {
    boolean receives =
        server()
            .flatMap(ServerFacts::receiver)
            .filter(r -> r.status().equals("streaming"))
            .isPresent();
    return receives
        && lag(upstream)
            .filter(l -> l < briefing.declaration().limits().lagAlertBytes())
            .isPresent();
  }

  /**
   * Bytes that the upstream has and this has not replayed; empty when the upstream does not send to
   * it.
   */
  Optional<Long> lag(InstanceId upstream) {
    Optional<Lsn> has = briefing.server(upstream).flatMap(Sight::position);
    Optional<Lsn> replayed =
        Senders.to(briefing, upstream, id)
            .filter(s -> s.state().equals("streaming"))
            .flatMap(ServerFacts.Sender::replayed);
    return has.flatMap(h -> replayed.map(h::minus));
  }

  static Optional<Lsn> position(ServerFacts server) {
    return server.wal().current().or(() -> server.wal().replayed());
  }

  /**
   * The next WAL that it needs is older than the oldest that its upstream still has. Told only of a
   * server that runs and has had time to replay what lies in its own pg_wal: what a stopped one has
   * there is not known, and one with an archive gets it from there.
   */
  private boolean isStranded(InstanceId upstream) {
    Optional<ServerFacts> running = server().filter(s -> s.startedSecondsAgo() > SETTLED_SECONDS);
    if (running.isEmpty() || hasArchive() || Senders.to(briefing, upstream, id).isPresent()) {
      return false;
    }
    Optional<Lsn> oldest = briefing.server(upstream).flatMap(s -> s.wal().oldestKept());
    Optional<Lsn> has =
        Stream.of(running.get().wal().received(), running.get().wal().replayed())
            .flatMap(Optional::stream)
            .max(Lsn::compareTo);
    return oldest.isPresent() && has.isPresent() && has.get().compareTo(oldest.get()) < 0;
  }

  /**
   * Why it can never get on with what its upstream has, as the end of a sentence. A stopped server
   * is known by its control file, which may be behind: it is only told of what surely is too much.
   */
  Optional<String> divergence(InstanceId upstream) {
    Optional<ServerFacts> primary = briefing.server(upstream).filter(s -> !s.inRecovery());
    boolean receives = server().flatMap(ServerFacts::receiver).isPresent();
    if (primary.isEmpty() || receives || Senders.to(briefing, upstream, id).isPresent()) {
      return Optional.empty();
    }
    return divergence().flatMap(d -> d.from(primary.get().wal(), primary.get().timeline()));
  }

  private Optional<Divergence> divergence() {
    if (server().isPresent()) {
      return Stream.of(server().get().wal().received(), server().get().wal().replayed())
          .flatMap(Optional::stream)
          .max(Lsn::compareTo)
          .map(has -> new Divergence(server().get().timeline(), has));
    }
    int upstreamTimeline =
        briefing
            .target()
            .upstreamOf(id)
            .flatMap(briefing::server)
            .map(ServerFacts::timeline)
            .orElse(0);
    return control()
        .filter(c -> c.timeline() >= upstreamTimeline)
        .map(c -> new Divergence(c.timeline(), later(c.checkpoint(), c.minRecoveryEnd())));
  }

  private static Lsn later(Lsn one, Lsn other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private boolean hasArchive() {
    boolean setting =
        server()
            .flatMap(s -> s.setting("restore_command"))
            .filter(s -> !s.value().isEmpty())
            .isPresent();
    return setting
        || facts()
            .flatMap(f -> f.files().known())
            .filter(f -> f.recovery().contains("restore_command"))
            .isPresent();
  }
}
