package verdigris.observe;

import java.util.List;
import java.util.Optional;
import verdigris.facts.Facts;
import verdigris.facts.HostFacts;
import verdigris.facts.InstanceFacts;
import verdigris.facts.Reading;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.resource.OwnMarker;
import verdigris.world.Declaration;
import verdigris.world.Declaration.Existing;

/**
 * Finds the declared source instance. Not found is never taken for "there is none": a source that
 * is missing is a reason to stop.
 */
final class Source {
  private Source() {}

  static InstanceFacts find(Facts facts, Declaration declaration) {
    if (!(declaration.source() instanceof Existing existing)) {
      throw refused(
          declaration.primary().host(),
          "The playbook says that the topology is new (source: new); making one with initdb is not built yet.",
          "Name the existing instance under source:.");
    }
    HostFacts host =
        facts
            .host(existing.host())
            .orElseThrow(
                () ->
                    refused(existing.host(), "There are no facts of " + existing.host() + ".", ""));
    List<InstanceFacts> instances =
        switch (host.instances()) {
          case Reading.Known<List<InstanceFacts>>(List<InstanceFacts> known) -> known;
          case Reading.Unknown<List<InstanceFacts>>(String reason) ->
              throw refused(
                  existing.host(),
                  "The instances on %s could not be read: %s".formatted(existing.host(), reason),
                  "");
        };
    List<InstanceFacts> matching = instances.stream().filter(i -> matches(i, existing)).toList();
    InstanceFacts found = only(existing, today(declaration, host.name(), matching), instances);
    return readable(host, found, matching.size() == 1);
  }

  /**
   * Of several of that name the one that the target does not make there; while the old instance is
   * kept, the new one, which we made, is not it.
   */
  private static List<InstanceFacts> today(
      Declaration declaration, String host, List<InstanceFacts> matching) {
    List<InstanceFacts> undeclared =
        matching.stream().filter(i -> !isDeclared(declaration, host, i)).toList();
    if (matching.size() < 2) {
      return matching;
    }
    if (undeclared.size() == 1) {
      return undeclared;
    }
    List<InstanceFacts> others = matching.stream().filter(i -> !isOurs(host, i)).toList();
    return others.size() == 1 ? others : matching;
  }

  /** What the target makes there, beside what it is made from. */
  private static boolean isDeclared(Declaration declaration, String host, InstanceFacts instance) {
    Declaration.Primary primary = declaration.primary();
    return (primary.host().equals(host)
            && primary.instance().equals(instance.name())
            && primary.version().major() == instance.major())
        || declaration.standbys().stream()
            .anyMatch(
                s ->
                    s.host().equals(host)
                        && s.instance().equals(instance.name())
                        && s.version().major() == instance.major());
  }

  private static boolean isOurs(String host, InstanceFacts instance) {
    return instance
        .directory()
        .known()
        .flatMap(InstanceFacts.Directory::ownMarker)
        .filter(m -> OwnMarker.isOf(m, host))
        .isPresent();
  }

  private static boolean matches(InstanceFacts instance, Existing source) {
    return instance.name().equals(source.instance())
        && (source.major() == 0 || source.major() == instance.major())
        && (source.port() == 0 || source.port() == instance.port());
  }

  private static InstanceFacts only(
      Existing source, List<InstanceFacts> matching, List<InstanceFacts> all) {
    String wanted =
        (source.major() == 0 ? "" : source.major() + "/")
            + source.instance()
            + (source.port() == 0 ? "" : " on port " + source.port());
    String found =
        all.isEmpty()
            ? "no instance at all"
            : String.join(", ", all.stream().map(i -> i.label() + " on port " + i.port()).toList());
    if (matching.isEmpty()) {
      throw refused(
          source.host(),
          "The source instance %s was not found on %s; found was %s."
              .formatted(wanted, source.host(), found),
          "Correct source: in the playbook, or bring the instance back (is its data directory mounted?).");
    }
    if (matching.size() > 1) {
      throw refused(
          source.host(),
          "The source instance %s on %s is not unique; found was %s."
              .formatted(wanted, source.host(), found),
          "Say which one by its major or its port: under source: in the playbook.");
    }
    return matching.getFirst();
  }

  /**
   * Stops where there is no data.
   *
   * @param alone whether no other instance of its host has its name
   */
  private static InstanceFacts readable(HostFacts host, InstanceFacts instance, boolean alone) {
    Optional<String> unreadable =
        instance.directory() instanceof Reading.Unknown<InstanceFacts.Directory>(String reason)
            ? Optional.of(reason)
            : instance
                .directory()
                .known()
                .filter(d -> !d.exists() || d.empty())
                .map(_ -> "it is missing or empty.");
    List<String> sudo = host.limits().stream().filter(l -> l.startsWith("sudo ")).toList();
    if (unreadable.isPresent() && !sudo.isEmpty()) {
      throw Problem.of(
              Kind.SUDO_REFUSED,
              new Where.OnHost(host.name()),
              "The source instance %s could not be looked at.".formatted(instance.label()),
              "Install the rules in docs/sudoers for the login user, and see what holds with:\n"
                  + "  sudo -n -l")
          .withEvidence(sudo)
          .asException();
    }
    if (unreadable.isPresent()) {
      throw refused(
          host.name(),
          "The data directory %s of the source instance %s could not be read: %s"
              .formatted(instance.paths().data(), instance.label(), unreadable.get()),
          "Is its file system mounted? Nothing is created in its place."
              + (alone
                  ? ""
                  : " If another instance of that name is the source, say its major under source: in the playbook."));
    }
    return instance;
  }

  private static ProblemException refused(String host, String detail, String remedy) {
    return Problem.of(Kind.REFUSED, new Where.OnHost(host), detail, remedy).asException();
  }
}
