package verdigris.observe;

import java.util.List;
import java.util.Optional;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts.Control;
import verdigris.step.Briefing;
import verdigris.step.Wanted;
import verdigris.world.Instance.Run;
import verdigris.world.InstanceId;

/**
 * Whether pg_rewind can take an instance back (manual, "pg_rewind"): its changed pages must have
 * been marked since before the histories parted, by checksums or by wal_log_hints, and it must have
 * been stopped cleanly.
 *
 * @param briefing facts and declaration
 * @param wanted what is declared
 * @param sight the instance
 * @param source whose history counts
 */
record RewindFit(Briefing briefing, Wanted wanted, Sight sight, InstanceId source) {

  /** What is missing, as the end of a sentence. */
  Optional<String> missing() {
    if (briefing.declaration().replication().password().isEmpty()) {
      return Optional.of("no password of the replication role is declared");
    }
    List<String> tools =
        wanted.binaries(sight.id()).map(HostFacts.Binaries::tools).orElse(List.of());
    if (!tools.contains("pg_rewind")) {
      return Optional.of("there is no pg_rewind of its version on " + sight.id().host());
    }
    boolean whole =
        briefing
            .server(source)
            .flatMap(s -> s.setting("full_page_writes"))
            .filter(s -> s.rawValue().equals("off"))
            .isEmpty();
    if (!whole) {
      return Optional.of(source + " runs with full_page_writes off");
    }
    return sight
        .control()
        .map(this::missing)
        .orElse(Optional.of("its control file could not be read"));
  }

  private Optional<String> missing(Control control) {
    if (!control.checksums() && !control.hintsLogged()) {
      return Optional.of("it ran without data checksums and without wal_log_hints");
    }
    if (!control.fullPages()) {
      return Optional.of("it ran with full_page_writes off");
    }
    boolean clean = sight.run() == Run.RUNNING || control.state().equals("shut down");
    return clean ? Optional.empty() : Optional.of("it was not stopped cleanly");
  }
}
