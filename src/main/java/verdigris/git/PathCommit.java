package verdigris.git;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEditor.PathEdit;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Commits some paths as they are in the work tree, on top of what is checked out, like {@code git
 * commit --only}. JGit's own command cannot: it wants new files to be staged first, which would
 * stay so when the commit fails. The index is locked from the beginning; its file and the branch
 * change only when the commit, with its signature, is there.
 *
 * @param tree to commit in
 * @param branch to commit to
 * @param by whom
 * @param signing empty: unsigned
 */
record PathCommit(WorkTree tree, CommitBranch branch, Committer by, Optional<Signing> signing) {

  /**
   * A file as it is committed.
   *
   * @param path in the tree
   * @param content its blob
   * @param length on the disk, in bytes
   * @param changed when, on the disk
   */
  private record Entry(String path, ObjectId content, int length, Instant changed) {

    /** The same in an index, which notes size and time so that Git need not read the file again. */
    PathEdit edit() {
      return new PathEdit(path) {
        @Override
        public void apply(DirCacheEntry entry) {
          if (entry.getRawMode() == 0) {
            entry.setFileMode(FileMode.REGULAR_FILE);
          }
          entry.setObjectId(content);
          entry.setLength(length);
          entry.setLastModified(changed);
        }
      };
    }
  }

  /**
   * Commits what differs from what is checked out.
   *
   * @param paths of files that are there
   * @return the commit; empty: nothing differs
   */
  Optional<ObjectId> of(List<String> paths, String message) throws IOException {
    DirCache index = locked();
    try {
      Optional<Snapshot> head = tree.head();
      SequencedMap<String, byte[]> changed = changed(paths, head);
      if (changed.isEmpty()) {
        return Optional.empty();
      }
      try (ObjectInserter inserter = tree.repository().newObjectInserter()) {
        List<Entry> entries = insert(changed, inserter);
        ObjectId commit = inserter.insert(commit(entries, head, message, inserter));
        inserter.flush();
        edit(index, entries);
        index.write();
        branch.advance(commit, head, message.lines().findFirst().orElse(""));
        index.commit();
        return Optional.of(commit);
      }
    } finally {
      index.unlock();
    }
  }

  private DirCache locked() throws IOException {
    try {
      return tree.repository().lockDirCache();
    } catch (LockFailedException e) {
      throw WorkTree.trouble(
          tree.root(),
          "Another Git is at work here: %s. Nothing was committed.".formatted(WorkTree.said(e)),
          "Wait for its end, then run the same command again.");
    }
  }

  private SequencedMap<String, byte[]> changed(List<String> paths, Optional<Snapshot> head)
      throws IOException {
    SequencedMap<String, byte[]> changed = new LinkedHashMap<>();
    for (String path : paths) {
      byte[] bytes = Files.readAllBytes(tree.root().resolve(path));
      Optional<byte[]> committed = head.flatMap(h -> h.bytes(path));
      if (committed.filter(c -> LineEnds.sameText(c, bytes)).isEmpty()) {
        changed.put(path, bytes);
      }
    }
    return changed;
  }

  private List<Entry> insert(SequencedMap<String, byte[]> files, ObjectInserter inserter)
      throws IOException {
    var entries = new ArrayList<Entry>();
    for (var file : files.entrySet()) {
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, file.getValue());
      Instant changed = Files.getLastModifiedTime(tree.root().resolve(file.getKey())).toInstant();
      entries.add(new Entry(file.getKey(), blob, file.getValue().length, changed));
    }
    return entries;
  }

  private CommitBuilder commit(
      List<Entry> entries, Optional<Snapshot> head, String message, ObjectInserter inserter)
      throws IOException {
    var commit = new CommitBuilder();
    commit.setTreeId(treeWith(entries, head, inserter));
    head.ifPresent(h -> commit.setParentId(h.commit()));
    commit.setAuthor(by.author());
    commit.setCommitter(by.committer());
    commit.setMessage(message);
    signing.ifPresent(s -> s.sign(commit, by.committer()));
    return commit;
  }

  private ObjectId treeWith(List<Entry> entries, Optional<Snapshot> head, ObjectInserter inserter)
      throws IOException {
    DirCache files = DirCache.newInCore();
    if (head.isPresent()) {
      try (ObjectReader reader = tree.repository().newObjectReader()) {
        DirCacheBuilder builder = files.builder();
        builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, head.get().commit().getTree());
        builder.finish();
      }
    }
    edit(files, entries);
    return files.writeTree(inserter);
  }

  private static void edit(DirCache files, List<Entry> entries) {
    DirCacheEditor editor = files.editor();
    entries.forEach(e -> editor.add(e.edit()));
    editor.finish();
  }
}
