package verdigris.observe;

import java.util.List;
import java.util.Optional;
import verdigris.facts.InstanceFacts.Control;
import verdigris.postgres.Lsn;
import verdigris.resource.OwnMarker;
import verdigris.world.Instance.Content;
import verdigris.world.Instance.Run;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Role;
import verdigris.world.Target;

/**
 * Which instance holds the truth, and what the others have of it.
 *
 * <p>Along the line origin, successor, upgraded instance, the truth moves on when the next one is
 * promoted or upgraded while the one before cannot take writes. An instance that was let in to
 * clients keeps it for good. What stands later in the line than the truth is left from an attempt
 * that was given up.
 *
 * @param sights every instance
 * @param line instances that may come to be the primary, oldest first
 * @param truth where in the line the truth is
 */
record History(List<Sight> sights, List<InstanceId> line, int truth) {

  static History of(List<Sight> sights, Target target) {
    List<InstanceId> line = target.line();
    var start = new History(sights, line, 0);
    int truth = 0;
    for (int next = 1; next < line.size(); next++) {
      if (start.hasTakenOver(next, truth)) {
        truth = next;
      }
    }
    return new History(sights, line, truth);
  }

  private boolean hasTakenOver(int next, int before) {
    Sight sight = sight(line.get(next));
    if (sight.isTaken()) {
      // Only a primary is upgraded; what was to come of it may be there or not.
      return !mayTakeWrites(sight(line.get(before)));
    }
    boolean complete =
        sight.what() == What.SERVER
            && sight.role() instanceof Role.Primary
            && sight.marker().map(m -> !m.stage().equals(OwnMarker.UPGRADING)).orElse(true);
    return complete && (wasOpened(sight) || !mayTakeWrites(sight(line.get(before))));
  }

  /** A primary that is not fenced may have served whom it liked. */
  private static boolean wasOpened(Sight sight) {
    return !sight.isFenced() || sight.marker().filter(m -> !m.opened().isEmpty()).isPresent();
  }

  private static boolean mayTakeWrites(Sight sight) {
    return sight.what() == What.SERVER && sight.role() instanceof Role.Primary && !sight.isFenced();
  }

  private Sight sight(InstanceId id) {
    return sights.stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  private Sight truthful() {
    return sight(line.get(truth));
  }

  /** Where it stands in the line; after all of it when it is only to follow. */
  private int place(Sight sight) {
    int at = line.indexOf(sight.id());
    return at < 0 ? line.size() : at;
  }

  /** What it is, now that it is known where the truth is. */
  What what(Sight sight) {
    return sight.what() == What.LINKED && !isLinkedTo(truthful()) ? What.DISPOSABLE : sight.what();
  }

  private static boolean isLinkedTo(Sight truth) {
    return truth.marker().filter(m -> m.stage().equals(OwnMarker.UPGRADED)).isPresent();
  }

  Content content(Sight sight) {
    if (sight.what() != What.SERVER) {
      return Content.OWN;
    }
    if (place(sight) == truth) {
      boolean own = sight.role() instanceof Role.Primary || hasLearntNothing(sight);
      return own ? Content.HAS_ALL : sight.content();
    }
    if (sight.role() instanceof Role.Primary) {
      return primaryBesides(sight);
    }
    return isProvenCopy(sight) ? Content.HAS_ALL : sight.content();
  }

  /**
   * Marked as a standby, and still what it was when it was stopped as a primary: not started since
   * (a server that has been a standby leaves "shut down in recovery"), or started, as by a reboot,
   * as a standby of one that follows it itself. So what it has does not hang on whether its
   * successor is there to be compared with.
   */
  private boolean hasLearntNothing(Sight sight) {
    boolean untouched =
        sight.run() != Run.RUNNING
            && sight.control().filter(c -> c.state().equals("shut down")).isPresent();
    return untouched
        || (sight.role() instanceof Role.StandbyOf(InstanceId successor)
            && sights.stream().anyMatch(s -> s.id().equals(successor) && isBelow(s, sight)));
  }

  private static boolean isBelow(Sight standby, Sight upstream) {
    return standby.what() == What.SERVER
        && standby.role() instanceof Role.StandbyOf(InstanceId u)
        && u.equals(upstream.id());
  }

  private Content primaryBesides(Sight sight) {
    if (place(sight) > truth) {
      return Content.DIVERGED;
    }
    return isRecordedCopy(sight) ? Content.HAS_ALL : Content.BEHIND;
  }

  private boolean isProvenCopy(Sight sight) {
    if (place(sight) < truth) {
      return isRecordedCopy(sight);
    }
    return hasShutdownCheckpoint(sight);
  }

  /**
   * Written down right before an upgrade took the files of the truth, which has not run since; so
   * it is true until clients are let in to what came of it.
   */
  private boolean isListedByUpgrade(Sight sight) {
    return truthful().isTaken()
        && sights.stream()
            .filter(s -> s.id().host().equals(truthful().id().host()))
            .flatMap(s -> s.marker().stream())
            .filter(m -> m.isUpgradeOf(truthful().id()) && m.opened().isEmpty())
            .anyMatch(m -> m.copies().contains(sight.id().toString()));
  }

  /** Written down when the truth moved on, and true for as long as no client was let in there. */
  private boolean isRecordedCopy(Sight sight) {
    boolean listed =
        truthful().marker().filter(m -> m.copies().contains(sight.id().toString())).isPresent();
    return (listed && !wasOpened(truthful())) || isListedByUpgrade(sight);
  }

  /**
   * It has replayed past the shutdown checkpoint of a truth that was stopped cleanly and will not
   * start to take writes by itself; where that was started since, as a standby, past all that it
   * has.
   */
  private boolean hasShutdownCheckpoint(Sight sight) {
    Sight upstream = truthful();
    if (!upstream.isFenced() || !isBelow(sight, upstream)) {
      return false;
    }
    boolean again = upstream.run() == Run.RUNNING;
    if (again && !isBelow(upstream, sight)) {
      return false;
    }
    Optional<Lsn> checkpoint =
        upstream
            .control()
            .filter(c -> c.state().equals(again ? "in archive recovery" : "shut down"))
            .map(Control::checkpoint);
    Optional<Lsn> replayed = replayed(sight);
    return checkpoint.isPresent()
        && replayed.filter(r -> r.compareTo(checkpoint.get()) > 0).isPresent()
        && (!again || replayed(upstream).filter(u -> replayed.get().compareTo(u) >= 0).isPresent());
  }

  private static Optional<Lsn> replayed(Sight sight) {
    return sight.server().flatMap(s -> s.wal().replayed());
  }
}
