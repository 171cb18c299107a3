package verdigris.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import verdigris.history.RunFiles;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.Where;

/**
 * What happened, one JSON line for each event, flushed to the disk before the next thing is done.
 * Append-only.
 */
public final class Journal implements Reporter, AutoCloseable {

  private final FileChannel file;
  private final Path path;
  private final InstantSource clock;
  private final Masks masks;

  private Journal(FileChannel file, Path path, InstantSource clock, Masks masks) {
    this.file = file;
    this.path = path;
    this.clock = clock;
    this.masks = masks;
  }

  /**
   * Opens the journal of a run, and holds a lock on it for as long as it is open, so that nobody
   * takes the run for one that was killed.
   *
   * @param directory made when it is missing
   * @param run the run's id
   * @param masks kept out of what hosts printed
   */
  public static Journal open(Path directory, String run, InstantSource clock, Masks masks) {
    Path path = directory.resolve(run + RunFiles.JOURNAL);
    try {
      Files.createDirectories(directory);
      FileChannel file =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      lock(file);
      return new Journal(file, path, clock, masks);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static void lock(FileChannel file) {
    try {
      file.lock();
    } catch (IOException e) {
      // A file system without locks: only who reads the history meanwhile depends on it.
    }
  }

  /** Where it is written. */
  public Path path() {
    return path;
  }

  @Override
  public synchronized void hear(Event event) {
    if (event instanceof Event.Progress) {
      return;
    }
    try {
      String line = new JournalLine(clock.instant(), masks).of(event) + "\n";
      file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      if (!isAfterwards(event)) {
        file.force(false);
      }
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /**
   * Whether it only tells of what is over, so that it may come to the disk with the next event: a
   * process that is killed loses nothing by that, and an outage is not longer for it.
   */
  private static boolean isAfterwards(Event event) {
    return event instanceof Event.ActionEnded
        || event instanceof Event.Looked
        || event instanceof Event.OutageBegan;
  }

  private static verdigris.problem.ProblemException unwritable(Path path, IOException e) {
    return Problem.of(
            Kind.FILE_UNWRITABLE,
            new Where.InFile(path.toString()),
            "The journal cannot be written: " + e.getMessage(),
            "Without a journal nothing is done. Free space or correct the rights, and run again.")
        .asException();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }
}
