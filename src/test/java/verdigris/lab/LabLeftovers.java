package verdigris.lab;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;

/**
 * Labs whose JVM is gone without having closed them. Testcontainers' own cleaner is an image that
 * cannot be had everywhere, so each run clears up after those that were killed.
 */
final class LabLeftovers {
  /** Names the process that started a host. */
  static final String OWNER = "verdigris.pid";

  private LabLeftovers() {}

  static void remove() {
    DockerClientFactory.lazyClient()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(OWNER))
        .exec()
        .stream()
        .map(container -> Objects.requireNonNull(container.getLabels()))
        .filter(LabLeftovers::isOrphan)
        .map(labels -> Objects.requireNonNull(labels.get("verdigris.lab")))
        .distinct()
        .forEach(lab -> LabScript.run("down", lab));
  }

  private static boolean isOrphan(Map<String, String> labels) {
    long owner = Long.parseLong(Objects.requireNonNull(labels.get(OWNER)));
    return ProcessHandle.of(owner).isEmpty();
  }
}
