package verdigris.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * script/lab of this working tree: the one place that knows how images are built and logins made.
 */
final class LabScript {
  private LabScript() {}

  /** The working tree: where Maven runs the tests. */
  static Path root() {
    return Path.of("").toAbsolutePath();
  }

  /** Runs script/lab with these arguments and returns what it printed. */
  static String run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(root().resolve("script/lab").toString());
    command.addAll(List.of(arguments));
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            "%s ended with %d: %s".formatted(String.join(" ", command), exit, output));
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for script/lab", e);
    }
  }
}
