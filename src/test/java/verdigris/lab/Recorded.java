package verdigris.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Recording} that was read back.
 *
 * @param writer the client's name, which each of its rows bears
 * @param bypass whether it went around the pooler: its failures are none of the application's
 * @param attempts in the order in which they ended
 */
public record Recorded(String writer, boolean bypass, List<Attempt> attempts) {
  public Recorded {
    attempts = List.copyOf(attempts);
  }

  /** Reads a file, also one whose writer was killed. */
  public static Recorded read(Path file) {
    try {
      var lines = Files.readAllLines(file);
      var head = lines.getFirst().split(" ", -1);
      return new Recorded(
          head[0],
          head[1].equals(Recording.BYPASS),
          lines.stream().skip(1).map(Attempt::parse).flatMap(Optional::stream).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
