package verdigris.lab;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;

/**
 * Whether every row that a {@link Writer} was told is committed is there, exactly once.
 *
 * @param acknowledged rows in the recording
 * @param missing ids of acknowledged rows that are not there: lost commits
 * @param doubled ids that are there more than once
 * @param unacknowledged rows that are there though their commit was never reported; this is allowed
 */
public record Verification(
    int acknowledged, List<Integer> missing, List<Integer> doubled, int unacknowledged) {
  public Verification {
    missing = List.copyOf(missing);
    doubled = List.copyOf(doubled);
  }

  /** Compares a recording with the table {@code written}, as the application sees it. */
  public static Verification of(Path recording, String url, String user, String password) {
    var acknowledged = Recording.ids(recording);
    var present = new BitSet();
    var doubled = new BitSet();
    try (var connection = DriverManager.getConnection(url, Writer.properties(user, password));
        var query = connection.prepareStatement("SELECT id FROM written WHERE writer = ?")) {
      query.setString(1, Recording.writer(recording));
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          int id = rows.getInt(1);
          doubled.set(id, present.get(id) || doubled.get(id));
          present.set(id);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("could not read the rows at " + url, e);
    }
    var missing = (BitSet) acknowledged.clone();
    missing.andNot(present);
    var extra = (BitSet) present.clone();
    extra.andNot(acknowledged);
    return new Verification(
        acknowledged.cardinality(), ids(missing), ids(doubled), extra.cardinality());
  }

  /** Nothing lost, nothing twice. */
  public boolean isComplete() {
    return missing.isEmpty() && doubled.isEmpty();
  }

  private static List<Integer> ids(BitSet set) {
    return set.stream().boxed().toList();
  }

  @Override
  public String toString() {
    return "%d rows acknowledged: %d missing%s, %d there twice%s; %d more are there unacknowledged"
        .formatted(
            acknowledged,
            missing.size(),
            some(missing),
            doubled.size(),
            some(doubled),
            unacknowledged);
  }

  private static String some(List<Integer> ids) {
    return ids.isEmpty() ? "" : " " + ids.subList(0, Math.min(10, ids.size()));
  }
}
