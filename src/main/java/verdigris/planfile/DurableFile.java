package verdigris.planfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is there with all of its content, or as it was before; also after a power loss. */
public final class DurableFile {
  private DurableFile() {}

  /**
   * Writes it in place of what is there; directories are made.
   *
   * @throws IOException when it is not written; what was there still is
   */
  public static void write(Path path, byte[] content) throws IOException {
    Path place = path.toAbsolutePath();
    Path directory = place.getParent();
    if (directory == null) {
      throw new IOException(path + " is a directory");
    }
    Files.createDirectories(directory);
    Path made = place.resolveSibling("." + place.getFileName() + ".new");
    try {
      writeThrough(made, content);
      Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(made);
    }
    // A directory is opened for nothing but this.
    try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
      opened.force(true);
    }
  }

  private static void writeThrough(Path path, byte[] content) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
  }
}
