package verdigris.history;

import java.util.List;

/**
 * A head as a commit of Git holds it.
 *
 * @param commit its id, shortened
 * @param where the branch that has it: {@code HEAD}, or a remote-tracking one
 * @param ours whether it is reachable from {@code HEAD}; else only from {@code where}
 * @param content of the file {@code head} in it
 * @param records contents of the record files in it; left out where the commit is ours
 */
public record SeenHead(
    String commit, String where, boolean ours, String content, List<String> records) {
  public SeenHead {
    records = List.copyOf(records);
  }
}
