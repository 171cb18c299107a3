package verdigris.observe;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import verdigris.resource.OwnMarker;
import verdigris.step.Briefing;
import verdigris.world.Instance.What;
import verdigris.world.InstanceId;
import verdigris.world.Target;

/**
 * How long old copies are kept: from when clients were let in to the new primary, by the clock of
 * its host.
 *
 * @param briefing facts and declaration
 * @param sights every instance
 */
record Keep(Briefing briefing, List<Sight> sights) {

  /** Old copies whose keep window is over. */
  List<InstanceId> over() {
    return until().filter(this::isPast).isPresent() ? kept() : List.of();
  }

  /** When the keep window ends, while there are copies in it. */
  Optional<Instant> running() {
    return kept().isEmpty() ? Optional.empty() : until().filter(u -> !isPast(u));
  }

  private boolean isPast(Instant end) {
    return now().filter(n -> !n.isBefore(end)).isPresent();
  }

  /** Copies that the target does not name and that are kept for the way back. */
  List<InstanceId> kept() {
    Target target = briefing.target();
    return sights.stream()
        .filter(s -> s.what() == What.SERVER || s.what() == What.LINKED)
        .map(Sight::id)
        .filter(id -> !id.equals(target.primary()) && target.upstreamOf(id).isEmpty())
        .toList();
  }

  /** When they may go; empty: clients were not let in to the new primary yet. */
  Optional<Instant> until() {
    if (!briefing.target().upgrades() && briefing.target().kept().isEmpty()) {
      return Optional.empty();
    }
    return sights.stream()
        .filter(s -> s.id().equals(briefing.target().primary()))
        .findFirst()
        .flatMap(Sight::marker)
        .map(OwnMarker::opened)
        .flatMap(Keep::instant)
        .map(o -> o.plus(Duration.ofSeconds(briefing.declaration().rollback().keepOldSeconds())));
  }

  /** By the clock of the host that wrote down when it was opened. */
  private Optional<Instant> now() {
    return briefing
        .facts()
        .host(briefing.target().primary().host())
        .flatMap(h -> h.system().known())
        .map(s -> briefing.facts().taken().plusMillis(s.clockOffsetMillis()));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
