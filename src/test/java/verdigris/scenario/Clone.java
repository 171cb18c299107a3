package verdigris.scenario;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A clone of the team's repository, with somebody who types in it.
 *
 * @param directory the work tree
 * @param environment variables of everything that is typed
 */
record Clone(Path directory, Map<String, String> environment) {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** What the runner of GitHub Actions and a careful person use. */
  private static final String SHELL = "bash";

  /** Runs a script to its end. */
  Ended run(String script) {
    return run(script, _ -> false);
  }

  /**
   * Runs a script, and kills the program that it has started as soon as its journals are so.
   *
   * @param when given all journals of this clone
   */
  Ended run(String script, Predicate<String> when) {
    Path output = directory.resolveSibling(directory.getFileName() + ".output");
    long began = System.nanoTime();
    String before = journals();
    Process shell = start(script, output);
    try {
      while (!shell.waitFor(20, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - began > LIMIT.toNanos()) {
          shell.descendants().forEach(ProcessHandle::destroyForcibly);
          shell.destroyForcibly();
          throw new AssertionError("still runs: " + Files.readString(output));
        }
        String journals = journals();
        if (journals.length() > before.length() && when.test(journals.substring(before.length()))) {
          // A shell with one command becomes that command.
          shell.descendants().forEach(ProcessHandle::destroyForcibly);
          shell.destroyForcibly();
        }
      }
      return new Ended(
          shell.exitValue(), Files.readString(output), Duration.ofNanos(System.nanoTime() - began));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Process start(String script, Path output) {
    var builder =
        new ProcessBuilder(SHELL, "-euo", "pipefail", "-c", script)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The journals of all runs that were started here, the oldest first. */
  String journals() {
    return String.join("", JournalEvent.journals(directory.resolve("runs/orders")));
  }

  /** Writes a file of the work tree. */
  void write(String name, String text) {
    Path file = directory.resolve(name);
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
