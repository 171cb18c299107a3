package verdigris.resource;

import java.util.ArrayList;
import java.util.List;
import verdigris.facts.InstanceFacts;
import verdigris.postgres.ConfFile;
import verdigris.postgres.HbaFile;

/** What others wrote into the configuration of an instance, and what stays. */
final class Unmanaged {
  private Unmanaged() {}

  /** File, line and name of each; values of settings may be secret and are not shown. */
  static List<String> of(InstanceFacts instance, InstanceFacts.Files files, List<Assigned> ours) {
    List<String> unmanaged = new ArrayList<>();
    settings(unmanaged, instance.paths().config(), files.config(), ours);
    settings(unmanaged, instance.paths().data() + "/postgresql.auto.conf", files.auto(), ours);
    HbaFile.parse(files.hba(), instance.major()).unmanaged().entries().stream()
        .filter(HbaFile.Rule.class::isInstance)
        .map(HbaFile.Rule.class::cast)
        .map(entry -> instance.paths().hba() + ": " + entry.rule().withoutOptions())
        .forEach(unmanaged::add);
    return unmanaged;
  }

  /** What ALTER SYSTEM set on an instance whose other files are ours. */
  static List<String> altered(InstanceFacts instance, InstanceFacts.Files files) {
    List<String> unmanaged = new ArrayList<>();
    settings(unmanaged, instance.paths().data() + "/postgresql.auto.conf", files.auto(), List.of());
    return unmanaged;
  }

  private static void settings(
      List<String> unmanaged, String path, String text, List<Assigned> ours) {
    for (ConfFile.Assignment assignment : ConfFile.parse(text).assignments()) {
      boolean shadowed =
          ours.stream().anyMatch(setting -> setting.name().equalsIgnoreCase(assignment.name()));
      unmanaged.add(
          path
              + ":"
              + assignment.line()
              + " "
              + assignment.name()
              + (shadowed ? " (overridden)" : ""));
    }
  }
}
