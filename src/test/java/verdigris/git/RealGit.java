package verdigris.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Git itself, to make what the tests work on and to judge what JGit wrote.
 *
 * @param directory to run it in
 */
public record RealGit(Path directory) {

  /**
   * What a program printed, and how it ended.
   *
   * @param status of its exit
   * @param text of both its outputs
   */
  record Said(int status, String text) {}

  /** A bare repository, and a clone of it with a first commit on {@code main}, pushed. */
  public static RealGit cloneOfNew(Path parent) throws IOException {
    new RealGit(parent).git("init", "-q", "--bare", "-b", "main", "remote.git");
    RealGit clone = clone(parent, "clone");
    clone.write("README", "Hosts of the orders database.\n");
    clone.git("add", ".");
    clone.git("commit", "-q", "-m", "Begin");
    clone.git("push", "-q", "-u", "origin", "main");
    return clone;
  }

  /** Another clone of the same remote, with a user. */
  static RealGit clone(Path parent, String name, String... options) {
    var words = new ArrayList<String>(List.of("clone", "-q"));
    words.addAll(List.of(options));
    words.addAll(List.of("file://" + parent.resolve("remote.git"), name));
    new RealGit(parent).git(words.toArray(String[]::new));
    RealGit clone = new RealGit(parent.resolve(name));
    clone.git("symbolic-ref", "HEAD", "refs/heads/main");
    clone.identify("Dora Dbaer", "dora@example.org");
    return clone;
  }

  void identify(String name, String email) {
    git("config", "user.name", name);
    git("config", "user.email", email);
  }

  /** Runs Git, which must succeed; what it printed, without the last line end. */
  public String git(String... words) {
    var line = new ArrayList<String>(List.of("git"));
    line.addAll(List.of(words));
    Said said = run(line);
    if (said.status() != 0) {
      throw new AssertionError(line + " in " + directory + " failed: " + said.text());
    }
    return said.text().stripTrailing();
  }

  /** Runs any program in the directory. */
  Said run(List<String> line) {
    try {
      ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
      builder.environment().keySet().removeIf(n -> n.startsWith("GIT_") || n.startsWith("SSH_"));
      builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
      builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
      builder.environment().put("GIT_TEMPLATE_DIR", ""); // No samples of hooks, which take time.
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A file in the directory. */
  public Path file(String path) {
    return directory.resolve(path);
  }

  /** Writes a file, with its directories. */
  public Path write(String path, String text) throws IOException {
    Files.createDirectories(file(path).getParent());
    return Files.writeString(file(path), text);
  }

  /** Writes a file and commits it. */
  public void commit(String path, String text) throws IOException {
    write(path, text);
    git("add", "--", path);
    git("commit", "-q", "-m", "Change " + path);
  }
}
