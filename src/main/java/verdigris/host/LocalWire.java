package verdigris.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Runs lines in a shell of this machine. */
final class LocalWire implements Wire {

  @Override
  public Channel start(String line, OutputStream output, OutputStream errors) throws IOException {
    var builder = new ProcessBuilder("/bin/sh", "-c", line);
    // They tell of the login that we were started from, not of a connection of ours.
    builder.environment().keySet().removeAll(List.of("SSH_CLIENT", "SSH_CONNECTION"));
    Process process = builder.start();
    Thread out = pump(process.getInputStream(), output);
    Thread err = pump(process.getErrorStream(), errors);
    return new LocalChannel(process, out, err);
  }

  private static Thread pump(InputStream from, OutputStream to) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (from;
                  to) {
                from.transferTo(to);
              } catch (IOException e) {
                // The process was ended, so its pipe is gone.
              }
            });
  }

  @Override
  public Optional<String> broken() {
    return Optional.empty();
  }

  @Override
  public void close() {}

  private record LocalChannel(Process process, Thread out, Thread err) implements Channel {
    @Override
    public OutputStream input() {
      return process.getOutputStream();
    }

    @Override
    public boolean await(Duration limit) throws InterruptedException {
      long deadline = System.nanoTime() + limit.toNanos();
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)
          && out.join(left(deadline))
          && err.join(left(deadline));
    }

    private static Duration left(long deadline) {
      return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }

    @Override
    public OptionalInt exit() {
      return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public void close() {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        // It has ended.
      }
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }
}
