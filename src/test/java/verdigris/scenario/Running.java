package verdigris.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The program at work, as a process of its own that can be killed. */
final class Running implements AutoCloseable {
  private final Process process;
  private final Path output;
  private final long began = System.nanoTime();

  Running(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** SIGKILL: nothing of the program runs any more. */
  Ended killed() {
    process.destroyForcibly();
    return end(Duration.ofSeconds(10));
  }

  /** SIGINT, as Ctrl-C would. */
  void interrupted() {
    signal("-INT");
  }

  /** SIGTERM; unlike SIGINT it also reaches a program that was started in the background. */
  void terminated() {
    signal("-TERM");
  }

  /** SIGSTOP, as Ctrl-Z or a machine that is suspended: it says and hears nothing. */
  void paused() {
    signal("-STOP");
  }

  /** SIGCONT: it goes on where it was, as if no time had passed. */
  void resumed() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interruption(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has printed this. */
  void awaitOutput(String text) {
    Scenario.await(
        "\"%s\" in the output of process %d, which is%n%s".formatted(text, process.pid(), output()),
        Duration.ofMinutes(2),
        () -> output().contains(text));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; longer than the limit is a failure of the test. */
  Ended end(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still runs after %s: %s".formatted(limit, output()));
      }
      return new Ended(process.exitValue(), output(), Duration.ofNanos(System.nanoTime() - began));
    } catch (InterruptedException e) {
      throw interruption(e);
    }
  }

  /** What it printed until now. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalStateException interruption(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
