package verdigris.git;

import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** JGit without the configuration and the environment of whoever runs the tests. */
public final class NoUserConfiguration implements BeforeEachCallback, AfterEachCallback {
  private SystemReader before = SystemReader.getInstance();

  @Override
  public void beforeEach(ExtensionContext context) {
    before = SystemReader.getInstance();
    use(Map.of());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    SystemReader.setInstance(before);
  }

  /** Until the test ends, with this environment. */
  static void use(Map<String, String> environment) {
    SystemReader.setInstance(new Nobody(SystemReader.getInstance(), environment));
  }

  private static final class Nobody extends SystemReader.Delegate {
    private final Map<String, String> environment;

    Nobody(SystemReader real, Map<String, String> environment) {
      super(real);
      this.environment = environment;
    }

    @Override
    public @Nullable String getenv(String variable) {
      boolean theirs = variable.startsWith("GIT_") || variable.startsWith("SSH_");
      return Optional.ofNullable(environment.get(variable))
          .orElseGet(() -> theirs ? null : super.getenv(variable));
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
      return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
      return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
      return new Nothing(parent, fs);
    }
  }

  /** A configuration file that is not there. */
  private static final class Nothing extends FileBasedConfig {
    Nothing(Config parent, FS fs) {
      super(parent, new java.io.File("/nonexistent/gitconfig"), fs);
    }

    @Override
    public void load() {
      // There is nothing to load.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    @Override
    public void save() {
      // JGit keeps its measurements of the file system there.
    }
  }
}
