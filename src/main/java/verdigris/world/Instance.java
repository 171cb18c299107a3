package verdigris.world;

import java.util.Locale;

/**
 * One instance as a part of a {@link World}: relations only, no measurement.
 *
 * @param id which
 * @param what whether there is one
 * @param run whether it runs
 * @param role what it is when it runs
 * @param content how its data relates to the primary's commits
 * @param settings how its configuration relates to the declared one
 * @param recovery whether its recovery configuration (marker, connection, password file) is the
 *     declared one; true for a primary
 * @param slot whether its upstream keeps WAL for it: a reserved slot, guarded where the server has
 *     no limit of its own; true for a primary
 * @param replicationRole whether the replication role can log in to it with the declared password;
 *     true for a standby, which has the role from its primary
 * @param fenced whether its pg_hba.conf, also after a restart, keeps out everybody but the server's
 *     owner and replication
 * @param statistics how far the planner statistics are that pg_upgrade did not carry over
 */
public record Instance(
    InstanceId id,
    What what,
    Run run,
    Role role,
    Content content,
    Settings settings,
    boolean recovery,
    boolean slot,
    boolean replicationRole,
    boolean fenced,
    Statistics statistics) {

  /** Whether there is an instance. */
  public enum What {
    /** No data directory. */
    ABSENT,
    /** Left-over of our own making that can never serve: half a clone, half an upgrade. */
    DISPOSABLE,
    /**
     * The stopped server of an attempt that was given up: it was promoted, and has changes that the
     * serving history does not have. It can be rewound, or made again.
     */
    PARTED,
    /** A new, empty instance for an upgrade to fill. */
    PREPARED,
    /** Like PREPARED, and pg_upgrade's checks and a rehearsal of the schema have passed. */
    CHECKED,
    /** A complete data directory. */
    SERVER,
    /** Its files belong to the instance that was upgraded from it; it must never start again. */
    LINKED
  }

  /** Whether it runs. */
  public enum Run {
    /** It answers. */
    RUNNING,
    /** It does not run and would start at boot. */
    STOPPED,
    /** It does not run and somebody saw to it that it does not start at boot. */
    DISABLED
  }

  /** How its data relates to what the primary has committed. */
  public enum Content {
    /** Nothing to compare: there is no data of the topology's. */
    OWN,
    /** Everything that was ever acknowledged: the serving primary, or a proven copy of it. */
    HAS_ALL,
    /** It streams, and its lag is below the limit. */
    FOLLOWS,
    /** It has less, and can get the rest from its upstream. */
    BEHIND,
    /** Like BEHIND, but somebody paused replay. */
    PAUSED,
    /** The WAL that it needs next is gone. */
    STRANDED,
    /** It has changes that the serving history does not have. */
    DIVERGED
  }

  /** How far planner statistics are after pg_upgrade (manual, "vacuumdb --analyze-in-stages"). */
  public enum Statistics {
    /** None: every query plan is a guess. */
    NONE,
    /** The first stage: good enough to open. */
    FIRST,
    /** All, or never lost. */
    ALL
  }

  /** How its configuration files and effective settings relate to the declared ones. */
  public enum Settings {
    /** As declared, and in effect. */
    AS_DECLARED,
    /** Files differ; a reload puts the declared ones into effect. */
    NEED_RELOAD,
    /** Files differ; a restart is needed to put the declared ones into effect. */
    NEED_RESTART,
    /** Files are as declared; the server was not restarted since. */
    PENDING_RESTART
  }

  /**
   * Brings every combination of the same meaning to one form, so that equal Worlds are equal
   * values.
   */
  public Instance {
    if (what == What.SERVER && content == Content.DIVERGED && run != Run.RUNNING) {
      what = What.PARTED;
    }
    if (what != What.SERVER) {
      run = Run.STOPPED;
      role = new Role.Nothing();
      content = Content.OWN;
      recovery = false;
      replicationRole = false;
      fenced = what == What.PREPARED || what == What.CHECKED || what == What.LINKED;
      statistics = Statistics.ALL;
    }
    if (what == What.LINKED) {
      settings = Settings.AS_DECLARED;
      slot = false;
    }
    if (what != What.SERVER || run != Run.RUNNING) {
      settings =
          settings == Settings.AS_DECLARED || settings == Settings.PENDING_RESTART
              ? Settings.AS_DECLARED
              : Settings.NEED_RELOAD;
    }
    if (role instanceof Role.Primary) {
      content = content == Content.OWN ? Content.HAS_ALL : content;
      recovery = true;
      slot = true;
    }
    if (run != Run.RUNNING && (content == Content.FOLLOWS || content == Content.PAUSED)) {
      content = Content.BEHIND;
    }
    if (role instanceof Role.StandbyOf || role instanceof Role.Stray) {
      replicationRole = true;
    }
  }

  /** Nothing there yet. */
  public static Instance absent(InstanceId id) {
    return new Instance(
        id,
        What.ABSENT,
        Run.STOPPED,
        new Role.Nothing(),
        Content.OWN,
        Settings.NEED_RELOAD,
        false,
        false,
        false,
        false,
        Statistics.ALL);
  }

  /** Whether it runs. */
  public boolean isRunning() {
    return run == Run.RUNNING;
  }

  /** Whether it takes writes, if only from the server's owner. */
  public boolean isWritable() {
    return isRunning() && role instanceof Role.Primary;
  }

  /** Whether clients can reach it and write. */
  public boolean isExposed() {
    return isWritable() && !fenced;
  }

  /** Left from something that was given up: it can never serve as it is. */
  public boolean isLeftOver() {
    return what == What.DISPOSABLE || what == What.PARTED;
  }

  /** A complete data directory with everything that was ever acknowledged. */
  public boolean hasAll() {
    return what == What.SERVER && content == Content.HAS_ALL;
  }

  /** Whether its recovery marker says that it follows {@code upstream}. */
  public boolean isStandbyOf(InstanceId upstream) {
    return role instanceof Role.StandbyOf(InstanceId u) && u.equals(upstream);
  }

  /**
   * Whether everything that a step was to change is as it promised, or further on the same way: a
   * standby that was to start may stream already. What others changed meanwhile is theirs.
   *
   * @param before the instance when the step began
   * @param promised what the step makes of it
   */
  public boolean fulfils(Instance before, Instance promised) {
    boolean further =
        (promised.content == Content.BEHIND && content == Content.FOLLOWS)
            || ((promised.content == Content.BEHIND || promised.content == Content.FOLLOWS)
                && content == Content.HAS_ALL);
    return (promised.what == before.what || promised.what == what)
        && (promised.run == before.run || promised.run == run)
        && (promised.role.equals(before.role) || promised.role.equals(role))
        && (promised.content == before.content || promised.content == content || further)
        && (promised.settings == before.settings || promised.settings == settings)
        && (promised.recovery == before.recovery || promised.recovery == recovery)
        && (promised.slot == before.slot || promised.slot == slot)
        && (promised.replicationRole == before.replicationRole
            || promised.replicationRole == replicationRole)
        && (promised.fenced == before.fenced || promised.fenced == fenced)
        && (promised.statistics == before.statistics || promised.statistics == statistics);
  }

  /** Another value of {@code what}. */
  public Instance with(What newWhat) {
    return new Instance(
        id,
        newWhat,
        run,
        role,
        content,
        settings,
        recovery,
        slot,
        replicationRole,
        fenced,
        statistics);
  }

  /** Started or stopped. */
  public Instance with(Run newRun) {
    return new Instance(
        id,
        what,
        newRun,
        role,
        content,
        settings,
        recovery,
        slot,
        replicationRole,
        fenced,
        statistics);
  }

  /** Another role. */
  public Instance with(Role newRole) {
    return new Instance(
        id,
        what,
        run,
        newRole,
        content,
        settings,
        recovery,
        slot,
        replicationRole,
        fenced,
        statistics);
  }

  /** Another content. */
  public Instance with(Content newContent) {
    return new Instance(
        id,
        what,
        run,
        role,
        newContent,
        settings,
        recovery,
        slot,
        replicationRole,
        fenced,
        statistics);
  }

  /** Other settings. */
  public Instance with(Settings newSettings) {
    return new Instance(
        id,
        what,
        run,
        role,
        content,
        newSettings,
        recovery,
        slot,
        replicationRole,
        fenced,
        statistics);
  }

  /** With its recovery configuration as declared, or not. */
  public Instance withRecovery(boolean asDeclared) {
    return new Instance(
        id,
        what,
        run,
        role,
        content,
        settings,
        asDeclared,
        slot,
        replicationRole,
        fenced,
        statistics);
  }

  /** With a slot at its upstream, or without. */
  public Instance withSlot(boolean present) {
    return new Instance(
        id,
        what,
        run,
        role,
        content,
        settings,
        recovery,
        present,
        replicationRole,
        fenced,
        statistics);
  }

  /** With the replication role as declared, or not. */
  public Instance withReplicationRole(boolean asDeclared) {
    return new Instance(
        id, what, run, role, content, settings, recovery, slot, asDeclared, fenced, statistics);
  }

  /** Fenced, or not. */
  public Instance withFence(boolean shut) {
    return new Instance(
        id, what, run, role, content, settings, recovery, slot, replicationRole, shut, statistics);
  }

  /** With planner statistics as far as that. */
  public Instance with(Statistics made) {
    return new Instance(
        id, what, run, role, content, settings, recovery, slot, replicationRole, fenced, made);
  }

  @Override
  public String toString() {
    return switch (what) {
      case ABSENT -> id + " absent" + beforehand();
      case DISPOSABLE -> id + " left-over that can never serve" + beforehand();
      case PARTED -> id + " stopped, has parted" + beforehand();
      case PREPARED -> id + " new and empty" + beforehand();
      case CHECKED -> id + " new and empty, upgrade to it checked" + beforehand();
      case LINKED -> id + " files taken over by its upgrade";
      case SERVER -> id + " " + role + ", " + run.name().toLowerCase(Locale.ROOT) + describe();
    };
  }

  private String beforehand() {
    return (settings == Settings.AS_DECLARED ? ", configured" : "")
        + (slot ? ", slot kept for it" : "");
  }

  private String describe() {
    var words = new StringBuilder();
    words.append(
        switch (content) {
          case OWN -> "";
          case HAS_ALL -> isExposed() ? "" : ", has everything";
          case FOLLOWS -> ", follows closely";
          case BEHIND -> ", behind";
          case PAUSED -> ", replay paused";
          case STRANDED -> ", needs WAL that is gone";
          case DIVERGED -> ", has parted";
        });
    words.append(
        switch (settings) {
          case AS_DECLARED -> "";
          case NEED_RELOAD -> ", settings differ";
          case NEED_RESTART -> ", settings differ (restart)";
          case PENDING_RESTART -> ", restart pending";
        });
    words.append(recovery ? "" : ", recovery configuration differs");
    words.append(slot ? "" : ", no slot");
    words.append(replicationRole ? "" : ", replication role differs");
    words.append(fenced ? ", fenced" : "");
    words.append(
        switch (statistics) {
          case NONE -> ", no statistics";
          case FIRST -> ", first statistics";
          case ALL -> "";
        });
    return words.toString();
  }
}
