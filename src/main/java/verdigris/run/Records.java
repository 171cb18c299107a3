package verdigris.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import verdigris.history.Chain;
import verdigris.history.Head;
import verdigris.history.JournalReading;
import verdigris.history.RunFiles;
import verdigris.history.RunRecord;
import verdigris.history.Sha256;
import verdigris.planfile.DurableFile;
import verdigris.problem.Kind;
import verdigris.problem.Problem;
import verdigris.problem.ProblemException;
import verdigris.problem.Where;
import verdigris.show.RunJson;

/**
 * The records of a topology on the disk. A record is written whole or not at all, and is there for
 * good before the head names it, so that a crash in between leaves a head that is one behind.
 *
 * @param directory of the topology's runs; need not be there
 */
public record Records(Path directory) {
  private static final String LOCK = ".lock";

  /**
   * Records the run that has just ended, after those before it that have no record.
   *
   * @param run whose journal is closed
   * @return what there is to say of the others
   * @throws ProblemException FILE_UNWRITABLE, FILE_UNREADABLE
   */
  public List<String> add(String run) {
    return locked(
        () -> {
          var said = new ArrayList<>(settle(run));
          append(run).map(_ -> "Recorded in " + path(run)).ifPresent(said::add);
          return said;
        });
  }

  /**
   * Brings the head forward when it is one behind, and records runs that were killed: those whose
   * journal nobody writes and no record names.
   *
   * @return what was done, in words; empty: nothing
   * @throws ProblemException FILE_UNWRITABLE, FILE_UNREADABLE
   */
  public List<String> settle() {
    return Files.isDirectory(directory) ? locked(() -> settle("")) : List.of();
  }

  private List<String> settle(String except) {
    var said = new ArrayList<String>();
    Optional<Head> ahead = chain().ahead();
    if (ahead.isPresent()) {
      write(directory.resolve(RunFiles.HEAD), ahead.get().line());
      said.add(
          "%s was one record behind, and now names that of run %s."
              .formatted(directory.resolve(RunFiles.HEAD), ahead.get().run()));
    }
    Chain chain = chain();
    for (String run : left(chain)) {
      if (!run.equals(except) && append(run).isPresent()) {
        said.add("Run %s ended without a record; it has one now.".formatted(run));
      }
    }
    return said;
  }

  /**
   * Runs that left a journal and no record, and are not at work; of those that applied something.
   */
  public List<String> left() {
    return left(chain());
  }

  private List<String> left(Chain chain) {
    return names(RunFiles::runOfJournal)
        .filter(run -> !chain.knows(run))
        .filter(run -> JournalReading.of(journal(run), Head.NONE).isPresent())
        .filter(run -> !isAtWork(run))
        .toList();
  }

  /** What is there. */
  public Chain chain() {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    names(RunFiles::runOfRecord).forEach(run -> files.put(run + RunFiles.RECORD, read(path(run))));
    return Chain.of(name(), files, text(directory.resolve(RunFiles.HEAD)));
  }

  /** Runs whose journal is there, and its SHA-256. */
  public SequencedMap<String, String> journals() {
    SequencedMap<String, String> journals = new LinkedHashMap<>();
    names(RunFiles::runOfJournal).forEach(run -> journals.put(run, Sha256.of(journal(run))));
    return journals;
  }

  /** What a run's journal says, recorded or not; empty: there is none of a run that applied. */
  public Optional<RunRecord> fromJournal(String run) {
    return Files.exists(directory.resolve(run + RunFiles.JOURNAL))
        ? JournalReading.of(journal(run), Head.NONE)
        : Optional.empty();
  }

  /** Where the record of a run is. */
  public Path path(String run) {
    return directory.resolve(run + RunFiles.RECORD);
  }

  private String name() {
    return String.valueOf(directory.toAbsolutePath().normalize().getFileName());
  }

  private Optional<RunRecord> append(String run) {
    keep(directory.resolve(run + RunFiles.JOURNAL));
    Optional<RunRecord> record = JournalReading.of(journal(run), chain().tip());
    if (record.isPresent()) {
      String text = RunJson.of(record.get());
      write(path(run), text);
      String sha256 = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
      write(directory.resolve(RunFiles.HEAD), new Head(run, sha256).line());
    }
    return record;
  }

  /** What a killed run wrote last may not be on the disk yet; its record will be. */
  private static void keep(Path journal) {
    try (FileChannel file = FileChannel.open(journal, StandardOpenOption.WRITE)) {
      file.force(true);
    } catch (IOException e) {
      throw unwritable(journal, e);
    }
  }

  private byte[] journal(String run) {
    return read(directory.resolve(run + RunFiles.JOURNAL));
  }

  /** Whoever writes a journal holds a lock on it. */
  private boolean isAtWork(String run) {
    Path path = directory.resolve(run + RunFiles.JOURNAL);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      return file.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      return false; // A file system without locks.
    }
  }

  /** Runs by the names of their files, the oldest first. */
  private Stream<String> names(Function<String, Optional<String>> run) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(f -> run.apply(f.getFileName().toString()))
          .flatMap(Optional::stream)
          .sorted()
          .toList()
          .stream();
    } catch (NoSuchFileException e) {
      return Stream.empty();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  private static String text(Path path) {
    return Files.exists(path) ? new String(read(path), StandardCharsets.UTF_8) : "";
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static ProblemException unreadable(Path path, IOException e) {
    return Problem.of(
            Kind.FILE_UNREADABLE,
            new Where.InFile(path.toString()),
            "The history cannot be read: " + e,
            "Correct the rights, and run again.")
        .asException();
  }

  private static ProblemException unwritable(Path path, IOException e) {
    return Problem.of(
            Kind.FILE_UNWRITABLE,
            new Where.InFile(path.toString()),
            "The history cannot be written: " + e,
            "Free space or correct the rights. The next apply, or verdigris history, writes what is missing.")
        .asException();
  }

  private void write(Path path, String text) {
    try {
      DurableFile.write(path, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Work on the chain is done by one process at a time. */
  private List<String> locked(Supplier<List<String>> work) {
    Path path = directory.resolve(LOCK);
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock(file);
      return work.get();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static void lock(FileChannel file) {
    try {
      file.lock(); // Free again when the file is closed.
    } catch (IOException e) {
      // A file system without locks: one process at a time is then up to the user.
    }
  }
}
