package verdigris.facts;

import java.util.List;
import java.util.stream.Collectors;
import verdigris.postgres.BuiltIns;
import verdigris.postgres.BuiltIns.Kind;
import verdigris.postgres.BuiltIns.Removed;

/**
 * Functions whose text names a built-in function that a later major does not have, such as {@code
 * pg_start_backup}. They are restored, and fail when they are called.
 */
final class RemovedNamesProbe implements ItemsProbe {

  @Override
  public String name() {
    return "removed-names";
  }

  @Override
  public String query(int major) {
    // Names without the prefix could be anything in somebody's text.
    List<Removed> gone =
        BuiltIns.removed().stream()
            .filter(r -> r.kind() == Kind.FUNCTION && r.since() > major)
            .filter(r -> r.name().startsWith("pg_"))
            .toList();
    if (gone.isEmpty()) {
      return ItemsProbe.nothing();
    }
    return """
        SELECT DISTINCT 'REMOVED_NAME', p.oid::regprocedure::text, gone.since || ' ' || gone.name
        FROM pg_proc p JOIN (VALUES GONE) AS gone (name, since) ON p.prosrc ~ ('\\m' || gone.name || '\\M')
        WHERE p.oid >= FIRST AND p.prolang NOT IN (12, 13) ORDER BY 2, 3 LIMIT MOST"""
        .replace(
            "GONE",
            gone.stream()
                .map(r -> "('%s', %d)".formatted(r.name(), r.since()))
                .collect(Collectors.joining(", ")))
        .replace("FIRST", Integer.toString(FIRST_USER_OID))
        .replace("MOST", Integer.toString(LIMIT));
  }
}
