package verdigris.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process on this machine with nothing on its standard input. At its limit it is ended, and what
 * it started with it.
 *
 * @param argv program and arguments
 * @param directory in which it runs
 * @param environment variables besides those of this process
 * @param limit how long it may take
 */
record OwnProcess(
    List<String> argv, Path directory, SequencedMap<String, String> environment, Duration limit) {
  /** How long it has to clean up after SIGTERM. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private static final int EVIDENCE_LINES = 12;

  /**
   * How it ended.
   *
   * @param exit its status; of no meaning when it was ended
   * @param inTime whether it ended by itself within the limit
   * @param output its standard output, the last of it
   * @param errors its standard error, the last of it
   */
  record Ended(int exit, boolean inTime, String output, String errors) {
    /** The last lines that it printed. */
    List<String> lastLines() {
      List<String> lines =
          Stream.of(output, errors).flatMap(String::lines).filter(l -> !l.isBlank()).toList();
      return lines.subList(Math.max(0, lines.size() - EVIDENCE_LINES), lines.size());
    }
  }

  /**
   * Runs it to its end.
   *
   * @throws IOException when it cannot be started
   * @throws InterruptedException after it was ended
   */
  Ended run() throws IOException, InterruptedException {
    var builder = new ProcessBuilder(argv).directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    var output = new Collected(process.getInputStream());
    var errors = new Collected(process.getErrorStream());
    try {
      if (process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Ended(process.exitValue(), true, output.text(), errors.text());
      }
    } catch (InterruptedException e) {
      end(process);
      throw e;
    }
    end(process);
    return new Ended(0, false, output.text(), errors.text());
  }

  /** What it started goes with it. */
  private static void end(Process process) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      process.waitFor(FAREWELL.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /** What a process prints, read as it comes so that it never waits for us. */
  private static final class Collected {
    private static final int MOST = 64 * 1024;
    private final StringBuilder text = new StringBuilder();
    private final Thread reader;

    Collected(InputStream from) {
      reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var in = new InputStreamReader(from, StandardCharsets.UTF_8)) {
                      char[] buffer = new char[4096];
                      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        append(buffer, n);
                      }
                    } catch (IOException e) {
                      // It was ended.
                    }
                  });
    }

    private synchronized void append(char[] buffer, int n) {
      text.append(buffer, 0, n);
      if (text.length() > MOST) {
        text.delete(0, text.length() - MOST);
      }
    }

    /** A process that it left behind may keep the pipe open; that is not waited for. */
    String text() {
      try {
        reader.join(Duration.ofSeconds(1));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      synchronized (this) {
        return text.toString();
      }
    }
  }
}
