package verdigris.observe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.resource.Change;
import verdigris.resource.Change.PackageSpec;
import verdigris.step.Briefing;
import verdigris.step.Wanted;
import verdigris.world.InstanceId;
import verdigris.world.Obstacle;

/**
 * Why the packages that an instance needs cannot be installed on its host.
 *
 * @param briefing facts and declaration
 * @param wanted what is declared
 * @param id whose packages
 */
record PackageFit(Briefing briefing, Wanted wanted, InstanceId id) {

  List<Obstacle> obstacles() {
    if (!(wanted.packages(id).change().orElse(null) instanceof Change.PackageChange change)) {
      return List.of();
    }
    if (!change.manager().equals("apt")) {
      return List.of(
          new Obstacle(
              id.host(),
              List.of("install", "configure", "clone"),
              "%s installs packages with %s; making an instance there is not built yet."
                  .formatted(id.host(), change.manager()),
              "Make the standby by hand; Verdigris takes over from there."));
    }
    // What a server package needs comes with it.
    PackageSpec server = change.packages().getFirst();
    return Stream.of(notOffered(server), otherVersionOffered(server), inUse(change))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Obstacle> notOffered(PackageSpec spec) {
    if (!offered(spec.name()).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Obstacle(
            id.host(),
            List.of("install"),
            "No repository of %s offers the package %s.".formatted(id.host(), spec.name()),
            "Add a repository that has it (for PostgreSQL that is usually PGDG's), and update the package lists."));
  }

  /** The package is there in other versions only; a pattern is what was not found on offer. */
  private Optional<Obstacle> otherVersionOffered(PackageSpec spec) {
    List<String> offered = offered(spec.name());
    Optional<String> missing = spec.version().filter(v -> v.endsWith("-*"));
    if (offered.isEmpty() || missing.isEmpty()) {
      return Optional.empty();
    }
    String minor = missing.get().substring(0, missing.get().length() - 2);
    return Optional.of(
        new Obstacle(
            id.host(),
            List.of("install"),
            "No repository of %s offers %s in version %s, which %s; on offer: %s."
                .formatted(id.host(), spec.name(), minor, whoWants(), String.join(", ", offered)),
            "Declare a minor version that is on offer as version: of the standby on %s, or add a repository that has %s, and update the package lists."
                .formatted(id.host(), minor)));
  }

  private String whoWants() {
    return wanted.minor(id).isPresent() ? "the playbook declares" : "the source runs";
  }

  /** Other binaries under a server that runs would be its restart into another version. */
  private Optional<Obstacle> inUse(Change.PackageChange change) {
    List<String> used = wanted.packagesInUse(id.host());
    Optional<PackageSpec> changed =
        change.packages().stream()
            .filter(p -> p.version().isPresent() && used.contains(p.name()))
            .findFirst();
    return changed.map(
        p ->
            new Obstacle(
                id.host(),
                List.of("install"),
                "Installing %s %s on %s would change it under %s."
                    .formatted(p.name(), p.version().orElse(""), id.host(), running()),
                "Bring that server to this minor version by the package manager in a maintenance window first, or declare the version that it runs."));
  }

  /** The servers of this major version that run there. */
  private String running() {
    return briefing.facts().host(id.host()).flatMap(h -> h.instances().known()).stream()
        .flatMap(List::stream)
        .filter(i -> i.major() == id.major() && i.server().known().flatMap(s -> s).isPresent())
        .map(InstanceFacts::label)
        .collect(Collectors.joining(", "));
  }

  private List<String> offered(String name) {
    return briefing.facts().host(id.host()).flatMap(h -> h.software().known()).stream()
        .flatMap(s -> s.candidates().stream())
        .filter(c -> c.name().equals(name))
        .map(HostFacts.Candidate::version)
        .toList();
  }
}
