package verdigris.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import verdigris.facts.InstanceFacts;
import verdigris.facts.ServerFacts;
import verdigris.postgres.OwnFiles;

/**
 * The way into every example of a comparison. It also checks the laws: comparing twice prints the
 * same; applying the changes and comparing again leaves nothing to do; nothing prints a secret.
 */
final class ResourceHarness {
  private ResourceHarness() {}

  /** Compares an instance, checks the laws, and returns the comparison. */
  static Comparison compare(InstanceFacts before, Function<InstanceFacts, Comparison> comparison) {
    Comparison first = comparison.apply(before);
    assertThat(printed(first.changes())).isEqualTo(printed(comparison.apply(before).changes()));
    if (!first.problems().isEmpty()) {
      return first;
    }
    InstanceFacts after = Examples.activated(applied(before, first.changes()), first.activation());
    Comparison second = comparison.apply(after);
    assertThat(printed(second.changes())).as("changes after they were made").isEmpty();
    assertThat(second.effects()).as("effects after activation").isEmpty();
    assertThat(second.isConverged()).isTrue();
    if (first.activation() == Activation.RESTART) {
      InstanceFacts reloaded =
          Examples.activated(applied(before, first.changes()), Activation.RELOAD);
      assertThat(comparison.apply(reloaded).activation())
          .as("a reload does not do for a restart")
          .isEqualTo(Activation.RESTART);
    }
    return first;
  }

  /** Asks twice and prints both. */
  static <T> T deterministic(Supplier<T> asked) {
    T first = asked.get();
    assertThat(asked.get()).isEqualTo(first);
    return first;
  }

  static String printed(List<Change> changes) {
    StringBuilder text = new StringBuilder();
    for (Change change : changes) {
      text.append(change.summary()).append('\n');
      change.details().forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString();
  }

  private static InstanceFacts applied(InstanceFacts instance, List<Change> changes) {
    InstanceFacts.Files files = instance.files().known().orElseThrow();
    for (Change change : changes) {
      if (change instanceof Change.FileChange file) {
        files = written(instance, files, file);
      }
    }
    Optional<ServerFacts> server = instance.server().known().flatMap(s -> s);
    return Examples.with(instance, files, server);
  }

  private static InstanceFacts.Files written(
      InstanceFacts instance, InstanceFacts.Files files, Change.FileChange file) {
    String text = file.after().toString();
    String path = file.path();
    InstanceFacts.Paths paths = instance.paths();
    if (path.equals(paths.config())) {
      return new InstanceFacts.Files(
          text,
          files.included(),
          files.auto(),
          files.hba(),
          files.recovery(),
          files.passfileDigest());
    }
    if (path.equals(paths.hba())) {
      return new InstanceFacts.Files(
          files.config(),
          files.included(),
          files.auto(),
          text,
          files.recovery(),
          files.passfileDigest());
    }
    if (path.equals(OwnFiles.included(paths.config(), true))) {
      return new InstanceFacts.Files(
          files.config(),
          text,
          files.auto(),
          files.hba(),
          files.recovery(),
          files.passfileDigest());
    }
    if (path.equals(paths.data() + "/recovery.conf")) {
      return new InstanceFacts.Files(
          files.config(),
          files.included(),
          files.auto(),
          files.hba(),
          text,
          files.passfileDigest());
    }
    throw new AssertionError("nobody reads " + path + " back");
  }
}
