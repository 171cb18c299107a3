package verdigris.history;

import java.util.Optional;

/** How the files of runs are called, in the directory of their topology. */
public final class RunFiles {
  /** End of the name of a journal. */
  public static final String JOURNAL = ".jsonl";

  /** End of the name of a record. */
  public static final String RECORD = ".record.json";

  /** The file that names the newest record. */
  public static final String HEAD = "head";

  private RunFiles() {}

  /** The run whose record a file of this name holds; empty: it is no record. */
  public static Optional<String> runOfRecord(String name) {
    return withoutEnd(name, RECORD);
  }

  /** The run whose journal a file of this name is; empty: it is none. */
  public static Optional<String> runOfJournal(String name) {
    return withoutEnd(name, JOURNAL);
  }

  private static Optional<String> withoutEnd(String name, String end) {
    return name.endsWith(end) && !name.startsWith(".")
        ? Optional.of(name.substring(0, name.length() - end.length()))
        : Optional.empty();
  }
}
