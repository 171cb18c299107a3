package verdigris.world;

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
    boolean replicationRole) {

  /** Whether there is an instance. */
  public enum What {
    /** No data directory. */
    ABSENT,
    /** Left-over of our own making that can never serve: half a clone. */
    DISPOSABLE,
    /** A complete data directory. */
    SERVER
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
    /** Nothing to compare: absent, or it is the primary. */
    OWN,
    /** It streams, and its lag is below the limit. */
    FOLLOWS,
    /** It has less, and can get the rest from its upstream. */
    BEHIND,
    /** Like BEHIND, but somebody paused replay. */
    PAUSED,
    /** The WAL that it needs next is gone. */
    STRANDED
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
    if (what != What.SERVER) {
      run = Run.STOPPED;
      role = new Role.Nothing();
      content = Content.OWN;
      recovery = false;
      replicationRole = false;
    }
    if (what != What.SERVER || run != Run.RUNNING) {
      settings =
          settings == Settings.AS_DECLARED || settings == Settings.PENDING_RESTART
              ? Settings.AS_DECLARED
              : Settings.NEED_RELOAD;
    }
    if (role instanceof Role.Primary) {
      content = Content.OWN;
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
        false);
  }

  /** Whether it runs. */
  public boolean isRunning() {
    return run == Run.RUNNING;
  }

  /** Whether it takes writes. */
  public boolean isWritable() {
    return isRunning() && role instanceof Role.Primary;
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
    boolean further = promised.content == Content.BEHIND && content == Content.FOLLOWS;
    return (promised.what == before.what || promised.what == what)
        && (promised.run == before.run || promised.run == run)
        && (promised.role.equals(before.role) || promised.role.equals(role))
        && (promised.content == before.content || promised.content == content || further)
        && (promised.settings == before.settings || promised.settings == settings)
        && (promised.recovery == before.recovery || promised.recovery == recovery)
        && (promised.slot == before.slot || promised.slot == slot)
        && (promised.replicationRole == before.replicationRole
            || promised.replicationRole == replicationRole);
  }

  /** Another value of {@code what}. */
  public Instance with(What newWhat) {
    return new Instance(id, newWhat, run, role, content, settings, recovery, slot, replicationRole);
  }

  /** Started or stopped. */
  public Instance with(Run newRun) {
    return new Instance(id, what, newRun, role, content, settings, recovery, slot, replicationRole);
  }

  /** Another role. */
  public Instance with(Role newRole) {
    return new Instance(id, what, run, newRole, content, settings, recovery, slot, replicationRole);
  }

  /** Another content. */
  public Instance with(Content newContent) {
    return new Instance(id, what, run, role, newContent, settings, recovery, slot, replicationRole);
  }

  /** Other settings. */
  public Instance with(Settings newSettings) {
    return new Instance(id, what, run, role, content, newSettings, recovery, slot, replicationRole);
  }

  /** With its recovery configuration as declared, or not. */
  public Instance withRecovery(boolean asDeclared) {
    return new Instance(id, what, run, role, content, settings, asDeclared, slot, replicationRole);
  }

  /** With a slot at its upstream, or without. */
  public Instance withSlot(boolean present) {
    return new Instance(id, what, run, role, content, settings, recovery, present, replicationRole);
  }

  /** With the replication role as declared, or not. */
  public Instance withReplicationRole(boolean asDeclared) {
    return new Instance(id, what, run, role, content, settings, recovery, slot, asDeclared);
  }

  @Override
  public String toString() {
    return switch (what) {
      case ABSENT ->
          id
              + " absent"
              + (settings == Settings.AS_DECLARED ? ", configured" : "")
              + (slot ? ", slot kept for it" : "");
      case DISPOSABLE ->
          id
              + " half a clone"
              + (settings == Settings.AS_DECLARED ? ", configured" : "")
              + (slot ? ", slot kept for it" : "");
      case SERVER ->
          id + " " + role + ", " + run.name().toLowerCase(java.util.Locale.ROOT) + describe();
    };
  }

  private String describe() {
    var words = new StringBuilder();
    words.append(
        switch (content) {
          case OWN -> "";
          case FOLLOWS -> ", follows closely";
          case BEHIND -> ", behind";
          case PAUSED -> ", replay paused";
          case STRANDED -> ", needs WAL that is gone";
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
    return words.toString();
  }
}
