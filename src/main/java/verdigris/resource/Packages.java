package verdigris.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import verdigris.facts.HostFacts;
import verdigris.facts.ServerFacts;
import verdigris.postgres.Version;
import verdigris.world.Declaration;

/**
 * The packages that give a host the server binaries of a major version, and the extensions that the
 * source uses.
 *
 * @param version declared
 * @param source the server that the data comes from; empty for a fresh topology
 */
public record Packages(Declaration.Wanted version, Optional<ServerFacts> source) {

  /**
   * What must be installed.
   *
   * @param change empty when everything is there
   * @param decisions extensions whose package nobody knows
   */
  public record Missing(Optional<Change> change, List<Decision> decisions) {}

  /**
   * Compares with what a host has. Binaries count however they came there; an installed minor is
   * never changed for a newer one unless the playbook names it.
   */
  public Missing compare(HostFacts.Software software) {
    List<Change.PackageSpec> specs = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>();
    Optional<HostFacts.Binaries> binaries = binaries(software);
    PackageNames names = new PackageNames(software.manager(), version.major());
    if (binaries.isEmpty()) {
      Optional<String> pin = pin(software, names);
      names.server().forEach(name -> specs.add(new Change.PackageSpec(name, pin)));
    }
    for (String extension : extensions()) {
      boolean there =
          binaries.stream()
              .flatMap(b -> b.extensions().stream())
              .anyMatch(file -> file.name().equals(extension));
      if (!there) {
        extension(extension, software, names, binaries.isPresent(), specs, decisions);
      }
    }
    List<Change.PackageSpec> distinct = specs.stream().distinct().toList();
    return new Missing(
        distinct.isEmpty()
            ? Optional.empty()
            : Optional.of(new Change.PackageChange(software.manager(), distinct)),
        decisions);
  }

  private Optional<HostFacts.Binaries> binaries(HostFacts.Software software) {
    return software.binaries().stream()
        .filter(b -> b.version().major() == version.major())
        .filter(b -> version.minor().map(minor -> minor == b.version().minor()).orElse(true))
        .findFirst();
  }

  /**
   * The package version: exactly the declared minor; else the source's, when it is the same major,
   * since both are to run one after the other on the same files; else the newest.
   */
  private Optional<String> pin(HostFacts.Software software, PackageNames names) {
    Optional<Integer> minor =
        version
            .minor()
            .or(
                () ->
                    source
                        .map(ServerFacts::version)
                        .filter(v -> v.major() == version.major())
                        .map(Version::minor));
    return minor.map(
        m -> {
          Version exact = new Version(version.major(), m);
          return software.candidates().stream()
              .filter(c -> c.name().equals(names.server().getFirst()))
              .filter(c -> Version.find(c.version()).equals(Optional.of(exact)))
              .findFirst()
              .map(HostFacts.Candidate::version)
              // apt and dnf both take a pattern for the packaging revision.
              .orElse(exact + "-*");
        });
  }

  private List<String> extensions() {
    return source.stream()
        .flatMap(server -> server.databases().stream())
        .flatMap(database -> database.contents().known().stream())
        .flatMap(contents -> contents.extensions().stream())
        .map(ServerFacts.Extension::name)
        .distinct()
        .sorted()
        .toList();
  }

  private static void extension(
      String extension,
      HostFacts.Software software,
      PackageNames names,
      boolean installed,
      List<Change.PackageSpec> specs,
      List<Decision> decisions) {
    if (PackageNames.isContrib(extension)) {
      // Debian's server package has them all.
      boolean apart = !names.contrib().isEmpty() || installed;
      List<String> packages = names.contrib().isEmpty() ? names.server() : names.contrib();
      if (apart) {
        packages.forEach(name -> specs.add(new Change.PackageSpec(name, Optional.empty())));
      }
      return;
    }
    Optional<String> known = names.extension(extension);
    String guess = known.orElse(names.guess(extension));
    boolean offered = software.candidates().stream().anyMatch(c -> c.name().equals(guess));
    if (known.isPresent() || offered) {
      specs.add(new Change.PackageSpec(guess, Optional.empty()));
      return;
    }
    decisions.add(
        new Decision(
            extension,
            "not installed",
            "no package is known to have this extension of the source; install it by hand"));
  }
}
